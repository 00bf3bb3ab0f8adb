"""The one statement leaves the same rows as the plain form, whatever became of a lease's rows meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from couples.people.models import User
from reminders.delivery import outcomes as marks
from reminders.delivery import worker as delivery
from reminders.fast import sent_sql
from reminders.models import Notice, Reminder
from reminders.queue.leases import lease_due
from reminders.scheduling import withdraw
from tests.helpers import factories
from tests.reminders.sending import Plain, plain_notice

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

STAYS = ("subject", "state", "lease", "leased_until", "finished_at", "error", "payload", "claims", "attempts")


def rows_after(people: list[User], now: Any) -> tuple[list[Any], list[Any]]:
    """Deliver a lease with a bit of everything in it; return what reminders and notices are then."""
    Reminder.objects.all().delete()
    Notice.objects.all().delete()
    for number, person in enumerate(people):
        plain_notice(person, now, f"plain:{number}")
    Reminder.objects.filter(subject="plain:1").update(payload={"left": "over"}, error="an earlier try")
    Reminder.objects.filter(subject="plain:2").update(expires_at=now)
    User.objects.filter(pk=people[3].pk).update(is_active=False)
    told_before = now - timedelta(days=1)
    Notice.objects.create(user=people[4], kind="plain", subject="plain:4", occurrence="once", created_at=told_before)
    lease = lease_due("in_app", now)
    assert lease
    withdraw("plain:0", now)
    delivery.deliver(lease, now)
    delivery.deliver(lease, now)
    reminders = Reminder.objects.filter(channel="in_app").order_by("subject")
    notices = Notice.objects.order_by("user", "kind", "subject")
    told = notices.values("user", "kind", "subject", "occurrence", "created_at", "read_at")
    return [_to_a_second(row) for row in reminders.values(*STAYS)], [_to_a_second(row) for row in told]


def _to_a_second(row: Any) -> dict[str, Any]:
    """Some marks have the moment that the worker had reached by then."""
    return {key: value.replace(microsecond=0) if isinstance(value, datetime) else value for key, value in row.items()}


def test_both_forms_leave_the_same(plain_kind: Plain, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [factories.person() for _ in range(8)]
    fast = rows_after(people, now)
    assert [row["state"] for row in fast[0]] == ["withdrawn", "sent", "missed", "withdrawn", *["sent"] * 4]
    assert len(fast[1]) == 6, "five told, of which one before, and one line about what was missed"
    monkeypatch.setattr(sent_sql, "can_tell", lambda: False)
    assert rows_after(people, now) == fast


def test_no_row_comes_to_python_and_back(plain_kind: Plain, now: Any, django_assert_num_queries: Any) -> None:
    person = factories.person()
    Reminder.objects.all().delete()
    for number in range(30):
        plain_notice(person, now, f"plain:{number}")
    lease = lease_due("in_app", now)
    assert lease
    with django_assert_num_queries(4):  # whose lease it is, what needs no asking, the rows, the one statement
        delivery.deliver(lease, now)
    assert Notice.objects.count() == 30


def marked(person: User, now: Any) -> list[Any]:
    """Mark a row that the lease holds, one that it does not, and the first once more; return what they are then."""
    Reminder.objects.all().delete()
    plain_notice(person, now, "plain:held")
    lease = lease_due("in_app", now)
    assert lease
    Reminder.objects.filter(lease=lease).update(payload={"left": "over"}, error="an earlier try")
    plain_notice(person, now, "plain:not_held")
    rows = list(Reminder.objects.filter(channel="in_app").order_by("pk"))
    counts = [marks.end_sent(row, lease, now) for row in (*rows, rows[0])]
    return [counts, list(Reminder.objects.filter(channel="in_app").order_by("pk").values(*STAYS))]


def test_both_marks_of_one_row_leave_the_same(plain_kind: Plain, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    fast = marked(person, now)
    assert fast[0] == [1, 0, 0]
    monkeypatch.setattr(sent_sql, "can_tell", lambda: False)
    assert marked(person, now) == fast
