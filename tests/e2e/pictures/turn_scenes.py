"""Two who take turns in a talk."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from checkins.rhythm.models import CheckIn
from checkins.talking.models import Turns
from checkins.talking.places import AtTable
from checkins.talking.verbs import Taken, take_step, take_up
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair


def _at_table(steps: int) -> tuple[User, str]:
    """Let them take so many steps with a topic."""
    pair = couple()
    topic = factories.queued(pair.alice_seat, "your mother's visit, and who sleeps where")
    talk = factories.opened_check_in(pair)
    take_up(AtTable(talk.pk), pair.alice_seat, f"topic:{topic.pk}", timezone.now())
    for _step in range(steps):
        _go_on(pair, talk)
    return pair.alice, reverse("talk", args=[talk.pk])


def _go_on(pair: Pair, talk: CheckIn) -> None:
    at = Turns.objects.get()
    take_step(AtTable(talk.pk), pair.alice_seat, Taken(at.mark, item=at.item), timezone.now())


@scene
def turns_to_begin() -> tuple[User, str]:
    return _at_table(0)


@scene
def turns_one_speaks() -> tuple[User, str]:
    return _at_table(1)


@scene
def turns_was_it_that() -> tuple[User, str]:
    return _at_table(6)
