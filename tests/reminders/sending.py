"""Sending by hand: what ticker and worker do, one step at a time and without a broker."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from couples.people.models import User
from couples.people.reminders import ACCOUNT_MAIL
from reminders.channels import CHANNELS
from reminders.channels.email import channel as email
from reminders.delivery import worker as delivery
from reminders.kinds import Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder, State
from reminders.queue.leases import lease_due
from reminders.scheduling import schedule, schedule_for_address

SOON = timedelta(minutes=30)


class Plain(ReminderKind):
    """A kind of the tests' own: it asks nothing and says next to nothing."""

    name = "plain"

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return Message(subject="Something", paragraphs=["There is something."])

    def lines(self, notices: Iterable[Notice], now: datetime) -> dict[int, Line]:
        return {notice.pk: Line("There is something.", "/") for notice in notices}


PLAIN = Plain()


def send_due(now: datetime, channels: Iterable[str] = tuple(CHANNELS)) -> int:
    """Lease and deliver all that is due; return how many leases it took."""
    count = 0
    for name in channels:
        while lease := lease_due(name, now):
            delivery.deliver(lease, now)
            count += 1
    return count


def account_mail(address: str, now: datetime, **values: Any) -> Reminder:
    """Queue an account mail."""
    subject = f"account:{uuid.uuid4()}"
    payload = {"subject": "A code", "text": "123456", "language": "en", **values}
    schedule_for_address(ACCOUNT_MAIL, subject, "once", address, payload, now)
    return Reminder.objects.get(subject=subject)


def account_mails(count: int, now: datetime) -> list[Reminder]:
    """Queue one account mail each to so many addresses."""
    return [account_mail(f"person-{number}@example.org", now) for number in range(count)]


def plain_notice(user: User, now: datetime, subject: str = "plain:1", occurrence: str = "once") -> Reminder:
    """Queue an in-app notice of the tests' own kind, which `plain_kind` registers."""
    schedule(PLAIN, subject, occurrence=occurrence, people=[user.pk], due_at=now)
    return Reminder.objects.get(subject=subject, occurrence=occurrence, user=user, channel=ChannelName.IN_APP)


def stop_leaving_alone() -> None:
    """Forget that the mail server was away: a test's clock does not run by itself."""
    email._Connection._unreachable_until = 0.0


def states(**which: Any) -> dict[str, int]:
    """Count rows by state."""
    rows = Reminder.objects.filter(**which).values_list("state", flat=True)
    return {state: list(rows).count(state) for state in set(rows)}


def fresh(reminder: Reminder) -> Reminder:
    """Return the row as the database has it now."""
    return Reminder.objects.get(pk=reminder.pk)


def state_of(reminder: Reminder) -> State:
    """Return the row's state as the database has it now."""
    return State(fresh(reminder).state)
