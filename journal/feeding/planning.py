"""Setting aside hours of one's own for what does one good."""

from __future__ import annotations

import uuid
from datetime import datetime

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_that_sets_time_aside
from basics.transactions import reading
from couples.people.models import User
from journal.lists.models import OwnItem


def plan(person: User, key: uuid.UUID, submission: uuid.UUID, now: datetime) -> Draft:
    """Begin an agreement about time for it: a draft with these words in it, and nothing else of one's own.

    A repeated submission returns the draft it made. Raises TooManyDrafts, OwnItem.DoesNotExist.
    """
    with reading(person.pk):
        words = OwnItem.objects.there().get(person=person, pk=key).words
    kind = kind_that_sets_time_aside()
    return begin_draft(person, kind, kind.time_for(words), submission, now)
