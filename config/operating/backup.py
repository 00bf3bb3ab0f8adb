"""Backing up and restoring the embedded default: the database and the keys that read it, in one file.

Without the keys the words in the database are lost, so they travel together; keep the file as safe as the keys.
The distributed service is backed up with PostgreSQL's own tools and the folder of secrets (see the README).
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

DATABASE = "steady.sqlite3"
KEYS = ("words_keys", "secret_key", "vapid_private_key")


class NoBackup(Exception):
    """Why there is no backup, or nothing was restored; the text says what to do."""


def back_up(target: Path) -> None:
    """Write database and keys to `target`, readable by this user alone; the service may go on running.

    Raises NoBackup on the distributed service, and when the file exists already.
    """
    if not settings.EMBEDDED:
        raise NoBackup("This is for the embedded default. Use pg_dump, and keep the folder of secrets with it.")
    with tempfile.TemporaryDirectory() as folder:
        _copy_database(Path(folder) / DATABASE)
        _write_keys(Path(folder))
        _pack(Path(folder), target)


def _copy_database(target: Path) -> None:
    """Copy by SQLite's own online backup: a file copied while it is written to would be torn."""
    source = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _write_keys(folder: Path) -> None:
    (folder / "words_keys").write_text(",".join(settings.WORDS_KEYS))
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    (folder / "vapid_private_key").write_text(settings.VAPID_PRIVATE_KEY)


def _pack(folder: Path, target: Path) -> None:
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise NoBackup(f"{target} exists already. Choose another name.") from None
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name in (DATABASE, *KEYS):
            archive.add(folder / name, arcname=name)


def restore(source: Path, data_dir: Path) -> None:
    """Unpack a backup into an empty or new data folder. Raises NoBackup when there is a database already."""
    if (data_dir / DATABASE).exists():
        raise NoBackup(f"{data_dir} holds a database already. Stop the service, move the folder away, and try again.")
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(source) as archive:
        for name in (DATABASE, *KEYS):
            _unpack(archive, name, data_dir / name)


def _unpack(archive: tarfile.TarFile, name: str, target: Path) -> None:
    member = archive.extractfile(name)
    if member is None:
        raise NoBackup(f"This is not a backup of Steady: {name} is missing.")
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(member.read())
