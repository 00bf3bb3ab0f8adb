"""Who does what: side by side, a swap, and its letter."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.letters.models import Agreement
from agreements.responsibilities.verbs import swap
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair


def agreed(pair: Pair, title: str, whose: str, **values: Any) -> Agreement:
    lies = dict.fromkeys(("notice", "plan", "do"), whose)
    return factories.agreed("responsibility", pair, title=title, trial_until=None, **{**lies, **values})


def household() -> tuple[Pair, Agreement, Agreement]:
    """Return two people who have agreed on some things, and what lies with each of them."""
    pair = couple()
    food = {"times": 5, "per": "week", "minutes": 60}
    agreed(pair, "Food on weekdays", "turns", **food)
    laundry = agreed(pair, "Laundry", "author", times=2, per="week", minutes=45)
    bills = agreed(pair, "账单和手续", "other", times=2, per="month", minutes=60)
    agreed(pair, "Birthdays and relatives", "both", times=None, minutes=None)
    agreed(pair, "The garden, and whatever grows on the balcony", "author", plan="other", do="turns", turn="month")
    factories.unnoticed(pair.bob_seat, "The filter of the dishwasher")
    factories.unnoticed(pair.alice_seat, "谁来记得给爸妈打电话")
    return pair, laundry, bills


@scene
def responsibilities_at_first() -> tuple[User, str]:
    return couple().alice, reverse("responsibilities")


@scene
def responsibilities() -> tuple[User, str]:
    return household()[0].alice, reverse("responsibilities")


@scene
def responsibility_swap() -> tuple[User, str]:
    pair, laundry, _bills = household()
    return pair.alice, f"{reverse('responsibility_swap')}?pick={laundry.pk}"


@scene
def responsibility_swap_to_answer() -> tuple[User, str]:
    pair, laundry, bills = household()
    swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), timezone.now())
    return pair.bob, reverse("letters_to_answer")


@scene
def responsibility_agreed() -> tuple[User, str]:
    pair, laundry, _bills = household()
    return pair.bob, reverse("agreement", args=[laundry.pk])


@scene
def responsibility_to_write() -> tuple[User, str]:
    pair = couple()
    draft = factories.draft(pair.alice, "responsibility")
    return pair.alice, reverse("draft_line", args=[draft.pk, 2])
