"""*I need…*, a sentence that was sent, and its answer."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.phrases.models import SentPhrase
from agreements.phrases.own import add_own, keep_own_answer
from agreements.phrases.verbs import Answered, Pausing, answer
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair


def talking_couple() -> Pair:
    """Return two with a rule to ask by, and sentences of their own."""
    pair = couple()
    factories.agreed_response_rule(pair)
    for words in ("Sit with me for a minute?", "抱我一下，什么都不用说"):
        add_own(pair.alice, words, uuid.uuid4(), timezone.now())
    return pair


def answered(pair: Pair) -> SentPhrase:
    row = factories.said_phrase(pair.alice_seat, "are_we_ok", timezone.now() - timedelta(minutes=10))
    return answer(pair.bob_seat, row.pk, Answered("We are. 晚上细说，我带汤回来。"), False, timezone.now())


@scene
def i_need() -> tuple[User, str]:
    pair = talking_couple()
    answered(pair)
    factories.said_phrase(pair.alice_seat, "a_hug")
    return pair.alice, reverse("ask")


@scene
def i_need_held_back() -> tuple[User, str]:
    pair = talking_couple()
    factories.paused(pair.bob_seat)
    with pytest.raises(Pausing):
        factories.said_phrase(pair.alice_seat, "sorry")
    return pair.alice, reverse("ask")


@scene
def today_with_something_said() -> tuple[User, str]:
    pair = talking_couple()
    factories.said_phrase(pair.bob_seat, "need_quiet")
    return pair.alice, reverse("today")


@scene
def phrase_sent() -> tuple[User, str]:
    pair = talking_couple()
    return pair.alice, reverse("phrase", args=[factories.said_phrase(pair.alice_seat, "a_hug").pk])


@scene
def phrase_to_answer() -> tuple[User, str]:
    pair = talking_couple()
    return pair.bob, reverse("phrase", args=[factories.said_phrase(pair.alice_seat, "a_hug").pk])


@scene
def phrase_to_answer_with_a_time() -> tuple[User, str]:
    pair = talking_couple()
    return pair.bob, reverse("phrase", args=[factories.said_phrase(pair.alice_seat, "say_when").pk])


@scene
def phrase_answered() -> tuple[User, str]:
    pair = talking_couple()
    return pair.alice, reverse("phrase", args=[answered(pair).pk])


@scene
def own_phrases() -> tuple[User, str]:
    pair = talking_couple()
    keep_own_answer(pair.alice.pk, "miss_you", "Not long now.")
    return pair.alice, reverse("own_phrases")


@scene
def own_phrase() -> tuple[User, str]:
    pair = talking_couple()
    row = add_own(pair.alice, "Call me when you walk home", uuid.uuid4(), timezone.now())
    return pair.alice, reverse("own_phrase", args=[row.pk])
