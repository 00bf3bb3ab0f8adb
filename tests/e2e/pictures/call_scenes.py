"""Asking for a line, on both phones: each moment of it, and what is over."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.calls.models import Call
from agreements.calls.verbs import answer, close, hold
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_private_line
from couples.people.models import User
from tests.e2e.staging import SCENES, couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair

LINE = "It was a long day and I keep looking at my phone."
COPING = "He is busy. This is not being left."


def ruled(**values: Any) -> tuple[Pair, Agreement]:
    """Return two with a rule by which Alice may ask, and her own line beside it."""
    pair = couple()
    factories.upcoming_check_in(pair, hours=30)
    when, please = "I have written in the evening and see no answer", "send one line, even “later”"
    rule = factories.agreed_response_rule(pair, when=when, please=please, **values)
    set_private_line(rule, pair.alice_seat, COPING)
    return pair, rule


def asked(line: str = LINE) -> tuple[Pair, Call]:
    pair, rule = ruled()
    return pair, factories.called(rule, pair.alice_seat, line)


def later(call: Call, span: timedelta) -> None:
    """Let the time of a call pass."""
    moments = {name: getattr(call, name) - span for name in ("called_at", "due_at", "lapses_at")}
    Call.objects.filter(pk=call.pk).update(**moments)


@scene
def ask() -> tuple[User, str]:
    pair, rule = ruled()
    return pair.alice, reverse("ask_rule", args=[rule.pk])


@scene
def ask_in_a_pause() -> tuple[User, str]:
    pair, rule = ruled()
    factories.paused(pair.bob_seat, 45)
    return pair.alice, reverse("ask_rule", args=[rule.pk])


def _page_of(
    who: str, then: Callable[[Pair, Call], object] | None = None, line: str = LINE
) -> Callable[[], tuple[User, str]]:
    """Return the scene of a call's page for one of the two, after something has happened."""

    def make() -> tuple[User, str]:
        pair, call = asked(line)
        if then:
            then(pair, call)
        return getattr(pair, who), reverse("call", args=[call.pk])

    return make


def _held(pair: Pair, call: Call) -> None:
    now = timezone.now()
    hold(pair.bob_seat, call.pk, now + timedelta(minutes=90), now, uuid.uuid4())


def _answered(pair: Pair, call: Call) -> None:
    answer(pair.bob_seat, call.pk, "I'm here. On the train, and I call you at eight.", True, timezone.now())


def _closed(pair: Pair, call: Call) -> None:
    close(pair.alice_seat, call.pk, timezone.now())


SCENES["call-asked"] = _page_of("alice")
SCENES["call-asked-without-a-line"] = _page_of("alice", line="")
SCENES["call-held"] = _page_of("alice", _held)
SCENES["call-answered"] = _page_of("alice", _answered)
SCENES["call-no-answer"] = _page_of("alice", lambda _pair, call: later(call, timedelta(days=1)))
SCENES["call-lapsed"] = _page_of("alice", lambda _pair, call: later(call, timedelta(days=4)))
SCENES["call-all-right"] = _page_of("alice", _closed)
SCENES["call-of-me"] = _page_of("bob")
SCENES["call-of-me-held"] = _page_of("bob", _held)
SCENES["call-of-me-sent"] = _page_of("bob", _answered)
SCENES["call-of-me-over"] = _page_of("bob", _closed)


@scene
def call_of_me_with_a_kept_answer() -> tuple[User, str]:
    pair, call = asked()
    _answered(pair, call)
    again = factories.called(call.agreement, pair.alice_seat, LINE)
    return pair.bob, reverse("call", args=[again.pk])


@scene
def unknown_call() -> tuple[User, str]:
    return couple().alice, reverse("call", args=[uuid.UUID(int=1)])


@scene
def today_asked_of_me() -> tuple[User, str]:
    return asked()[0].bob, reverse("today")


@scene
def today_promised() -> tuple[User, str]:
    pair, call = asked()
    _held(pair, call)
    return pair.bob, reverse("today")


@scene
def call_for_a_talk() -> tuple[User, str]:
    pair, call = asked()
    later(call, timedelta(days=1))
    return pair.alice, reverse("topic_of_call", args=[call.pk])


@scene
def agreement_to_ask_for() -> tuple[User, str]:
    pair, rule = ruled()
    return pair.alice, reverse("agreement", args=[rule.pk])
