"""How verbs are walked: each step with those whose open pages it moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.utils import timezone

from couples.live.verbs import present_revision
from couples.people.models import User

NOW = timezone.now()
NOBODY: set[str] = set()
Step = tuple[str, Callable[[], Any], set[str]]


def walk(people: Mapping[str, User], steps: list[Step]) -> None:
    """Take each step, and compare whose revision is another one after it."""
    for name, step, expected in steps:
        before = {who: present_revision(person.pk, timezone.now()) for who, person in people.items()}
        step()
        raised = {who for who, person in people.items() if present_revision(person.pk, timezone.now()) != before[who]}
        assert raised == expected, f"{name}: it moved {sorted(raised)}"


def refused(verb: Callable[[], Any], refusal: type[Exception]) -> Callable[[], None]:
    def tried() -> None:
        with pytest.raises(refusal):
            verb()

    return tried
