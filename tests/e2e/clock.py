"""Letting time pass for a running service: all that lies ahead in its database comes nearer, at once."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# Where the moments stand. A slot and a pause's end are also part of the keys of their reminders.
MOMENTS = {
    "checkins_checkin": ("slot", "starts_at", "both_in_at"),
    "agreements_pause": ("started_at", "known_at", "ends_at", "ended_at", "opened_at"),
    "agreements_stretch": ("starts_at", "ends_at"),
    "couples_couple": ("connected_at",),
    "couples_invitation": ("created_at", "expires_at"),
    "couples_revision": ("later_from",),
    "reminders_reminder": ("due_at", "expires_at"),
}
IN_A_KEY = re.compile(r"\d{8}T\d{6}\.\d{6}|\d{8}T\d{4}")


class Clock:
    """The time of one running service, read and moved through its SQLite file."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read what the service has stored."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(sql, values).fetchall()

    def moment(self, sql: str, *values: Any) -> datetime:
        """Read one moment, which must be there."""
        ((text,),) = self.rows(sql, *values)
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    def pass_until(self, when: datetime) -> None:
        """Let time pass until `when` is now, or less than a minute ago."""
        ahead = when - datetime.now(UTC)
        self.let_pass(timedelta(minutes=ahead // timedelta(minutes=1) + 1))

    def end_quiet_hours(self) -> None:
        """Let nobody's night hold a mail: the story is told at any hour, to two people in two zones."""
        with closing(sqlite3.connect(self.database, timeout=20, isolation_level=None)) as connection:
            ended = connection.execute("UPDATE reminders_preferences SET quiet_until = quiet_from")
            assert ended.rowcount == 2

    def let_pass(self, span: timedelta) -> None:
        """Bring everything nearer by `span`, in one transaction, as the service would find it so much later."""
        with closing(sqlite3.connect(self.database, timeout=20, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            for table, columns in MOMENTS.items():
                for column in columns:
                    _shift(connection, table, column, lambda text: _stored(datetime.fromisoformat(text) - span))
            _shift(connection, "reminders_reminder", "occurrence", lambda text: _shifted_key(text, span))
            connection.execute("COMMIT")


def _shift(connection: sqlite3.Connection, table: str, column: str, shifted: Any) -> None:
    stored = connection.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL")
    values = [(shifted(text), rowid) for rowid, text in stored]
    connection.executemany(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", values)


def _stored(when: datetime) -> str:
    """Return a moment as Django stores it in SQLite."""
    return str(when.replace(tzinfo=None))


def _shifted_key(occurrence: str, span: timedelta) -> str:
    def shifted(found: re.Match[str]) -> str:
        pattern = "%Y%m%dT%H%M%S.%f" if "." in found.group() else "%Y%m%dT%H%M"
        return f"{datetime.strptime(found.group(), pattern) - span:{pattern}}"  # noqa: DTZ007 - a key, in UTC

    return IN_A_KEY.sub(shifted, occurrence)
