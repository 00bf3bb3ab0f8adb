"""Writing down a thought, step by step. Each step is kept while it is written; nothing of it is sent to anybody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.letters.private_lines import set_line_for
from basics.limits import Room, take_turn
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.transactions import acting
from couples.people.models import User
from journal.thoughts.models import Thought

# Some two hundred of the longest in Chinese.
THOUGHTS = Room(2_000_000)


class ThoughtsTooLong(Refusal):
    """All thoughts that a person looked at are too long together."""

    name = "no-room"
    message = _("You have written very many of these. Delete one that you do not need; what you typed is still here.")


class NothingFairerYet(Refusal):
    """There is no sentence that could become a line."""

    field = "trigger"
    message = _("There is no fairer sentence yet. Write it in the last step.")


def begin(
    person: User,
    typed: Mapping[str, Any],
    submission: uuid.UUID,
    now: datetime,
    body: str = "",
    brought: Mapping[str, Any] = MappingProxyType({}),
) -> Thought:
    """Keep the first of a new one; what the same page sends again goes into the one it made.

    `brought` is what a new one begins with, from another page.
    With `body`, the hash of what a program sent, a repetition changes nothing. Raises SentDifferently, ThoughtsTooLong.
    """
    with acting(person.pk):
        # One at a time: what a page keeps by itself and its button find what the first of them made.
        take_turn(person.pk)
        made = made_before(Thought.objects.filter(person=person), submission, body)
        if made and body:
            return made
        first = {**brought, **({"sent": body} if body else {})}
        new = Thought(person=person, submission=submission, begun_at=now, payload=first)
        return _put(made or new, typed)


def keep(person: User, key: uuid.UUID, typed: Mapping[str, Any]) -> Thought:
    """Put what was typed over what is there; all else stays. Raises Thought.DoesNotExist, ThoughtsTooLong.

    Read, merged and written in one turn: of two pages that keep something at once, neither undoes the other.
    """
    with acting(person.pk):
        take_turn(person.pk)
        return _put(Thought.objects.get(person=person, pk=key), typed)


def _put(thought: Thought, typed: Mapping[str, Any]) -> Thought:
    thought.payload = {**thought.payload, **typed}
    mine = Thought.objects.filter(person=thought.person_id)
    with THOUGHTS.kept_within(mine, thought.person_id, ThoughtsTooLong):
        thought.save()
    return thought


def delete(person: User, key: uuid.UUID) -> None:
    """Delete it. A line that was made of it stays where it is. Raises Thought.DoesNotExist."""
    with acting(person.pk):
        take_turn(person.pk)
        Thought.objects.get(person=person, pk=key).delete()


def use_as_line(person: User, key: uuid.UUID, trigger: str) -> Thought:
    """Keep the fairer sentence as the own coping line for what set it off.

    Raises Thought.DoesNotExist, NothingFairerYet, LinesTooLong.
    """
    with acting(person.pk):
        take_turn(person.pk)
        thought = Thought.objects.get(person=person, pk=key)
        fairer = thought.payload.get("fairer", "")
        if not fairer:
            raise NothingFairerYet
        set_line_for(person, trigger, fairer)
        return _put(thought, {"trigger": trigger})
