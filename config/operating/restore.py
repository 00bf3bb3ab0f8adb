"""`python -m config.operating.restore steady-backup.tar.gz`: unpacks a backup into DATA_DIR.

Not a management command: Django's settings would make new keys in DATA_DIR before the old ones are back.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from environs import EnvError, FileAwareEnv

from config.operating.backup import NoBackup, restore

USAGE = "Usage: DATA_DIR=./var python -m config.operating.restore steady-backup.tar.gz"


def main(arguments: list[str]) -> str:
    """Restore into DATA_DIR and say so. Raises SystemExit with a sentence that says what to do."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise SystemExit(USAGE)
    data_dir = Path(os.environ.get("DATA_DIR") or "./var")
    try:
        restore(Path(arguments[0]), data_dir, _passphrase())
    except NoBackup as error:
        raise SystemExit(str(error)) from None
    return f"Restored into {data_dir}. Start the service with the same DATA_DIR."


def _passphrase() -> str:
    """Return BACKUP_PASSPHRASE, or what is in BACKUP_PASSPHRASE_FILE. Raises NoBackup when that cannot be read."""
    try:
        return str(FileAwareEnv(strip_whitespace=True).str("BACKUP_PASSPHRASE", ""))
    except (EnvError, OSError, ValueError) as error:
        raise NoBackup(f"The file of BACKUP_PASSPHRASE_FILE cannot be read: {error}") from None


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]) + "\n")
