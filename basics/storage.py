"""When nothing can be stored: a full disk, one that fails, or a database that has become read-only.

What only reads goes on then, so it must not depend on something that is written by the way.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
# The last byte; what is before it says what exactly was tried.
_SQLITE_KIND = 0xFF
# PostgreSQL: disk_full, and read_only_sql_transaction, which providers switch on before the disk is full.
_POSTGRES = {"53100", "25006"}
_FILES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def is_storage_fault(error: BaseException | None) -> bool:
    """Tell whether this error, or one that it came from, says that nothing can be stored."""
    return any(_says_so(each) for each in _and_causes(error))


def _and_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & _SQLITE_KIND in _SQLITE
    if isinstance(error, OSError):
        return error.errno in _FILES
    return getattr(error, "sqlstate", None) in _POSTGRES


@contextmanager
def written_by_the_way() -> Iterator[None]:
    """Let go of what cannot be stored just now, and is not what the page was asked for."""
    try:
        yield
    except DatabaseError as error:
        if not is_storage_fault(error):
            raise
