"""How it went, as one of the two showed it, beside what they have agreed on about it: the same for both.

Read from the copies alone: what somebody answered and did not show is nothing here, and a copy that was taken back is
gone at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from agreements.kinds.terms import TRIGGERS
from agreements.letters.showing import AgreementAsSeen
from agreements.trials.fitting import Told
from couples.people.models import User
from couples.seats.models import Membership
from journal.copies.showing import rows_of
from journal.triggers.copies import EASED_COPY, how_it_went, what_it_is_about

# By whose it is and what set them off: when it was shown, and as it reads.
_Newest = Mapping[tuple[int, str], tuple[datetime, Told]]


def told_of(seat: Membership, agreements: Sequence[AgreementAsSeen]) -> Mapping[uuid.UUID, Sequence[Told]]:
    """Return by agreement what each showed last of what it is about. One query for any number."""
    newest = _newest(seat)
    return {row.pk: _beside(row, newest) for row in agreements}


def _newest(seat: Membership) -> _Newest:
    """Return the newest copy of each person for each trigger, in an order that does not tell which was shown first."""
    givers: Mapping[int, User] = {person.pk: person for person in (seat.user, seat.partner)}
    found: dict[tuple[int, str], tuple[datetime, Told]] = {}
    for row in rows_of(seat).filter(kind=EASED_COPY.name):
        told = Told(givers[row.giver_id], what_it_is_about(row.said), how_it_went(row.said["answer"]))
        found.setdefault((row.giver_id, row.said.get("trigger", "")), (row.shown_at, told))
    return dict(sorted(found.items(), key=lambda each: each[0]))


def _beside(agreement: AgreementAsSeen, newest: _Newest) -> Sequence[Told]:
    """Return what was shown since the agreement was begun: what was told of an earlier one is not about this."""
    about = agreement.in_force.terms.settings.get(TRIGGERS) or () if agreement.in_force else ()
    shown = [(trigger, at, told) for (_giver, trigger), (at, told) in newest.items()]
    return [told for trigger, at, told in shown if trigger in about and at >= agreement.begun_at]
