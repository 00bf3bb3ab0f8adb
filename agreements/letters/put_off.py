"""Letters that one person has saved for a talk: until it opens, nobody asks them for an answer.

Talks belong to a room above this one, which registers how to find them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from agreements.letters.models import Agreement
from agreements.letters.rounds import may_have_had_two_rounds
from couples.seats.models import Membership

# Returns which agreements' letters this person saved, and when.
Finder = Callable[[Membership], Mapping[uuid.UUID, datetime]]
_finders: list[Finder] = []


def register_put_off(find: Finder) -> None:
    """Add a way in which a person saves letters. Called once in an `AppConfig.ready()`."""
    _finders.append(find)


def put_off_by(seat: Membership, agreements: Iterable[Agreement]) -> Collection[uuid.UUID]:
    """Return which of these, loaded with their words, this person has saved. No query where none can be.

    What was saved, and then agreed or reworded by who sent it, is asked about anew: those words nobody put off.
    """
    may_be = {each.pk: each for each in agreements if may_have_had_two_rounds(each)}
    saved = {key: at for find in _finders for key, at in find(seat).items() if key in may_be} if may_be else {}
    return {key for key, at in saved.items() if _is_of(may_be[key], at)}


def _is_of(agreement: Agreement, saved_at: datetime) -> bool:
    return agreement.proposal is not None and agreement.proposal.created_at <= saved_at
