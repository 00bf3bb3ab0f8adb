"""One light question on the first day: sealed until both are in, and nobody sees who wrote or began."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from checkins.agenda.models import Topic
from checkins.answers.models import Answer, Seal
from checkins.answers.showing import current_check_ins
from checkins.answers.verbs import NotOpenYet, keep_take_away
from checkins.feed.showing import calendar_of
from checkins.moving.models import Move
from checkins.moving.refusals import PausedNow
from checkins.moving.talk_now import ask_for_talk
from checkins.one_question.showing import OneQuestion, one_question
from checkins.one_question.verbs import LIGHT, OFFERED_FOR, NoQuestionNow, ask_one_question, prompt_of
from checkins.questions.prompts import said
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.seats.models import Membership
from reminders.models import Notice, Reminder
from tests.checkins.test_views import seen_by, told
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
LISTS = ("/today/", "/check-ins/", "/notices/", "/more/")


def offered(seat: Membership, now: datetime) -> OneQuestion | None:
    return one_question(seat, current_check_ins(seat, now), now)


@pytest.fixture
def begun(pair: Pair) -> CheckIn:
    """Alice has begun it."""
    return ask_one_question(pair.alice_seat, timezone.now())


def test_both_get_one_question_and_nobody_is_told_that_it_was_begun(pair: Pair, begun: CheckIn) -> None:
    assert ask_one_question(pair.bob_seat, timezone.now()).pk == ask_one_question(pair.alice_seat, timezone.now()).pk
    assert CheckIn.objects.get().prompts == [prompt_of(pair.couple)]
    assert set(begun.prompts) < set(LIGHT)
    assert not Notice.objects.exists()
    assert not Reminder.objects.about(f"check_in:{begun.pk}").exists()


def test_no_page_of_the_other_differs_by_what_one_wrote(
    pair: Pair, begun: CheckIn, alice_client: Client, bob_client: Client
) -> None:
    question = begun.prompts[0]
    with time_machine.travel(timezone.now(), tick=False):
        seen_by(bob_client, begun)  # reads what he was told
        before = seen_by(bob_client, begun)
        assert said([question])[question] in before["/today/"][1].replace("&#x27;", "'")
        alice_client.post(f"/check-ins/{begun.pk}/keep/", {question: "ALICES-WORDS"})
        assert Answer.objects.get().words == "ALICES-WORDS"
        assert seen_by(bob_client, begun) == before
        alice_client.post(f"/check-ins/{begun.pk}/", {question: "ALICES-WORDS"})
        assert Seal.objects.count() == 1
        assert seen_by(bob_client, begun) == before
        assert "Yours is in." in alice_client.get("/today/").content.decode()
        # The companion: the comparison sees what opens.
        bob_client.post(f"/check-ins/{begun.pk}/", {question: "BOBS-WORDS"})
        opened = seen_by(bob_client, begun)
    assert "ALICES-WORDS" in opened["/check-ins/{id}/"][1]
    assert "Your answers are open" in opened["/today/"][1]
    assert "One question, right now" not in opened["/today/"][1]


@pytest.mark.parametrize("is_skipped", [False, True])
def test_no_page_tells_that_the_other_began_it(pair: Pair, bob_client: Client, is_skipped: bool) -> None:
    def seen() -> dict[str, Any]:
        return {path: told(bob_client.get(path)) for path in (*LISTS, "/api/v1/check-ins/", "/api/v1/today/")}

    with time_machine.travel(pair.couple.connected_at + timedelta(hours=1), tick=False) as traveller:
        if is_skipped:
            bob_client.post("/check-ins/question/no-more/")
        before = seen()
        assert ("One question, right now" in before["/today/"][1]) is not is_skipped
        ask_one_question(pair.alice_seat, timezone.now())
        assert seen() == before
        traveller.shift(OPEN_FOR - timedelta(hours=1))
        afterwards = seen()
        CheckIn.objects.all().delete()
        assert seen() == afterwards, "nor when it is over"


def test_it_opens_with_the_second_for_both(pair: Pair, begun: CheckIn) -> None:
    for seat, is_open in ((pair.bob_seat, False), (pair.alice_seat, True)):
        factories.handed_in(begun, seat)
        assert CheckIn.objects.get().is_open(timezone.now()) is is_open
    told = Reminder.objects.about(f"check_in:{begun.pk}").filter(channel="in_app")
    assert set(told.values_list("user__name", "kind")) == {("Alice", "answers_open"), ("Bob", "answers_open")}
    assert offered(pair.bob_seat, timezone.now()) is None


def test_it_is_no_talk(pair: Pair, begun: CheckIn) -> None:
    """Topics wait for one, a calendar does not show it, and a talk now is another one."""
    topic = factories.queued(pair.alice_seat, "The attic.")
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(begun, seat)
    assert Topic.objects.waiting().get().pk == topic.pk
    assert calendar_of(pair.alice_seat, timezone.now()) == []
    assert isinstance(ask_for_talk(pair.alice_seat, timezone.now()), Move)
    with pytest.raises(NotOpenYet):
        keep_take_away(CheckIn.objects.get(pk=begun.pk), pair.alice_seat, "The attic.", timezone.now())


def test_it_is_offered_in_the_first_days_and_goes_quietly(pair: Pair) -> None:
    connected = pair.couple.connected_at
    late = connected + OFFERED_FOR
    assert offered(pair.alice_seat, late - timedelta(minutes=1))
    assert offered(pair.alice_seat, late) is None
    with pytest.raises(NoQuestionNow):
        ask_one_question(pair.alice_seat, late)
    begun = ask_one_question(pair.alice_seat, late - timedelta(minutes=1))
    factories.handed_in(begun, pair.alice_seat, now=late - timedelta(minutes=1))
    assert begun.starts_at + OPEN_FOR == late, "its end does not tell when it was begun"
    assert offered(pair.alice_seat, late) is None
    with pytest.raises(NoQuestionNow):
        ask_one_question(pair.bob_seat, late)


def test_each_skips_it_for_themself(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        before = bob_client.get("/today/").content
        assert alice_client.post("/check-ins/question/no-more/")["Location"] == "/today/"
        assert "One question, right now" not in alice_client.get("/today/").content.decode()
        after = bob_client.get("/today/").content
    assert b"One question, right now" in before
    assert len(before) == len(after)


@pytest.mark.parametrize("is_begun", [False, True])
def test_nothing_is_begun_in_a_pause_whether_or_not_the_other_has(pair: Pair, is_begun: bool) -> None:
    begun = ask_one_question(pair.bob_seat, timezone.now()) if is_begun else None
    factories.paused(pair.bob_seat)
    with pytest.raises(PausedNow):
        ask_one_question(pair.alice_seat, timezone.now())
    if begun:
        for seat in (pair.alice_seat, pair.bob_seat):
            factories.handed_in(begun, seat)
        assert ask_one_question(pair.alice_seat, timezone.now()) == begun, "both know of what is open"


def test_the_page_leads_there_and_on(pair: Pair, alice_client: Client) -> None:
    address = alice_client.post("/check-ins/question/")["Location"]
    page = alice_client.get(address).content.decode()
    assert "One line is enough." in page
    assert "Something to talk about" not in page
    check_in = CheckIn.objects.get()
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat)
    page = alice_client.get(address).content.decode()
    assert "On to the next" in page
    assert "What we take with us" not in page
