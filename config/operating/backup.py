"""Backing up and restoring the embedded default: the database and the keys that read it, in one file.

Without the keys the words in the database are lost, so they travel together; keep the file as safe as the keys, or give
a passphrase: then it is an age file (age-encryption.org), which `age --decrypt` reads as well. Sign-ins stay out, else
whoever has the file could go on as anybody who is signed in.
The distributed service is backed up with PostgreSQL's own tools and the folder of secrets (see the README).
"""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from pyrage import DecryptError, passphrase

DATABASE = "steady.sqlite3"
KEYS = ("words_keys", "secret_key", "vapid_private_key")
# Of Django, and of allauth, which notes the address and the browser of each. By name: restoring knows no models.
SESSIONS = ("django_session", "usersessions_usersession")
ENCRYPTED = b"age-encryption.org/"


class NoBackup(Exception):
    """Why there is no backup, or nothing was restored; the text says what to do."""


def back_up(target: Path, secret: str = "") -> None:
    """Write database and keys to `target`, readable by this user alone; the service may go on running.

    With a secret, encrypted to it. Raises NoBackup on the distributed service, and when the file exists already.
    """
    if not settings.EMBEDDED:
        raise NoBackup("This is for the embedded default. Use pg_dump, and keep the folder of secrets with it.")
    with _new_file(target) as file, tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        _copy_database(copy)
        _forget_sessions(copy)
        if not secret:
            _pack(copy, file)
            return
        packed = io.BytesIO()
        _pack(copy, packed)
        file.write(passphrase.encrypt(packed.getvalue(), secret))


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """Open a file that was not there; what is not finished is taken away."""
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise NoBackup(f"{target} exists already. Choose another name.") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy_database(target: Path) -> None:
    """Copy by SQLite's own online backup: a file copied while it is written to would be torn."""
    source = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _forget_sessions(database: Path) -> None:
    """Delete who is signed in, and write the file anew: deleted rows stay in it else."""
    with closing(sqlite3.connect(database, isolation_level=None)) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables.intersection(SESSIONS):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - one of two names
        # Else a log would lie beside the file.
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("VACUUM")


def _pack(database: Path, file: IO[bytes]) -> None:
    keys = (",".join(settings.WORDS_KEYS), settings.SECRET_KEY, settings.VAPID_PRIVATE_KEY)
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        archive.add(database, arcname=DATABASE)
        for name, key in zip(KEYS, keys, strict=True):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(key.encode()), 0o600
            archive.addfile(entry, io.BytesIO(key.encode()))


def restore(source: Path, data_dir: Path, secret: str = "") -> None:
    """Unpack a backup into an empty or new data folder.

    Raises NoBackup when there is a database already, for what is no backup, and for a secret that does not fit.
    """
    if (data_dir / DATABASE).exists():
        raise NoBackup(f"{data_dir} holds a database already. Stop the service, move the folder away, and try again.")
    with _opened(source, secret) as file:
        try:
            with tarfile.open(fileobj=file) as archive:
                data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
                # The database last: what fails before it can be tried again.
                for name in (*KEYS, DATABASE):
                    _unpack(archive, name, data_dir / name)
        except (tarfile.TarError, EOFError, KeyError) as error:
            raise NoBackup(f"{source} is no backup of Steady, or it is damaged: {error}") from None
    _forget_sessions(data_dir / DATABASE)


@contextmanager
def _opened(source: Path, secret: str) -> Iterator[IO[bytes]]:
    with source.open("rb") as file:
        is_encrypted = file.read(len(ENCRYPTED)) == ENCRYPTED
        file.seek(0)
        yield io.BytesIO(_decrypted(file.read(), secret)) if is_encrypted else file


def _decrypted(stored: bytes, secret: str) -> bytes:
    if not secret:
        raise NoBackup("This backup is encrypted. Give its passphrase as BACKUP_PASSPHRASE, or as a file of it.")
    try:
        return bytes(passphrase.decrypt(stored, secret))
    except DecryptError:
        raise NoBackup("The passphrase does not fit this backup, or the file is damaged.") from None


def _unpack(archive: tarfile.TarFile, name: str, target: Path) -> None:
    member = archive.extractfile(name)
    if member is None:
        raise NoBackup(f"This is not a backup of Steady: {name} is missing.")
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with _new_file(partial) as file:
        shutil.copyfileobj(member, file)
    partial.replace(target)
