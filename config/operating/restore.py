"""`python -m config.operating.restore steady-backup.tar.gz`: unpacks a backup into DATA_DIR.

Not a management command: Django's settings would make new keys in DATA_DIR before the old ones are back.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from config.operating.backup import NoBackup, restore

USAGE = "Usage: DATA_DIR=./var python -m config.operating.restore steady-backup.tar.gz"


def main(arguments: list[str]) -> str:
    """Restore into DATA_DIR and say so. Raises SystemExit with a sentence that says what to do."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise SystemExit(USAGE)
    data_dir = Path(os.environ.get("DATA_DIR") or "./var")
    try:
        restore(Path(arguments[0]), data_dir)
    except NoBackup as error:
        raise SystemExit(str(error)) from None
    return f"Restored into {data_dir}. Start the service with the same DATA_DIR."


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]) + "\n")
