"""What somebody writes for themselves, made by the same verbs that pages and API call.

Every function takes `now` where a verb does; without it, it is the present.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from couples.people.models import User
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from journal.appreciations.verbs import Said, write_down
from journal.copies.models import ShownCopy
from journal.entries.models import Entry
from journal.entries.shown import show_entry
from journal.entries.verbs import Said as Felt
from journal.entries.verbs import notice
from journal.needs.ranking import Ranked
from journal.needs.verbs import rank_anew
from journal.thoughts.models import Thought
from journal.thoughts.verbs import begin
from journal.triggers.models import EasedAnswer


def noted(
    by: Membership, words: str = "You made tea for us", now: datetime | None = None, is_for_now: bool = False
) -> Appreciation:
    """Write something good down for the next talk, or give it at once."""
    return write_down(by, Said(words), is_for_now, uuid.uuid4(), now or timezone.now())


def needs(person: User, *names: str, line: str = "") -> None:
    """Let somebody need these most, in this order."""
    rank_anew(person, [Ranked(name, line) for name in names])


def felt(person: User, feeling: str = "uneasy", now: datetime | None = None, **said: Any) -> Entry:
    """Notice a feeling, and say more of it."""
    now = now or timezone.now()
    at = said.pop("at", None)
    return notice(person, Felt(feeling, **said), uuid.uuid4(), now, at)


def shown_of(by: Membership, entry: Entry, size: str = "feeling", now: datetime | None = None) -> ShownCopy:
    """Show the other a copy of it."""
    return show_entry(by, entry.pk, size, uuid.uuid4(), now or timezone.now())


def answered_eased(person: User, answer: str = "easier", trigger: str = "late_reply") -> EasedAnswer:
    """Let somebody have said whether it has eased, whatever they have agreed on."""
    said = {"trigger": trigger, "answer": answer}
    return EasedAnswer.objects.create(person=person, at=timezone.now(), payload=said)


def looked_at(person: User, thought: str = "she does not care any more", **more: Any) -> Thought:
    """Let somebody look at a thought, as far as its last step."""
    first = {"situation": thought, "feeling_1": "worried", "before_1": 80, "thought": thought}
    now = more.pop("now", None) or timezone.now()
    return begin(person, {**first, "fairer": thought, "after_1": 55, **more}, uuid.uuid4(), now)
