"""What sets one off: twelve that everybody is offered, and up to ten in a person's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.kinds.triggers import all_triggers
from agreements.letters.private_lines import set_line_for
from basics.limits import take_turn
from basics.refusals import Refusal
from basics.transactions import acting
from couples.people.models import User
from journal.entries.models import OwnTrigger

MOST_OWN = 10
LONGEST_OWN = 40


class OwnEnough(Refusal):
    """Ten of one's own are there."""

    name = "no-room"
    field = "own_trigger"
    message = _("You have ten of your own. Remove one first; what you typed is still in the field.")


class NoSuchTrigger(Refusal):
    """It is none of those offered, and none of one's own any more."""

    field = "trigger"
    message = _("There is no such choice. Choose one from the list.")


@dataclass(frozen=True)
class Tag:
    """One of them as a page offers it."""

    # What entries and private lines keep: a name that everybody knows, or the key of one's own.
    name: str
    label: str
    is_own: bool = False


def tags_of(person_id: int) -> Sequence[Tag]:
    """Return what a person can choose from: first what everybody can, then their own in the order of adding."""
    offered = [Tag(trigger.name, trigger.label) for trigger in all_triggers()]
    return [*offered, *own_tags_of(person_id)]


def own_tags_of(person_id: int) -> Sequence[Tag]:
    """Return a person's own."""
    mine = OwnTrigger.objects.filter(person=person_id).order_by("added_at", "pk")
    return [Tag(str(row.pk), row.words, is_own=True) for row in mine]


def tag_named(person_id: int, name: str) -> Tag:
    """Return one of those. Raises NoSuchTrigger."""
    found = next((tag for tag in tags_of(person_id) if tag.name == name), None)
    if found is None:
        raise NoSuchTrigger
    return found


def add_own(person: User, words: str, now: datetime) -> str:
    """Add one in a person's own words and return its name; the same words are the same one. Raises OwnEnough."""
    with acting(person.pk):
        take_turn(person.pk)
        tags = tags_of(person.pk)
        if same := next((tag for tag in tags if tag.label.casefold() == words.casefold()), None):
            return same.name
        if sum(tag.is_own for tag in tags) >= MOST_OWN:
            raise OwnEnough
        return str(OwnTrigger.objects.create(person=person, words=words, added_at=now).pk)


def with_own(person: User, said: Mapping[str, Any], words: str, now: datetime) -> dict[str, Any]:
    """Return what is said, with the name of what set it off where that is in words of one's own. Raises OwnEnough."""
    return {**said, "trigger": add_own(person, words, now)} if words else dict(said)


def keep_line(person: User, trigger: str, words: str) -> None:
    """Keep what a person tells themself when this sets them off. Raises NoSuchTrigger where nothing did."""
    if not trigger:
        raise NoSuchTrigger
    set_line_for(person, trigger, words)


def remove_own(person: User, name: str) -> None:
    """Take one's own out of the list, and the line for it; entries that say it go on saying it.

    Raises OwnTrigger.DoesNotExist.
    """
    with acting(person.pk):
        OwnTrigger.objects.get(pk=name, person=person).delete()
        set_line_for(person, name, "")
