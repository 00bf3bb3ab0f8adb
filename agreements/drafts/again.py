"""Words that are over, as a draft that nobody else sees: begun again by either, or written too late for them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from agreements.drafts.models import Draft
from agreements.drafts.verbs import MOST_DRAFTS, TooManyDrafts
from agreements.kinds.base import kind_named
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters.models import Agreement
from agreements.letters.versions import Changed
from basics.limits import take_turn
from basics.submissions import made_before
from basics.transactions import acting
from couples.people.models import User
from couples.seats.models import Membership


def begin_again(agreement: Agreement, seat: Membership, submission: uuid.UUID, now: datetime) -> Draft:
    """Make a draft of the words that both had, once they are over. It becomes an agreement of its own.

    A repeated submission returns the draft it made. Raises Changed while they stand, TooManyDrafts.
    """
    with acting(seat.user_id):
        take_turn(seat.user_id)
        mine = Draft.objects.filter(author=seat.user)
        if made := made_before(mine, submission, ""):
            return made
        ended = Agreement.objects.with_words().get(pk=agreement.pk).as_of(now)
        if ended.in_force is None or ended.ended_at is None:
            raise Changed
        if mine.count() >= MOST_DRAFTS:
            raise TooManyDrafts
        return keep_as_draft(seat.user, ended, ended.in_force.terms, now, submission=submission)


def keep_as_draft(writer: User, agreement: Agreement, terms: Terms, now: datetime, **more: Any) -> Draft:
    """Keep these terms for their writer alone. No limit of drafts refuses what was written already."""
    said = _terms_for(writer, agreement, terms)
    return Draft.objects.create(
        author=writer,
        kind=agreement.kind,
        words=said.words,
        settings=said.settings,
        began_from=agreement,
        updated_at=now,
        **more,
    )


def _terms_for(writer: User, agreement: Agreement, terms: Terms) -> Terms:
    """Return them as words of this person: what the other alone words is left for them to word, and no day is named.

    A draft of one whose "I feel" was the other's would put it into their mouth.
    """
    kind, none = kind_named(agreement.kind), Terms({}, {TRIAL_UNTIL: None})
    if writer.pk == agreement.author_id:
        return terms.replaced(none)
    return kind.begun_by_the_other(terms).replaced(none).replaced(Terms(dict.fromkeys(kind.author_fields, "")))
