"""Make what docker-compose.yml needs and no repository holds. Run once; what is already there stays.

The folder is for its owner alone. The files in it can be read by the containers' user, which has another id than yours.
"""

import base64
import os
import secrets
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def main(folder: Path = HERE) -> None:
    """Write the missing secrets and the missing settings file, and say what is left to do."""
    vault = folder / "secrets"
    vault.mkdir(mode=0o700, exist_ok=True)
    password = _write_once(vault / "database_password", secrets.token_urlsafe(32))
    _write_once(vault / "database_url", f"postgresql://steady:{password}@postgres:5432/steady")
    _write_once(vault / "secret_key", secrets.token_urlsafe(48))
    _write_once(vault / "words_keys", base64.urlsafe_b64encode(os.urandom(32)).decode())
    _write_once(vault / "vapid_private_key", vapid_private_key())
    _write_once(vault / "email_url", "smtp://user:password@mail.example:587/?tls=True")
    if not (folder / "steady.env").exists():
        shutil.copy(HERE / "steady.env.example", folder / "steady.env")
    print(f"Now write your mail server into {vault / 'email_url'} and your address into {folder / 'steady.env'}.")
    print(f"Keep a copy of {vault / 'words_keys'} apart from the database: without it nobody can read the words in it.")


def vapid_private_key() -> str:
    """Return a P-256 private key as 32 bytes in base64url: a random number below the order of the curve's group."""
    number = 0
    while not 0 < number < ORDER_OF_P256:
        number = int.from_bytes(os.urandom(32), "big")
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def _write_once(path: Path, fresh: str) -> str:
    if not path.exists():
        path.write_text(fresh)
        path.chmod(0o644)
    return path.read_text().strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
