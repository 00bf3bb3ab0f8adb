"""Boundaries and how two people decide: as letters, as they are changed, and what is saved for a talk."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils import timezone

from agreements.kinds.base import all_kinds
from agreements.kinds.boundary import AUTHOR
from checkins.deciding.verbs import queue_question
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories


@scene
def boundary_begun() -> tuple[User, str]:
    wanted = {"kind": "boundary", "starter": "bd_pictures_of_us"}
    return couple().alice, reverse("draft_begin", query=wanted)


@scene
def boundary_written() -> tuple[User, str]:
    return couple().alice, reverse("draft_begin", query={"kind": "boundary"})


@scene
def boundary_to_answer() -> tuple[User, str]:
    pair = couple()
    return pair.bob, reverse("agreement", args=[factories.proposed("boundary", pair.alice_seat).pk])


@scene
def boundary_agreed() -> tuple[User, str]:
    pair = couple()
    factories.upcoming_check_in(pair, hours=30)
    return pair.bob, reverse("agreement", args=[factories.agreed("boundary", pair).pk])


@scene
def boundary_of_one() -> tuple[User, str]:
    pair = couple()
    return pair.bob, reverse("other_words", args=[factories.agreed("boundary", pair, goes_for=AUTHOR).pk])


@scene
def decide_agreed() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    factories.upcoming_check_in(pair, hours=30)
    agreed = factories.agreed("how_we_decide", pair)
    queue_question(pair.alice_seat, agreed, "Do we buy the blue sofa?", False, uuid.uuid4(), now)
    return pair.alice, reverse("agreement", args=[agreed.pk])


@scene
def question_without_a_talk() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("question_for_talk", args=[factories.agreed("how_we_decide", pair).pk])


def one_of_each_kind() -> User:
    pair = couple()
    for kind in all_kinds():
        factories.agreed(kind.name, pair)
    return pair.alice


@scene
def card_of_many_kinds() -> tuple[User, str]:
    return one_of_each_kind(), reverse("card")


@scene
def agreements_of_many_kinds() -> tuple[User, str]:
    return one_of_each_kind(), reverse("agreements")
