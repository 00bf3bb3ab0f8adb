"""What somebody wrote of closeness."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from couples.people.models import User
from journal.closeness.models import ClosenessSentence
from journal.closeness.verbs import go_on


def gone_on(
    person: User, words: str = "go quiet", beginning: str = "unsure", now: datetime | None = None
) -> ClosenessSentence:
    """Let somebody go on from one of the beginnings."""
    go_on(person, beginning, words, now or timezone.now())
    return next(row for row in ClosenessSentence.objects.filter(person=person) if row.words == words)
