"""A quarter, looked back at: empty, of the two, and of oneself."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from checkins.kept.showing import Quarter
from couples.people.models import User
from journal.triggers.models import EasedAnswer
from tests.e2e.staging import SCENES, couple, page, scene
from tests.helpers import factories, notebook
from tests.journal.closeness.writing import gone_on
from tests.pages.look_back.quarter import a_quarter, day

SCENES["look-back-at-first"] = page("look_back")


def _last_quarter() -> Quarter:
    return Quarter.of_day(Quarter.of(timezone.now()).first - timedelta(days=1))


@scene
def look_back_ours() -> tuple[User, str]:
    pair, quarter = couple(), _last_quarter()
    a_quarter(pair, quarter.first)
    return pair.alice, reverse("look_back", query={"quarter": quarter.name})


@scene
def look_back_full() -> tuple[User, str]:
    """Many leaves."""
    pair, quarter = couple(), _last_quarter()
    for number in range(0, 84, 7):
        a_day = day(quarter.first, number)
        factories.agreed("ritual", pair, a_day, what=f"supper number {number}", every="day", at="19:30")
    a_quarter(pair, quarter.first)
    return pair.alice, reverse("look_back", query={"quarter": quarter.name})


@scene
def look_back_for_myself() -> tuple[User, str]:
    pair, quarter = couple(), _last_quarter()
    now = day(quarter.first, 40)
    said = {"trigger": "late_reply", "answer": "easier"}
    EasedAnswer.objects.create(person=pair.alice, at=day(quarter.first, 20), payload=said)
    EasedAnswer.objects.create(person=pair.alice, at=now, payload={"trigger": "money", "answer": "same"})
    notebook.looked_at(pair.alice, "She is tired of me", fairer="She has a full day, and wrote at lunch.", now=now)
    gone_on(pair.alice, "go quiet, and clean the whole kitchen at midnight.", now=now - timedelta(days=370))
    gone_on(pair.alice, "say so, with a red face, before I start on the kitchen.", now=now)
    return pair.alice, reverse("look_back_mine", query={"quarter": quarter.name})
