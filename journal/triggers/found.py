"""One card for a page and for the API."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone

from basics.transactions import reading
from couples.people.models import User
from journal.triggers.showing import OneCard, one_card


def card_or_404(person: User, trigger: str) -> OneCard:
    """Return one of this person's own cards; what is none of them answers as an unknown one does."""
    with reading(person.pk):
        found = one_card(person, trigger, timezone.now())
    if found is None:
        raise Http404
    return found
