"""Canaries: a word of its own in every field of Alice's that holds words, and what else her rows may tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from basics.keeping import Keeping, Secrecy, all_keepings
from couples.people.models import User

# Where a canary is: the model, its field, and the name of the text in it where a field holds several.
Place = tuple[str, str, str]

# What opens with a talk, where a row of its own does not say so.
OPENED = {
    "checkins.Answer": models.Q(check_in__both_in_at__isnull=False),
    "checkins.Seal": models.Q(check_in__both_in_at__isnull=False),
    "checkins.SealedNeeds": models.Q(check_in__both_in_at__isnull=False),
    "checkins.Topic": models.Q(check_in__isnull=False),
}


def kept_as(*secrecies: Secrecy) -> list[Keeping]:
    """Return what is declared so."""
    return [keeping for keeping in all_keepings() if keeping.secrecy in secrecies]


def rows_of(keeping: Keeping, person: User) -> models.QuerySet[Any]:
    """Return this person's rows of it."""
    rows = keeping.model._default_manager.all()
    return rows.filter(**{keeping.owner: person.pk}) if keeping.owner else rows.none()


def plant(person: User, keepings: Iterable[Keeping]) -> dict[Place, str]:
    """Write one into every text of this person's; return them by place."""
    planted: dict[Place, str] = {}
    for keeping in keepings:
        for name in keeping.own_words:
            for row in unopened(keeping, person):
                words, found = _with_canaries(getattr(row, name), (keeping.label, name, ""))
                if found:  # a row without words of a kind has no place for one
                    type(row)._default_manager.filter(pk=row.pk).update(**{name: words})
                    planted |= found
    return planted


def _with_canaries(words: Any, place: Place) -> tuple[Any, dict[Place, str]]:
    """Put one in the place of each text; what is a number or a list stays, as a page could not read it otherwise."""
    if isinstance(words, dict):
        texts = [(*place[:2], name) for name, said in words.items() if isinstance(said, str)]
        found = {text: _canary(text) for text in texts}
        return words | {name: canary for (_label, _field, name), canary in found.items()}, found
    canary = _canary(place)
    return canary, {place: canary}


def _canary(place: Place) -> str:
    """No canary begins another: each ends with a mark."""
    label, name, key = place
    return (
        "-".join(("canary", label.partition(".")[2], name, *filter(None, [key]), "end"))
        .lower()
        .replace("_", "-")
        .replace(":", "-")
    )


def unopened(keeping: Keeping, person: User) -> models.QuerySet[Any]:
    """Return this person's rows of it without those that both read by now."""
    opened = OPENED.get(keeping.label, keeping.opened)
    rows = rows_of(keeping, person)
    return rows.exclude(opened) if opened is not None else rows
