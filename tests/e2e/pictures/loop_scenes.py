"""A thought in four steps, and cards of what sets one off: as they begin, grow, and are shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.letters.private_lines import set_line_for
from couples.people.models import User
from journal.entries.models import Entry
from tests.e2e.staging import SCENES, couple, page, scene
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

THOUGHT = "She is tired of me and does not say so"
WEEK = timedelta(weeks=1)

for _name in ("thoughts", "triggers", "thought_new"):
    SCENES[f"{_name.replace('_', '-')}-at-first"] = page(_name)


def _looked_at(**more: Any) -> tuple[Pair, str]:
    pair = couple()
    first = {"situation": "No answer since noon, and she was online.", "feeling_2": "sad", "before_2": 40}
    return pair, str(notebook.looked_at(pair.alice, THOUGHT, **{**first, "after_2": 30, **more}).pk)


@scene
def thought_two_sides() -> tuple[User, str]:
    pair, key = _looked_at()
    return pair.alice, reverse("thought_step", args=[key, 3])


@scene
def thought_fairer() -> tuple[User, str]:
    pair, key = _looked_at(fairer="", after_1=None)
    return pair.alice, reverse("thought_step", args=[key, 4])


@scene
def thought_at_its_end() -> tuple[User, str]:
    pair, key = _looked_at(
        fairer="She has a full day, and wrote at lunch yesterday too.", speaks_for="x", trigger="late_reply"
    )
    return pair.alice, reverse("thought", args=[key])


@scene
def thoughts_of_some_weeks() -> tuple[User, str]:
    pair, _key = _looked_at(speaks_for="x")
    notebook.looked_at(pair.alice, "周末又只有我一个人记得买菜", fairer="", after_1=None)
    return pair.alice, reverse("thoughts")


def _felt(pair: Pair, weeks: tuple[int, ...], trigger: str = "late_reply", strength: int = 2) -> None:
    """Write down one for each week so long ago, on weekday evenings."""
    now = timezone.localtime().replace(hour=21, minute=40)
    for number, week in enumerate(weeks):
        day = now - week * WEEK - timedelta(days=1 + number % 4)
        at = day - timedelta(days=max(0, day.weekday() - 4) if number % 3 else 0)
        said = {"feeling": "uneasy", "trigger": trigger, "strength": strength}
        Entry.objects.create(person=pair.alice, at=at, payload=said)


@scene
def triggers_some() -> tuple[User, str]:
    pair = couple()
    _felt(pair, (0, 1, 2, 2, 4, 5, 5, 7))
    _felt(pair, (1, 3, 6), "changed_plan")
    _felt(pair, (3,), "money")
    return pair.alice, reverse("triggers")


@scene
def trigger_without_an_agreement() -> tuple[User, str]:
    pair = couple()
    _felt(pair, (0, 1, 2, 2, 4, 5, 5))
    set_line_for(pair.alice, "late_reply", "It has stopped, it has not ended.")
    return pair.alice, reverse("trigger", args=["late_reply"])


def _agreed() -> Pair:
    pair, now = couple(), timezone.now()
    _felt(pair, (9, 9, 10, 12, 13, 15))
    _felt(pair, (0, 1, 4), strength=0)
    _felt(pair, tuple(range(17)), "family")
    factories.agreed_response_rule(pair, now - 8 * WEEK - timedelta(days=3), triggers=["late_reply"])
    return pair


@scene
def trigger_has_it_eased() -> tuple[User, str]:
    return _agreed().alice, reverse("trigger", args=["late_reply"])


@scene
def trigger_it_has_not() -> tuple[User, str]:
    pair = _agreed()
    notebook.answered_eased(pair.alice, "same")
    return pair.alice, reverse("trigger", args=["late_reply"])


@scene
def trigger_for_a_talk() -> tuple[User, str]:
    return _agreed().alice, reverse("topic_of_trigger", args=["late_reply"])


@scene
def trigger_to_show() -> tuple[User, str]:
    return _agreed().alice, reverse("trigger_show", args=["late_reply"])


@scene
def trigger_eased_to_show() -> tuple[User, str]:
    pair = _agreed()
    notebook.answered_eased(pair.alice)
    return pair.alice, reverse("eased_show", args=["late_reply"])
