"""From asking for a line into one's own journal: what set one off, and an answer one keeps. The other never knows."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.calls.models import Call
from agreements.calls.showing import call_as_seen
from agreements.kinds.terms import TRIGGERS
from basics.refusals import Refusal
from basics.transactions import reading
from couples.seats.models import Membership
from journal.entries.models import Entry
from journal.entries.verbs import Said, notice

# Any fixed namespace serves; it makes an id of a call's, for each of the two.
_NAMESPACE = uuid.UUID("0f3a7f64-58de-4a3f-8f6f-2f2d8f5a9c11")


class NothingToKeep(Refusal):
    """There is no answer to keep yet."""

    name = "changed"
    message = _("There is nothing to keep here yet.")


def trigger_of_call(seat: Membership, call_id: uuid.UUID, now: datetime) -> str:
    """Return what the rule that was asked by is about, above all. Raises Call.DoesNotExist."""
    with reading(seat.user_id):
        call = Call.objects.of(seat).there(now).select_related("version").get(pk=call_id)
    return next(iter(call.version.settings.get(TRIGGERS, ())), "")


def keep_call(seat: Membership, call_id: uuid.UUID, now: datetime) -> Entry:
    """Keep what one asked and what was answered, once, for oneself. Raises NothingToKeep, Call.DoesNotExist."""
    with reading(seat.user_id):
        call = call_as_seen(seat, call_id, now)
    if not call.answer:
        raise NothingToKeep
    said = Said(trigger=trigger_of_call(seat, call_id, now), text="\n".join(filter(None, (call.line, call.answer))))
    submission = uuid.uuid5(_NAMESPACE, f"{seat.user_id}:{call_id}")
    return notice(seat.user, said, submission, now)
