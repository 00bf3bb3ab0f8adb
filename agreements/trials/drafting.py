"""What was written about something that is over comes back to its writer, as a draft that nobody else sees."""

from __future__ import annotations

from datetime import datetime

from agreements.drafts.models import Draft
from agreements.kinds.base import kind_named
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters.models import Agreement
from couples.people.models import User


def keep_as_draft(writer: User, agreement: Agreement, terms: Terms, now: datetime) -> Draft:
    """Keep these terms for their writer alone. No limit of drafts refuses what was written already."""
    said = terms_for(writer, agreement, terms)
    return Draft.objects.create(
        author=writer, kind=agreement.kind, words=said.words, settings=said.settings, updated_at=now
    )


def terms_for(writer: User, agreement: Agreement, terms: Terms) -> Terms:
    """Return them as words of this person: what the other alone words is left for them to word, and no day is named.

    A draft of one whose "I feel" was the other's would put it into their mouth.
    """
    foreign = () if writer.pk == agreement.author_id else kind_named(agreement.kind).author_fields
    return terms.replaced(Terms(dict.fromkeys(foreign, ""), {TRIAL_UNTIL: None}))
