"""Topics are sealed, open with the next talk, and are then both's, for a day to move or to take away."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.letters.consent import accept, end
from agreements.letters.showing import agreements_of, letters_for
from checkins.agenda import verbs as agenda
from checkins.agenda.models import Topic
from checkins.agenda.showing import next_talk, save_label, waiting_topics
from checkins.agenda.verbs import (
    EnoughWait,
    OnTheTable,
    TooFewLetters,
    TopicFixed,
    change_topic,
    keep_on,
    let_go,
    move_to_next,
    queue_letter,
    queue_pause_topic,
)
from checkins.rhythm.models import CheckIn
from couples.seats.leaving import NotConnected
from couples.seats.models import Membership
from tests.checkins.agenda.on_table import topics_on_table
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what verbs write, and in which order")]
NOW = timezone.now().replace(second=0, microsecond=0)
DAY = timedelta(days=1)


def queued(seat: Any, words: str, now: datetime = NOW, is_announced: bool = False) -> Topic:
    return factories.queued(seat, words, now, is_announced)


def mine(seat: Any, now: datetime = NOW) -> list[str]:
    return [topic.words for topic in waiting_topics(seat, now).mine]


def table(pair: Pair, check_in: CheckIn, now: datetime) -> list[str]:
    """Return what both read on the table, which is the same."""
    fresh = CheckIn.objects.get(pk=check_in.pk)
    read = [
        [topic.words for item in topics_on_table(fresh, seat, now) for topic in item.topics]
        for seat in (pair.alice_seat, pair.bob_seat)
    ]
    assert read[0] == read[1]
    return read[0]


def both_in(pair: Pair, check_in: CheckIn, now: datetime = NOW) -> CheckIn:
    factories.handed_in(check_in, pair.alice_seat, now=now)
    return factories.handed_in(check_in, pair.bob_seat, now=now)


def refused(refusal: type[Exception], verb: Any, *given: Any) -> None:
    with pytest.raises(refusal):
        verb(*given)


@pytest.mark.parametrize("opens_with", ["the time", "the second"])
def test_a_talk_opens_with_three_and_the_rest_is_for_the_next(pair: Pair, opens_with: str) -> None:
    alice, bob = pair.alice_seat, pair.bob_seat
    check_in = factories.upcoming_check_in(pair, NOW)
    at = check_in.starts_at
    for number, seat in enumerate((alice, bob, alice, bob)):
        queued(seat, f"topic {number}", NOW + timedelta(minutes=number))
    queue_pause_topic(bob, "that evening", uuid.uuid4(), NOW + timedelta(minutes=9))
    both_in(pair, check_in, NOW if opens_with == "the time" else at)
    if opens_with == "the time":
        assert table(pair, check_in, at - timedelta(seconds=1)) == []
        assert mine(bob, at - timedelta(seconds=1)) == ["that evening", "topic 1", "topic 3"]
    opened = ["that evening", "topic 0", "topic 1"]
    assert table(pair, check_in, at) == opened
    assert (mine(alice, at), mine(bob, at)) == (["topic 2"], ["topic 3"])
    late = queued(bob, "too late for this one", at)
    assert table(pair, check_in, at) == opened, "a verb that writes it down changes nothing"
    refused(OnTheTable, change_topic, alice, Topic.objects.get(couple=pair.couple, queued_at=NOW).pk, "x", False, at)
    refused(Topic.DoesNotExist, move_to_next, alice, late.pk, at)
    refused(Topic.DoesNotExist, let_go, alice, late.pk, at)
    second = both_in(pair, factories.begun_check_in(pair, at + DAY), at + DAY)
    assert table(pair, second, at + DAY) == ["topic 2", "topic 3", "too late for this one"]
    assert table(pair, check_in, at + DAY) == opened


def test_what_changed_before_the_time_opens_as_it_is_then(pair: Pair) -> None:
    check_in = both_in(pair, factories.upcoming_check_in(pair, NOW))
    first, gone = queued(pair.alice_seat, "first"), queued(pair.bob_seat, "gone")
    change_topic(pair.alice_seat, first.pk, "in other words", False, NOW)
    let_go(pair.bob_seat, gone.pk, NOW)
    assert table(pair, check_in, check_in.starts_at) == ["in other words"]


def test_ten_wait_at_most_and_a_double_tap_is_one(pair: Pair) -> None:
    submission = uuid.uuid4()
    for _ in range(2):
        first = agenda.queue_topic(pair.alice_seat, "once", False, submission, NOW)
    for number in range(9):
        queued(pair.alice_seat, f"{number}")
    refused(EnoughWait, queued, pair.alice_seat, "an eleventh")
    refused(EnoughWait, queue_pause_topic, pair.alice_seat, "", uuid.uuid4(), NOW)
    queued(pair.bob_seat, "the other's are counted apart")
    let_go(pair.alice_seat, first.pk, NOW)
    queued(pair.alice_seat, "now there is room")
    assert len(mine(pair.alice_seat)) == 10


def test_either_moves_a_topic_and_takes_away_their_own_within_a_day(pair: Pair) -> None:
    alice, bob = pair.alice_seat, pair.bob_seat
    first, second = NOW - timedelta(minutes=2), NOW - timedelta(minutes=1)
    one, two, three = queued(alice, "one", first), queued(bob, "two", second), queued(bob, "three")
    check_in = factories.opened_check_in(pair, NOW)
    assert table(pair, check_in, NOW) == ["one", "two", "three"]
    move_to_next(alice, two.pk, NOW)
    refused(Topic.DoesNotExist, move_to_next, bob, two.pk, NOW)
    refused(Topic.DoesNotExist, let_go, bob, one.pk, NOW)
    let_go(alice, one.pk, NOW)
    assert table(pair, check_in, NOW) == ["three"]
    assert (mine(alice), mine(bob)) == ([], ["two"])
    change_topic(bob, two.pk, "two, in other words", False, NOW)
    for verb in (move_to_next, let_go):
        refused(TopicFixed, verb, bob, three.pk, NOW + DAY)
    assert table(pair, check_in, NOW + DAY) == ["three"]


def test_a_topic_that_was_moved_three_times_asks_its_writer_alone(pair: Pair) -> None:
    topic, now = queued(pair.bob_seat, "again"), NOW
    for _ in range(3):
        assert not waiting_topics(pair.bob_seat, now).mine[0].asks_me
        factories.opened_check_in(pair, now)
        move_to_next(pair.alice_seat, topic.pk, now)
        now += timedelta(hours=1)
    assert waiting_topics(pair.bob_seat, now).mine[0].asks_me
    assert waiting_topics(pair.alice_seat, now).mine == []
    refused(Topic.DoesNotExist, keep_on, pair.alice_seat, topic.pk, now)
    keep_on(pair.bob_seat, topic.pk, now)
    assert not waiting_topics(pair.bob_seat, now).mine[0].asks_me


def test_what_is_told_beforehand_is_read_at_once_and_fixed_a_day_later(pair: Pair) -> None:
    topic = queued(pair.alice_seat, "your mother's visit", is_announced=True)
    queued(pair.alice_seat, "sealed")

    def told(now: datetime) -> list[str]:
        return [seen.words for seen in waiting_topics(pair.bob_seat, now).told]

    assert told(NOW) == ["your mother's visit"]
    change_topic(pair.alice_seat, topic.pk, "the visit", True, NOW)
    assert told(NOW) == ["the visit"]
    for words, is_announced in (("other words", True), ("the visit", False)):
        refused(TopicFixed, change_topic, pair.alice_seat, topic.pk, words, is_announced, NOW + DAY)
    let_go(pair.alice_seat, topic.pk, NOW + DAY)
    assert told(NOW + DAY) == []


def test_a_pause_is_saved_once_by_each_with_the_last_words(pair: Pair) -> None:
    pause = uuid.uuid4()
    for words in ("", "the dishes", ""):
        queue_pause_topic(pair.alice_seat, words, pause, NOW)
    queue_pause_topic(pair.bob_seat, "", pause, NOW)
    assert Topic.objects.count() == 2
    check_in = factories.opened_check_in(pair, NOW)
    assert [item.about for item in topics_on_table(check_in, pair.bob_seat, NOW)] == ["What we paused"] * 2
    queue_pause_topic(pair.alice_seat, "the dishes", pause, NOW)
    refused(OnTheTable, queue_pause_topic, pair.alice_seat, "the dishes and the bins", pause, NOW)


def asked_for(seat: Membership) -> list[uuid.UUID]:
    """Return what waits for this person's answer, on the page of all letters and in the lists alike."""
    asked = [row.pk for row in letters_for(seat, NOW)]
    assert sorted(asked) == sorted(row.pk for row in agreements_of(seat, NOW) if row.asks_me)
    return asked


def test_a_letter_that_both_save_comes_up_once(pair: Pair) -> None:
    letter = factories.proposed_rule(pair, NOW)
    for number, seat in enumerate((pair.bob_seat, pair.alice_seat, pair.alice_seat)):
        letter = factories.amended(letter, seat, NOW, please=f"line {number}")
    refused(TooFewLetters, queue_letter, pair.alice_seat, letter, "", NOW)
    letter = factories.amended(letter, pair.bob_seat, NOW, please="a last line")
    for _ in range(2):
        assert asked_for(pair.alice_seat) == ([letter.pk] if not mine(pair.alice_seat) else [])
        queue_letter(pair.alice_seat, letter, "let us say it aloud", NOW)
    hers = queue_letter(pair.bob_seat, letter, "", NOW)
    check_in = factories.opened_check_in(pair, NOW)
    [item] = topics_on_table(check_in, pair.alice_seat, NOW)
    assert "a last line" in item.about
    assert {topic.words for topic in item.topics} == {"let us say it aloud", ""}
    assert asked_for(pair.alice_seat) == [letter.pk], "on the table it waits for an answer again"
    anew = queue_letter(pair.bob_seat, letter, "anew", NOW)
    move_to_next(pair.alice_seat, item.pk, NOW)
    assert topics_on_table(check_in, pair.alice_seat, NOW) == []
    assert mine(pair.bob_seat) == ["anew"], "saved anew already"
    assert not Topic.objects.filter(pk=hers.pk).exists()
    assert anew.pk in {topic.pk for topic in waiting_topics(pair.bob_seat, NOW).mine}
    assert mine(pair.alice_seat) == ["let us say it aloud"]
    # They agree after all; what is suggested for it later is asked about, also beside another letter that is put off.
    accept(letter, pair.alice_seat, letter.newest.number, NOW)
    other = factories.proposed_rule(pair, NOW)
    for number, seat in enumerate((pair.bob_seat, pair.alice_seat, pair.bob_seat)):
        other = factories.amended(other, seat, NOW, please=f"other {number}")
    queue_letter(pair.alice_seat, other, "", NOW)
    factories.amended(letter, pair.bob_seat, NOW, please="something new")
    assert asked_for(pair.alice_seat) == [letter.pk]
    # Nor is what the other has reworded since: she put off other words. She may save it again.
    factories.amended(other, pair.bob_seat, NOW + timedelta(minutes=1), please="reworded")
    assert set(asked_for(pair.alice_seat)) == {letter.pk, other.pk}
    queue_letter(pair.alice_seat, other, "", NOW + timedelta(minutes=2))
    assert asked_for(pair.alice_seat) == [letter.pk]


def test_topics_wait_without_a_talk_and_when_a_rhythm_ends_and_go_back_when_one_leaves(pair: Pair) -> None:
    queued(pair.alice_seat, "whenever")
    assert next_talk(pair.alice_seat, NOW) is None
    assert save_label(None, NOW) == "Save it for our next talk"
    check_in = factories.upcoming_check_in(pair, NOW, hours=49)
    label = save_label(next_talk(pair.alice_seat, NOW), NOW)
    assert label == f"Save it for {timezone.localtime(check_in.starts_at):%A}"
    end(factories.rhythm_of(check_in), pair.bob_seat, NOW)
    assert mine(pair.alice_seat) == ["whenever"]
    pair.left(NOW)
    refused(NotConnected, queued, pair.alice_seat, "too late")
