"""Letters that one person has saved for a talk: until it opens, nobody asks them for an answer.

Talks belong to a room above this one, which registers how to find them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable

from agreements.letters.models import Agreement
from agreements.letters.rounds import may_have_had_two_rounds
from couples.seats.models import Membership

Finder = Callable[[Membership], Collection[uuid.UUID]]
_finders: list[Finder] = []


def register_put_off(find: Finder) -> None:
    """Add a way in which a person saves letters. Called once in an `AppConfig.ready()`."""
    _finders.append(find)


def put_off_by(seat: Membership, agreements: Iterable[Agreement]) -> Collection[uuid.UUID]:
    """Return which of these, loaded with their words, this person has saved. No query where none can be."""
    # What was saved and then agreed is asked about anew once other words are suggested for it.
    may_be = {each.pk for each in agreements if may_have_had_two_rounds(each)}
    return {key for find in _finders for key in find(seat) if key in may_be} if may_be else ()
