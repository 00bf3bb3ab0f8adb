"""What was written for a talk that did not come to it: to the next talk in one tap, for its writer alone as before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from checkins.answers.carrying import LEADS_BACK_FOR, NowhereToTakeIt, left_with_me, take_along
from checkins.answers.models import Answer, Seal
from checkins.answers.showing import WholeCheckIn, check_ins_of, whole_check_in
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import Given, hand_in, keep_answers
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from couples.seats.leaving import NotConnected
from couples.seats.models import Membership
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
LATER = NOW + OPEN_FOR


@pytest.fixture
def over(pair: Pair) -> CheckIn:
    """A talk that only Alice wrote for, the next of which is ahead."""
    check_in = factories.begun_check_in(pair, NOW, minutes=0)
    words = {"was_heavy": Given("rain"), "start_01": Given("the lake"), "until_next_time": Given("a walk")}
    hand_in(check_in, pair.alice_seat, words, NOW)
    ensure_all_next(NOW)
    return check_in


def seen(check_in: CheckIn, seat: Membership, now: datetime = LATER) -> WholeCheckIn:
    return whole_check_in(check_ins_of(seat).get(pk=check_in.pk), seat, now)


def words_at(check_in: CheckIn, seat: Membership) -> dict[str, str]:
    return {row.prompt: row.words for row in Answer.objects.filter(check_in=check_in, author=seat.user)}


def test_one_tap_takes_it_to_the_next_talk_and_hands_nothing_in(pair: Pair, over: CheckIn) -> None:
    assert seen(over, pair.alice_seat, LATER - timedelta(minutes=1)).take_label == ""
    assert seen(over, pair.alice_seat).take_label == "Take it to Wednesday"
    before = seen(CheckIn.objects.ahead(LATER).get(), pair.bob_seat)
    talk = take_along(over, pair.alice_seat, LATER)
    assert talk == CheckIn.objects.ahead(LATER).get()
    assert take_along(over, pair.alice_seat, LATER) == talk, "a second tap"
    assert words_at(over, pair.alice_seat) == {}
    hers = seen(talk, pair.alice_seat)
    assert (hers.my_answers["was_heavy"], hers.my_answers["until_next_time"]) == ("rain", "a walk")
    assert [(one.prompt, one.mine.words) for one in hers.set_aside if one.mine] == [("start_01", "the lake")]
    assert (hers.handed_in, Seal.objects.filter(check_in=talk).exists()) == (False, False)
    assert seen(talk, pair.bob_seat) == before, "the other sees nothing of it"
    assert seen(over, pair.alice_seat).take_label == "", "there is nothing more to take"
    assert left_with_me(pair.alice_seat, LATER) is None


def test_other_pages_lead_to_what_is_left_with_me(pair: Pair, over: CheckIn) -> None:
    assert left_with_me(pair.alice_seat, LATER - timedelta(minutes=1)) is None, "it may still open"
    assert left_with_me(pair.alice_seat, LATER) == over
    assert left_with_me(pair.bob_seat, LATER) is None, "he wrote nothing"
    assert left_with_me(pair.alice_seat, NOW + LEADS_BACK_FOR) is None
    with time_machine.travel(LATER, tick=False):
        client = factories.signed_in(None, pair.alice)
        for address in ("/check-ins/", f"/check-ins/{CheckIn.objects.ahead(LATER).get().pk}/"):
            assert f'href="/check-ins/{over.pk}/"' in client.get(address).content.decode()


def test_what_one_has_answered_there_already_stays(pair: Pair, over: CheckIn) -> None:
    talk = CheckIn.objects.ahead(NOW).get()
    keep_answers(talk, pair.alice_seat, {"was_heavy": Given("snow"), "until_next_time": Given("")}, LATER)
    take_along(over, pair.alice_seat, LATER)
    assert words_at(talk, pair.alice_seat) == {"was_heavy": "snow", "until_next_time": "a walk", "start_01": "the lake"}
    assert words_at(over, pair.alice_seat) == {"was_heavy": "rain"}


def test_what_is_not_asked_there_stays_as_it_was_written_when_one_hands_in(pair: Pair, over: CheckIn) -> None:
    """Also where it was ticked beside it that one would rather say it: what is not handed in loses no words."""
    Answer.objects.filter(prompt="start_01").update(aloud=True)
    talk = take_along(over, pair.alice_seat, LATER)
    hand_in(talk, pair.alice_seat, {}, LATER, rest_aloud=True)
    assert words_at(talk, pair.alice_seat)["start_01"] == "the lake"


def test_a_cancelled_talk_that_comes_back_does_not_open_without_what_was_taken_from_it(pair: Pair) -> None:
    """As where the two agree on words that are over, and then on others."""
    cancelled, talk = (factories.upcoming_check_in(pair, NOW), factories.begun_check_in(pair, NOW))
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(cancelled, seat, now=NOW)
    CheckIn.objects.filter(pk=cancelled.pk).update(cancelled_at=NOW)
    cancelled.refresh_from_db()
    assert take_along(cancelled, pair.alice_seat, NOW) == talk
    CheckIn.objects.filter(pk=cancelled.pk).update(cancelled_at=None)
    back = seen(cancelled, pair.alice_seat, cancelled.starts_at)
    assert (back.is_open, back.handed_in) == (False, False)
    assert seen(cancelled, pair.bob_seat, cancelled.starts_at).handed_in


def test_it_is_alike_whatever_the_other_did(pair: Pair, over: CheckIn) -> None:
    """Bob wrote nothing and has nothing to take; what Alice reads does not change by what he writes."""
    assert seen(over, pair.bob_seat).take_label == ""
    alone = seen(over, pair.alice_seat)
    Answer.objects.create(couple=pair.couple, check_in=over, author=pair.bob, prompt="was_heavy", words="x")
    assert seen(over, pair.alice_seat) == alone
    assert seen(over, pair.bob_seat).take_label == alone.take_label


def test_nobody_is_told_that_they_wrote_who_did_not(
    over: CheckIn, pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    with time_machine.travel(LATER, tick=False):
        hers, his = (client.get(f"/check-ins/{over.pk}/").content.decode() for client in (alice_client, bob_client))
    assert "What you wrote is yours." in hers
    assert "It didn’t come to it this time." in his
    assert "What you wrote" not in his
    CheckIn.objects.filter(pk=over.pk).update(cancelled_at=NOW)
    hers, his = (client.get(f"/check-ins/{over.pk}/").content.decode() for client in (alice_client, bob_client))
    assert "What you wrote is yours alone." in hers
    assert "This talk was cancelled." in his
    assert "What you wrote" not in his


def test_it_needs_a_talk_that_is_over_and_one_to_come(pair: Pair, over: CheckIn) -> None:
    with pytest.raises(NowhereToTakeIt):
        take_along(over, pair.alice_seat, LATER - timedelta(minutes=1))
    CheckIn.objects.filter(pk=over.pk).update(is_one_question=True)
    with pytest.raises(NowhereToTakeIt):
        take_along(CheckIn.objects.get(pk=over.pk), pair.alice_seat, LATER)
    CheckIn.objects.filter(pk=over.pk).update(is_one_question=False)
    CheckIn.objects.exclude(pk=over.pk).update(cancelled_at=NOW)
    assert seen(over, pair.alice_seat).take_label == ""
    with pytest.raises(NowhereToTakeIt):
        take_along(over, pair.alice_seat, LATER)
    pair.left(LATER)
    with pytest.raises(NotConnected):
        take_along(over, pair.alice_seat, LATER)


def test_after_a_talk_that_was_started_without_writing_too(pair: Pair, over: CheckIn) -> None:
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(over, seat, NOW)
    over.refresh_from_db()
    assert take_along(over, pair.alice_seat, NOW).starts_at > NOW
    assert words_at(over, pair.alice_seat) == {}
