"""Letters in four steps: written, read over, resting, sent, answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from couples.people.models import User
from journal.letters import sending
from journal.letters.answering import answer
from journal.letters.verbs import hold
from tests.e2e.staging import couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.letters import letter_draft, letter_saved

HAPPENED = "On Thursday you came home at ten, and I had not heard from you since noon."
FELT = "Sometimes I worry that I come last."
MORE: dict[str, Any] = {"feelings": ("lonely", "worried"), "felt": FELT, "needs": ("contact",)}
ASKED = "send me one line when it gets late"


def _draft(pair: Pair) -> str:
    return str(letter_draft(pair.alice, HAPPENED, would_you=ASKED, **MORE).pk)


@scene
def new_letter() -> tuple[User, str]:
    return couple().alice, reverse("mine_compose")


@scene
def letter_being_written() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("mine_letter_write", args=[_draft(pair)])


@scene
def letter_read_over() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("mine_letter", args=[_draft(pair)])


@scene
def letter_in_a_pause() -> tuple[User, str]:
    pair = couple()
    letter = _draft(pair)
    factories.paused(pair.bob_seat)
    return pair.alice, reverse("mine_letter", args=[letter])


@scene
def resting_letter() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    letter = letter_draft(pair.alice, HAPPENED, now, would_you=ASKED, **MORE)
    hold(pair.alice, letter.pk, now + timedelta(hours=20), now)
    return pair.alice, reverse("mine_letter", args=[letter.pk])


@scene
def my_letters() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    _draft(pair)
    resting = letter_draft(pair.alice, "You laughed when I said that I was tired.", now)
    hold(pair.alice, resting.pk, now + timedelta(hours=20), now)
    letter_saved(pair.alice_seat, "My parents, and the two weeks in May.", now)
    return pair.alice, reverse("mine_letters")


@scene
def letter_waiting() -> tuple[User, str]:
    pair = couple()
    letter = letter_saved(pair.alice_seat, HAPPENED)
    return pair.alice, reverse("mine_letter", args=[letter.pk])


@scene
def letters_of_both() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    sending.send(pair.alice_seat, letter_draft(pair.alice, HAPPENED, now).pk, now)
    sending.send(pair.bob_seat, letter_draft(pair.bob, "You told my sister before you told me.", now).pk, now)
    return pair.alice, reverse("composed_letters")


@scene
def letter_from_the_other() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    letter = sending.send(pair.alice_seat, letter_draft(pair.alice, HAPPENED, now, would_you=ASKED, **MORE).pk, now)
    return pair.bob, reverse("composed_letter", args=[letter.pk])


@scene
def answered_letter() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    letter = sending.send(pair.alice_seat, letter_draft(pair.alice, HAPPENED, now, would_you=ASKED, **MORE).pk, now)
    answer(pair.bob_seat, letter.pk, "I did not think of it at all, and I am sorry. A line is easy.", now)
    return pair.alice, reverse("composed_letter", args=[letter.pk])


@scene
def letter_on_today() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    sending.send(pair.alice_seat, letter_draft(pair.alice, HAPPENED, now).pk, now)
    return pair.bob, reverse("today")
