"""The reminders of a fault run, and what became of them. Imported once Django is set up on the run's database."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections
from django.db.models import Count, Max, Q
from django.db.utils import InterfaceError, OperationalError

from agreements.calls.models import Call
from agreements.calls.reminders import CALL, CALLED
from agreements.calls.verbs import ask
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT, check_in_occurrence
from checkins.rhythm.reminders import CHECK_IN
from couples.people.models import User
from couples.people.reminders import ACCOUNT_MAIL
from reminders.addresses import address_key
from reminders.channels.email.channel import message_id
from reminders.delivery.too_late import Missed
from reminders.models import ChannelName, Notice, Reminder, State
from tests.helpers import factories

PEOPLE = 50
# A line that is told without asking about anything else.
KIND = Missed.name


def insert(count: int, start: datetime, over: timedelta) -> None:
    """Insert `count` rows, half notices and half mails, due evenly over the time.

    Every third notice is about a check-in: those are asked about and told in one statement, the others in Python. Every
    third is about one call.
    """
    people = [User.objects.create_user(f"user-{number}@example.org") for number in range(PEOPLE)]
    pair = factories.connected_couple()
    check_in = factories.upcoming_check_in(pair, start, hours=24)
    call = ask(pair.alice_seat, factories.agreed_response_rule(pair, start).pk, "", uuid.uuid4(), start)
    Reminder.objects.all().delete()
    rows = []
    for number in range(count // 2):
        due = {"due_at": start + over * number / (count // 2), "expires_at": start + timedelta(hours=6)}
        notices = (
            _notice(number, people[number % PEOPLE]),
            _about_the_check_in(check_in, number),
            _asked(call, number),
        )
        rows += [Reminder(**notices[number % 3], **due), _mail(number, due)]
    Reminder.objects.bulk_create(rows, batch_size=1000)


def _notice(number: int, person: User) -> dict[str, Any]:
    to = {"recipient": f"user:{person.pk}", "user": person, "channel": ChannelName.IN_APP}
    return {"kind": KIND, "subject": f"fault:{number}", "occurrence": "once", **to}


def _about_the_check_in(check_in: CheckIn, number: int) -> dict[str, Any]:
    """Return one of many reminders of one check-in: each has a lead of its own."""
    about = {
        "kind": CHECK_IN.name,
        "subject": CHECK_IN_SUBJECT.of(check_in.pk),
        "occurrence": check_in_occurrence(check_in, number),
    }
    person = User.objects.get(email="alice@example.org")
    return {**about, "recipient": f"user:{person.pk}", "user": person, "channel": ChannelName.IN_APP}


def _asked(call: Call, number: int) -> dict[str, Any]:
    """Return one of many that say that somebody asks; who is asked is told each of them."""
    to = {"recipient": f"user:{call.answerer_id}", "user_id": call.answerer_id, "channel": ChannelName.IN_APP}
    return {"kind": CALLED.name, "subject": CALL.of(call.pk), "occurrence": f"asked:{number}", **to}


def _mail(number: int, due: Mapping[str, datetime]) -> Reminder:
    address = f"person-{number}@example.org"
    payload = {"subject": "A line", "text": "There is something.", "language": "en"}
    to = {"recipient": f"address:{address_key(address)}", "address": address, "channel": ChannelName.EMAIL}
    return Reminder(kind=ACCOUNT_MAIL.name, subject=f"fault:{number}", occurrence="once", payload=payload, **to, **due)


def left() -> int | None:
    """Return how many rows are not done; None while the database is away."""
    try:
        return Reminder.objects.not_begun().count()
    except (OperationalError, InterfaceError):
        close_old_connections()
        return None


def notices_lost_and_doubled(count: int) -> tuple[int, int]:
    """Compare the notices with the rows."""
    told = Notice.objects.filter(Q(kind=KIND, subject__startswith="fault:") | Q(kind__in=[CHECK_IN.name, CALLED.name]))
    total = told.count()
    distinct = told.values("subject", "occurrence").distinct().count()
    return count // 2 - distinct, total - distinct


def taken_but_not_marked(taken: Mapping[str, int]) -> Counter[str]:
    """Return the mails, by Message-ID, that a server took and whose rows do not say so."""
    rows = Reminder.objects.filter(channel=ChannelName.EMAIL).exclude(state=State.SENT)
    ids = {message_id(row) for row in rows.only("pk")}
    return Counter({key: count for key, count in taken.items() if key in ids})


def let_leases_lapse(now: datetime) -> None:
    """Make the time pass that the dead workers' leases still had."""
    Reminder.objects.filter(state=State.CLAIMED).update(leased_until=now)


def let_retries_come(now: datetime) -> None:
    """Make the time pass that failed rows wait."""
    Reminder.objects.filter(state=State.PENDING, attempts__gt=0).update(due_at=now)


def states() -> Mapping[str, int]:
    """Count the rows by channel and state, for a run that went wrong."""
    rows = Reminder.objects.values("channel", "state").annotate(count=Count("pk"), error=Max("error"))
    return {f"{row['channel']} {row['state']} {row['error']}".strip(): row["count"] for row in rows}
