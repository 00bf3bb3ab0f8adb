"""Noticing, saying more of it, deleting it. Nothing here needs a couple, and nobody else ever knows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.limits import CLOCKS_APART, Room, take_turn
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.transactions import acting
from couples.people.models import User
from journal.entries.models import Entry
from journal.entries.tags import tag_named

EARLIEST = timedelta(days=30)
# Some thousand of the longest in Chinese; some sixty thousand of one word each.
ENTRIES = Room(12_000_000)


class NotYetFelt(Refusal):
    """What was felt lies in the past."""

    field = "day"
    message = _("This lies ahead. Choose a time until now.")


class LongAgo(Refusal):
    """What is older is remembered otherwise than it was felt."""

    field = "day"
    message = _("This can be at most 30 days back.")


class EntriesTooLong(Refusal):
    """All that a person ever noticed is too long together."""

    name = "no-room"
    field = "text"
    message = _("What you have written down has grown very long. Make this shorter; what you typed is still here.")


@dataclass(frozen=True)
class Said:
    """What one person says of what they felt."""

    feeling: str = ""
    words: tuple[str, ...] = ()
    strength: int | None = None
    trigger: str = ""
    text: str = ""
    thought: str = ""


def notice(
    person: User, said: Said, submission: uuid.UUID, now: datetime, at: datetime | None = None, body: str = ""
) -> Entry:
    """Write down what is felt now, or was felt `at` a time. A repeated submission returns what it made.

    Raises SentDifferently, NotYetFelt, LongAgo, NoSuchTrigger, EntriesTooLong.
    """
    mine = Entry.objects.filter(person=person)
    row = Entry(person=person, at=at or now, submission=submission, payload={"sent": body})
    with acting(person.pk), ENTRIES.kept_within(mine, person.pk, EntriesTooLong):
        if made := made_before(mine, submission, body):
            return made
        _refuse_time(row.at, now)
        _put(row, asdict(said))
        row.save()
    return row


def change(person: User, key: uuid.UUID, said: Mapping[str, Any], now: datetime, at: datetime | None = None) -> Entry:
    """Say more of one of one's own, or something else; what is not named stays as it is.

    Raises NotYetFelt, LongAgo, NoSuchTrigger, EntriesTooLong, Entry.DoesNotExist.
    """
    mine = Entry.objects.filter(person=person)
    with acting(person.pk), ENTRIES.kept_within(mine, person.pk, EntriesTooLong):
        row = mine.get(pk=key)
        if at is not None and at != row.at:
            _refuse_time(at, now)
            row.at = at
        _put(row, said)
        row.save(update_fields=["at", "payload"])
    return row


def delete(person: User, key: uuid.UUID) -> None:
    """Delete one of one's own for good; what was shown of it is a copy, and stays. Raises Entry.DoesNotExist."""
    with acting(person.pk):
        # After what its page is keeping at this moment, which would else be written into nothing.
        take_turn(person.pk)
        Entry.objects.get(pk=key, person=person).delete()


def _refuse_time(at: datetime, now: datetime) -> None:
    if at > now + CLOCKS_APART:
        raise NotYetFelt
    if at < now - EARLIEST:
        raise LongAgo


def _put(row: Entry, said: Mapping[str, Any]) -> None:
    """Put what is said over what was; one's own trigger is named beside, so that removing it changes no entry."""
    trigger = said.get("trigger")
    changed = dict(said)
    if trigger is not None and trigger != row.payload.get("trigger"):
        tag = tag_named(row.person_id, trigger) if trigger else None
        changed["own_trigger"] = tag.label if tag and tag.is_own else ""
    row.payload = {**row.payload, **changed}
