"""Deleting one's account: what one is told, the page of the days of grace, and what the other reads afterwards."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from couples.people.models import User
from pages.erasure.verbs import ask_for_erasure
from tests.e2e.staging import couple, scene
from tests.helpers import factories, letters, notebook


@scene
def erasure() -> tuple[User, str]:
    return couple().alice, reverse("erasure")


@scene
def erasing() -> tuple[User, str]:
    alice = couple().alice
    ask_for_erasure(alice, timezone.now())
    return alice, reverse("erasing")


@scene
def past_with_someone() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    factories.agreed_response_rule(pair)
    notebook.noted(pair.alice_seat, is_for_now=True)
    letters.letter_sent(pair.alice_seat)
    ask_for_erasure(pair.alice, now, at_once=True)
    return pair.bob, reverse("earlier_couple", args=[pair.couple.pk])
