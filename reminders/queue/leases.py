"""Who may send what: rows are leased in batches by one conditional UPDATE.

The lease in the row is the truth, not the message in the broker. A worker that dies loses its lease
after `LEASE_FOR`, and the rows are leased anew.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, When

from reminders.channels import CHANNELS
from reminders.channels.base import LEASE_FOR
from reminders.fast import BEGINNING, claiming
from reminders.models import Reminder, State
from reminders.states import claim, finish, put_back

# A lease taken up again and again, until its rows are set aside, does not get longer than this.
LONGEST_LEASE = LEASE_FOR * 10
# So often a row is tried together with its batch; after that its tries are counted one by one, right before they are
# made, so that it is set aside alone and does not take its neighbours along.
BATCH_TRIES = 2
OWN_TRIES = 3


def lease_due(channel: str, now: datetime, floor: datetime = BEGINNING) -> uuid.UUID | None:
    """Claim one batch of due rows for `LEASE_FOR`; return the lease, or None when nothing is due.

    Rows due before `floor` are not looked for; see `fast/index_floor.py`.
    """
    lease = uuid.uuid4()
    claimed = claiming.claim if claiming.can_claim() else _claim
    return lease if claimed(channel, lease, now, now + LEASE_FOR, CHANNELS[channel].batch_size, floor) else None


def _claim(channel: str, lease: uuid.UUID, now: datetime, until: datetime, size: int, floor: datetime) -> int:
    """The plain form: correct on every database, because the state is checked in the UPDATE itself."""
    waiting = Reminder.objects.due(now).filter(channel=channel, due_at__gte=floor)
    due = waiting.order_by("due_at").values("pk")[:size]
    return claim(Reminder.objects.due(now).filter(pk__in=due), lease, until)


def begin(lease: uuid.UUID, now: datetime) -> str | None:
    """Take up a lease: its time starts anew and its rows' tries are counted. Return its channel.

    A lease that has lapsed, or that nobody holds any more, has none. Tries are counted here and not where leases
    are made or lapse: that also happens while no worker runs at all. The new end is reckoned from the old one, which
    came from the ticker's clock: the worker's may be wrong.
    """
    held = Reminder.objects.leased_by(lease)
    first = held.filter(leased_until__gt=now).values_list("channel", "leased_until").first()
    if first is None:
        return None
    channel, until = first
    assert until is not None, "a constraint: claimed means leased"
    if channel in CHANNELS and CHANNELS[channel].counts_tries:
        one_more = Case(
            When(claims__lte=BATCH_TRIES, then=F("claims") + 1), default="claims", output_field=IntegerField()
        )
        held.update(leased_until=until + LEASE_FOR, claims=one_more)
    return channel


def may_try(reminder: Reminder, now: datetime) -> bool:
    """Count one more try of a row that its worker did not survive before; set it aside when there were too many."""
    if reminder.claims <= BATCH_TRIES:
        return True
    held = Reminder.objects.leased_by(reminder.lease).filter(pk=reminder.pk)
    if reminder.claims > BATCH_TRIES + OWN_TRIES:
        finish(held, State.FAILED, now, "its worker died too often")
        return False
    return bool(held.update(claims=F("claims") + 1))


def release(lease: uuid.UUID) -> int:
    """Give back what a lease still holds: its task could not be published, or its time was too short."""
    return put_back(Reminder.objects.leased_by(lease))


def return_lapsed(now: datetime) -> int:
    """Put rows back whose worker did not finish in time, and those whose lease comes from a clock that was ahead."""
    lapsed = Q(leased_until__lte=now) | Q(leased_until__gt=now + LONGEST_LEASE)
    return put_back(Reminder.objects.filter(lapsed))


def return_all() -> int:
    """Put every claimed row back. Only for the start of a process that is known to be alone."""
    return put_back(Reminder.objects.all())
