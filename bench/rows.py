"""Couples and reminders by the hundred thousand: one real couple, copied in SQL."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

# Ids of copies start here, out of the way of what the ORM makes.
FIRST_ID = 10_000_000
_COUPLE = "md5('couple' || n)::uuid"
_AGREEMENT = "md5('agreement' || n)::uuid"


def execute(sql: str, values: Mapping[str, Any] | None = None) -> int:
    """Run one statement on the bench's database."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def scalar(sql: str, values: Mapping[str, Any] | None = None) -> Any:
    """Return one value."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        return row[0] if row else None


def populate(couples: int, hours_ahead: float = 24 * 5) -> None:
    """Make one couple with a rhythm by the service's own verbs, and copy it `couples` times."""
    from django.utils import timezone

    from agreements.letters.models import Agreement, Version
    from checkins.rhythm.models import CheckIn
    from couples.people.models import User
    from couples.seats.models import Couple, Membership
    from tests.helpers import factories

    now = timezone.now()
    if not User.objects.filter(email="alice@example.org").exists():
        factories.upcoming_check_in(factories.connected_couple(), now, hours_ahead)
    alice, bob = (User.objects.get(email=f"{name}@example.org") for name in ("alice", "bob"))
    check_in = CheckIn.objects.get(couple__memberships__user=alice)
    seats = {seat.user_id: seat for seat in Membership.objects.filter(couple=check_in.couple_id)}
    with transaction.atomic():
        for place, user in enumerate((alice, bob)):
            own = f"{FIRST_ID} + 2 * n + {place}"
            mail = {"email": f"'person-' || ({own}) || '@example.org'"}
            _copy(User, user.pk, couples, {"id": own, **mail})
        _copy(Couple, check_in.couple_id, couples, {"id": _COUPLE})
        for place, user in enumerate((alice, bob)):
            own = f"{FIRST_ID} + 2 * n + {place}"
            _copy(Membership, seats[user.pk].pk, couples, {"id": own, "user_id": own, "couple_id": _COUPLE})
        agreement = Agreement.objects.get(check_ins=check_in)
        version = {"id": f"{FIRST_ID} + n", "agreement_id": _AGREEMENT, "author_id": f"{FIRST_ID} + 2 * n"}
        version["couple_id"] = _COUPLE
        rhythm = {"id": _AGREEMENT, "couple_id": _COUPLE, "author_id": version["author_id"]}
        _copy(Agreement, agreement.pk, couples, {**rhythm, "in_force_id": version["id"]})
        _copy(Version, agreement.in_force_id, couples, version)
        talk = {"id": "md5('check_in' || n)::uuid", "couple_id": _COUPLE, "agreement_id": _AGREEMENT}
        _copy(CheckIn, check_in.pk, couples, talk)
    execute("ANALYZE")


def _copy(model: type[models.Model], key: Any, times: int, changes: Mapping[str, str]) -> None:
    columns = [field.column for field in model._meta.local_concrete_fields]
    chosen = ", ".join(changes.get(str(column), f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = f'"{model._meta.db_table}"'
    execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} t, generate_series(1, %(times)s) n "
        "WHERE t.id = %(key)s",
        {"times": times, "key": key},
    )


def clear() -> None:
    """Empty the queue, the notices and the links."""
    execute("TRUNCATE reminders_reminder, reminders_notice, reminders_outsidelink RESTART IDENTITY")


_FILL = """
INSERT INTO reminders_reminder (kind, subject, occurrence, recipient, channel, user_id, address, payload,
                                due_at, expires_at, state, claims, attempts, error)
SELECT %(kind)s, 'check_in:' || c.id,
       to_char(c.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI') || ':' || c.revision || ':' || (61 + copy) || %(series)s,
       'user:' || m.user_id, %(channel)s, m.user_id, %(address)s, %(payload)s,
       %(due_at)s + random() * %(spread)s, %(due_at)s + %(spread)s + interval '1 day', 'pending', 0, 0, ''
  FROM generate_series(0, %(copies)s) copy, checkins_checkin c JOIN couples_membership m ON m.couple_id = c.couple_id
 LIMIT %(rows)s
"""


def fill(
    rows: int, kind: str, channel: str, due_at: datetime, spread: timedelta = timedelta(0), series: str = ""
) -> None:
    """Add rows about the couples' check-ins, due at `due_at` or within `spread` after it.

    Without a `series` their occurrences are those of real reminders; with one they are others, and only good for kinds
    that do not ask.
    """
    from reminders.models import Reminder

    empty = Reminder()
    people = scalar("SELECT count(*) FROM couples_membership")
    stored = {
        name: empty._meta.get_field(name).get_db_prep_save(getattr(empty, name), connection)
        for name in ("address", "payload")
    }
    size = {"rows": rows, "copies": rows // people}
    execute(
        _FILL,
        {"kind": kind, "channel": channel, "due_at": due_at, "spread": spread, "series": series, **stored, **size},
    )


def settle() -> None:
    """Let the tables be as they are in a service that has run for a while."""
    execute("VACUUM (ANALYZE) reminders_reminder")
    execute("VACUUM (ANALYZE) reminders_notice")
    execute("VACUUM (ANALYZE) reminders_outsidelink")
    execute("CHECKPOINT")


def fill_ahead(rows: int, kind: str, channel: str) -> datetime:
    """Empty the queue and fill it with rows that all fall due in the same moment, soon; return that moment.

    A machine that is busy with other things needs longer than the usual few seconds, so they are waited for anew.
    """
    for patience in (1, 4, 16, 64):
        clear()
        due_at = datetime.now(UTC) + patience * timedelta(seconds=1 + rows / 8_000)
        fill(rows, kind, channel, due_at)
        settle()
        if datetime.now(UTC) < due_at:
            return due_at
    raise AssertionError("this machine fills its tables too slowly for the bench")


def seconds_to_drain(due_at: datetime, channel: str, limit: float = 600) -> float:
    """Wait until nothing of the channel is pending or claimed; return the seconds since `due_at`."""
    left = (
        "SELECT EXISTS (SELECT FROM reminders_reminder WHERE state = 'pending' AND channel = %(channel)s)"
        " OR EXISTS (SELECT FROM reminders_reminder WHERE state = 'claimed' AND channel = %(channel)s)"
    )
    time.sleep(max((due_at - datetime.now(UTC)).total_seconds(), 0))
    while scalar(left, {"channel": channel}):
        time.sleep(0.02)
        passed = (datetime.now(UTC) - due_at).total_seconds()
        assert passed < limit, f"not drained after {passed} s"
    return (datetime.now(UTC) - due_at).total_seconds()
