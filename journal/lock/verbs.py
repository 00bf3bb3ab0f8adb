"""Switching the lock of one's own pages on and off."""

from __future__ import annotations

from basics.transactions import acting
from couples.people.models import User
from journal.lock.models import Lock


def set_lock(person: User, is_on: bool) -> None:
    """Ask this person for their password before their own pages from now on, or no more."""
    with acting(person.pk):
        if is_on:
            Lock.objects.get_or_create(person=person)
        else:
            Lock.objects.filter(person=person).delete()
