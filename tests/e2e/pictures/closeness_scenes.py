"""Closeness: as it begins, once written, a year later, and as a copy."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from couples.people.models import User
from tests.e2e.staging import SCENES, couple, page, scene
from tests.helpers.factories import Pair
from tests.journal.closeness.writing import gone_on

A_YEAR_AGO = timedelta(days=370)
SENTENCES = {
    "unsure": "go quiet, and clean the whole kitchen at midnight.",
    "helps": "one line from you: “we are all right, I am only tired.”",
    "learnt": "I was ten, and nobody at home said when they would be back.",
}

SCENES["closeness-at-first"] = page("closeness")


def _written() -> Pair:
    pair = couple()
    for beginning, words in SENTENCES.items():
        gone_on(pair.alice, words, beginning)
    return pair


def _a_year_later() -> Pair:
    pair, then = couple(), timezone.now() - A_YEAR_AGO
    for beginning, words in SENTENCES.items():
        gone_on(pair.alice, words, beginning, then)
    gone_on(pair.alice, "say so, with a red face, before I start on the kitchen.", "unsure")
    return pair


@scene
def closeness_written() -> tuple[User, str]:
    return _written().alice, reverse("closeness")


@scene
def closeness_a_year_later() -> tuple[User, str]:
    return _a_year_later().alice, reverse("closeness")


@scene
def closeness_then() -> tuple[User, str]:
    return _a_year_later().alice, reverse("closeness_beginning", args=["helps"])


@scene
def closeness_to_show() -> tuple[User, str]:
    return _written().alice, reverse("closeness_show")
