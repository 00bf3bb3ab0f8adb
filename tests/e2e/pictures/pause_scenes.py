"""The pause and the way back, at each moment: how it comes about, whose page it is, and where."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from agreements.pauses.models import Pause
from agreements.pauses.returning import Written, hand_in_page
from agreements.pauses.verbs import start_pause
from couples.people.models import User
from couples.seats.models import Membership
from tests.e2e.staging import couple, scene, settled, told
from tests.helpers import factories
from tests.helpers.factories import Pair


@scene
def pause_agreed() -> tuple[User, str]:
    return settled().alice, reverse("pause")


def _ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


@scene
def pause_that_may_be_a_slip() -> tuple[User, str]:
    pair = settled()
    now = timezone.now()
    start_pause(pair.alice_seat, now + timedelta(minutes=30), now)
    return pair.alice, reverse("pause")


@scene
def pause_of_the_other() -> tuple[User, str]:
    pair = settled()
    factories.paused(pair.bob_seat, 30, now=_ago(3))
    return pair.alice, reverse("pause")


@scene
def pause_that_soon_ends() -> tuple[User, str]:
    pair = settled()
    factories.paused(pair.alice_seat, 30, now=_ago(22))
    return pair.alice, reverse("pause")


def paused_and_over(pair: Pair) -> Pause:
    return factories.paused(pair.bob_seat, 30, now=_ago(35))


def written(pause: Pause, seat: Membership) -> None:
    """Put one's page for the return in."""
    felt, need = "I came home and everything was about the dishes.", "Ten minutes in which nobody solves anything."
    words = Written("the dishes again", ["unseen", "tired"], felt, need)
    hand_in_page(pause.pk, seat, words, timezone.now())


@scene
def pause_over() -> tuple[User, str]:
    pair = settled()
    paused_and_over(pair)
    return pair.alice, reverse("pause_back")


@scene
def pause_opened_together() -> tuple[User, str]:
    pair = settled()
    pause = paused_and_over(pair)
    for seat in (pair.bob_seat, pair.alice_seat):
        written(pause, seat)
    return pair.alice, reverse("pause_back")


@scene
def pause_tried() -> tuple[User, str]:
    return couple().alice, reverse("pause_try", args=[int(timezone.now().timestamp()) + 50])


@scene
def today_after_a_pause() -> tuple[User, str]:
    pair = settled()
    paused_and_over(pair)
    return told(pair).alice, reverse("today")
