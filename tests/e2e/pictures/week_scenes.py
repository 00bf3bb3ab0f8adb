"""Rituals and own time: the letter, when the next one is, and the week of the two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.kinds.base import kind_named
from agreements.letters.models import Agreement
from checkins.moving.verbs import accept_time, leave_out, suggest_time
from checkins.rituals.models import Occasion
from checkins.rituals.moving import MovableOccasion
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair


def supper(pair: Pair) -> Agreement:
    """Agree on a meal without phones, the evening after tomorrow."""
    weekday = (timezone.localdate() + timedelta(days=2)).weekday()
    return factories.agreed("ritual", pair, **{**_starter("ritual", "rt_table"), "weekday": weekday})


def _starter(kind: str, name: str) -> dict[str, Any]:
    found = kind_named(kind).starter(name)
    assert found
    return {**found.values}


def next_one(agreement: Agreement) -> MovableOccasion:
    rows = Occasion.objects.ahead(timezone.now()).select_related("agreement__in_force")
    return MovableOccasion(rows.get(agreement=agreement))


def later(meeting: Occasion, hours: int) -> datetime:
    return meeting.starts_at + timedelta(hours=hours)


@scene
def week_at_first() -> tuple[User, str]:
    return couple().alice, reverse("week")


@scene
def week() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    factories.agreed_rhythm(pair)
    moved, daily = supper(pair), _starter("ritual", "rt_coming_home")
    factories.agreed("ritual", pair, **{**daily, "at": "18:30"})
    factories.agreed("own_time", pair, **_starter("own_time", "ot_an_evening_each"))
    weekday = (timezone.localdate() + timedelta(days=4)).weekday()
    swim = factories.agreed("own_time", pair, whose="other", weekday=weekday, at="19:00", what="A swim")
    suggested = suggest_time(next_one(moved), pair.alice_seat, later(next_one(moved).meeting, 25), "", None, now)
    accept_time(next_one(moved), pair.bob_seat, suggested.pk, now)
    leave_out(next_one(swim), pair.bob_seat, next_one(swim).meeting.starts_at, "", now)
    return pair.alice, reverse("week")


@scene
def ritual() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    agreement = supper(pair)
    this = next_one(agreement)
    leave_out(this, pair.bob_seat, this.meeting.starts_at, "My parents are here that evening.", now)
    return pair.alice, reverse("agreement", args=[agreement.pk])


@scene
def ritual_another_time_suggested() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    agreement = supper(pair)
    this = next_one(agreement)
    suggest_time(this, pair.bob_seat, later(this.meeting, 24), "My train is late on that day.", None, now)
    return pair.alice, reverse("next_occasion", args=[agreement.pk])


@scene
def ritual_another_time() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("occasion_move", args=[next_one(supper(pair)).meeting.pk])


@scene
def ritual_leave_out() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("occasion_leave_out", args=[next_one(supper(pair)).meeting.pk])


@scene
def ritual_when() -> tuple[User, str]:
    pair = couple()
    draft = factories.draft(pair.alice, "ritual", **_starter("ritual", "rt_outing"))
    return pair.alice, reverse("draft_line", args=[draft.pk, 2])


@scene
def own_time_letter() -> tuple[User, str]:
    pair = couple()
    agreement = factories.proposed("own_time", pair.bob_seat, whose="author", weekday=2, at="19:00", what="A swim")
    return pair.alice, reverse("agreement", args=[agreement.pk])
