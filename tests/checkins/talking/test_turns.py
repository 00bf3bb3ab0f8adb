"""Two take turns: a step at a time for both, by turns who begins, and nothing left of it but that."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.pauses.limits import PauseRefused
from agreements.pauses.models import RETURNS_KEPT_FOR, Pause
from agreements.pauses.returning import Written, hand_in_page
from checkins.agenda.models import Topic
from checkins.answers.starting import start_without_writing
from checkins.moving.refusals import PausedNow
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.talking import verbs
from checkins.talking.models import UNTOUCHED, Turns
from checkins.talking.places import AfterPause, AtTable
from checkins.talking.showing import Turn, turn_as_seen
from checkins.talking.steps import Part, Tap
from checkins.talking.verbs import NoTurnsHere, Taken, forget_turns, stop_here, take_step, take_up
from couples.seats.leaving import NotConnected
from couples.seats.models import Membership
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("an UPDATE whose rows are counted, and constraints")
NOW = timezone.now().replace(second=0, microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture
def talk(pair: Pair) -> CheckIn:
    """An open talk: what felt good, a topic of Alice's, one question, until next time."""
    factories.queued(pair.alice_seat, "the holidays", NOW - DAY)
    return factories.opened_check_in(pair, NOW)


def place(of: CheckIn | Pause) -> AtTable | AfterPause:
    return AfterPause(of.pk) if isinstance(of, Pause) else AtTable(of.pk)


def seen(talk: CheckIn | Pause, seat: Membership) -> Turn:
    found = turn_as_seen(place(talk), seat, NOW)
    assert found is not None
    return found


def tap(talk: CheckIn | Pause, seat: Membership, on: Turn, how: Tap = Tap.GO_ON, minutes: int = 5) -> bool:
    return take_step(place(talk), seat, Taken(on.mark, how, on.item.key if on.item else "", minutes), NOW)


def key_of(turn: Turn) -> str:
    assert turn.item is not None
    return turn.item.key


def go_on(talk: CheckIn | Pause, seat: Membership, steps: int = 1) -> Turn:
    for _step in range(steps):
        assert tap(talk, seat, seen(talk, seat))
    return seen(talk, seat)


def test_both_see_one_walk_through_the_whole_table(pair: Pair, talk: CheckIn) -> None:
    walked: list[tuple[str, str]] = []
    while True:
        mine, theirs = seen(talk, pair.alice_seat), seen(talk, pair.bob_seat)
        assert mine == theirs
        walked.append((mine.item.key if mine.item else "", mine.sentence))
        if mine.part is Part.OVER:
            break
        assert tap(talk, (pair.alice_seat, pair.bob_seat)[len(walked) % 2], mine)
    topic = Topic.objects.get()
    keys = ["good", f"topic:{topic.pk}", "question", "wishes"]
    assert walked == [step for number, key in enumerate(keys) for step in one_item(key, number % 2)] + [
        ("", "That was all of it.")
    ]


def one_item(key: str, turn: int) -> list[tuple[str, str]]:
    one, other = ("Alice", "Bob") if turn == 0 else ("Bob", "Alice")
    said = [f"{one} begins."]
    for speaker, listener in ((one, other), (other, one)):
        said += [
            f"{speaker} speaks. {listener} listens.",
            f"{listener}: say back what you heard.",
            f"{speaker}: was it that?",
        ]
    return [(key, sentence) for sentence in (*said, "You have both been heard.")]


@both_databases
def test_two_taps_on_one_step_are_one(pair: Pair, talk: CheckIn) -> None:
    """Also where the two come to the same step once more, and before there was any."""
    at_first = seen(talk, pair.alice_seat)
    assert at_first.mark == UNTOUCHED
    assert tap(talk, pair.alice_seat, at_first)
    assert not tap(talk, pair.bob_seat, at_first)
    speaks = seen(talk, pair.alice_seat)
    asks = go_on(talk, pair.bob_seat, 2)
    assert tap(talk, pair.alice_seat, asks, Tap.ONCE_MORE)
    assert not tap(talk, pair.bob_seat, asks), "no yes after it was no"
    assert not tap(talk, pair.bob_seat, speaks), "that was the first time"
    again = seen(talk, pair.bob_seat)
    assert (again.part, again.speaker) == (Part.SPEAKS, pair.alice)
    assert not tap(talk, pair.bob_seat, again, Tap.ONCE_MORE), "that is no answer here"
    assert not take_step(place(talk), pair.bob_seat, Taken(uuid.uuid4()), NOW)


def test_who_begins_alternates_from_item_to_item_and_from_talk_to_talk(pair: Pair, talk: CheckIn) -> None:
    assert go_on(talk, pair.alice_seat).speaker == pair.alice
    take_up(place(talk), pair.bob_seat, "wishes", NOW)
    for _look in range(2):
        assert (seen(talk, pair.alice_seat).part, seen(talk, pair.alice_seat).speaker) == (Part.READY, pair.bob)
        take_up(place(talk), pair.bob_seat, "question", NOW)  # not begun: it is Bob who begins still
    assert go_on(talk, pair.bob_seat).speaker == pair.bob
    forget_turns(NOW + OPEN_FOR + DAY)
    following = factories.opened_check_in(pair, NOW)
    assert seen(following, pair.alice_seat).speaker == pair.alice
    assert key_of(seen(following, pair.alice_seat)) == "good"


def test_how_long_each_speaks_is_chosen_with_what_begins(pair: Pair, talk: CheckIn) -> None:
    assert seen(talk, pair.alice_seat).minutes == 5
    assert tap(talk, pair.alice_seat, seen(talk, pair.alice_seat), minutes=10)
    assert seen(talk, pair.bob_seat).about_minutes == "About ten minutes."
    assert go_on(talk, pair.bob_seat).about_minutes == ""
    assert go_on(talk, pair.bob_seat, 2).about_minutes == "About ten minutes."


def test_what_is_not_on_the_table_is_not_begun(pair: Pair, talk: CheckIn) -> None:
    assert not take_up(place(talk), pair.alice_seat, "topic:gone", NOW)
    assert not take_step(place(talk), pair.alice_seat, Taken(UNTOUCHED, Tap.GO_ON, "topic:gone"), NOW)
    topic = Topic.objects.get()
    take_up(place(talk), pair.alice_seat, f"topic:{topic.pk}", NOW)
    go_on(talk, pair.alice_seat, 3)
    topic.delete()
    left = seen(talk, pair.bob_seat)
    assert (left.part, key_of(left), left.speaker) == (Part.READY, "good", pair.bob)
    assert go_on(talk, pair.bob_seat).part is Part.SPEAKS


@both_databases
def test_stopping_is_a_pause_for_both_at_once_and_the_topic_waits_for_the_next_talk(pair: Pair, talk: CheckIn) -> None:
    topic = Topic.objects.get()
    take_up(place(talk), pair.alice_seat, f"topic:{topic.pk}", NOW)
    key = key_of(go_on(talk, pair.alice_seat, 2))
    for seat in (pair.bob_seat, pair.alice_seat):  # both tap
        stop_here(place(talk), seat, key, NOW)
    pause = Pause.objects.running(NOW).get()
    assert (pause.started_by, pause.known_at) == (pair.bob, NOW)
    assert Reminder.objects.filter(kind="pause_started", user=pair.alice, due_at=NOW).exists()
    topic.refresh_from_db()
    assert (topic.check_in, topic.times_moved) == (None, 1)
    shown = seen(talk, pair.alice_seat)
    assert (shown.part, key_of(shown)) == (Part.READY, "question")
    assert shown.pause is not None


def test_stopping_leaves_what_is_not_begun_and_what_is_over(pair: Pair, talk: CheckIn) -> None:
    key = f"topic:{Topic.objects.get().pk}"
    take_up(place(talk), pair.alice_seat, key, NOW)
    stop_here(place(talk), pair.alice_seat, key, NOW)
    assert Topic.objects.get().check_in == talk
    paused = seen(talk, pair.bob_seat)
    for verb in (
        lambda: tap(talk, pair.bob_seat, paused),
        lambda: take_up(place(talk), pair.bob_seat, "wishes", NOW),
    ):
        with pytest.raises(PausedNow):
            verb()
    assert seen(talk, pair.alice_seat) == replace(paused, pause=seen(talk, pair.alice_seat).pause), "nobody moved on"
    Pause.objects.all().delete()
    go_on(talk, pair.alice_seat, 8)
    stop_here(place(talk), pair.alice_seat, key, NOW)
    assert Topic.objects.get().check_in == talk
    assert key_of(seen(talk, pair.bob_seat)) == "question"


@both_databases
def test_it_stops_also_where_no_pause_can_begin_or_nothing_can_be_moved(
    pair: Pair, talk: CheckIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOW + DAY + timedelta(minutes=1)  # both could read it for a day
    take_up(place(talk), pair.alice_seat, f"topic:{Topic.objects.get().pk}", NOW)
    key = key_of(go_on(talk, pair.alice_seat, 1))

    def refuse(*_given: object, **_named: object) -> None:
        raise PauseRefused

    monkeypatch.setattr(verbs, "start_pause", refuse)
    with pytest.raises(PauseRefused):
        stop_here(place(talk), pair.alice_seat, key, later)
    assert Topic.objects.get().check_in == talk
    assert key_of(seen(talk, pair.bob_seat)) == "question"


def test_only_at_a_table_that_is_there(pair: Pair) -> None:
    begun = factories.begun_check_in(pair, NOW)
    asked = CheckIn.objects.create(
        couple=pair.couple, slot=NOW, starts_at=NOW, both_in_at=NOW, minutes=5, zone="UTC", is_one_question=True
    )
    opened = factories.opened_check_in(pair, NOW)
    for check_in, when in ((begun, NOW), (asked, NOW), (opened, NOW + OPEN_FOR)):
        assert turn_as_seen(place(check_in), pair.alice_seat, when) is None
        with pytest.raises(NoTurnsHere):
            take_step(place(check_in), pair.alice_seat, Taken(UNTOUCHED, item="good"), when)
        with pytest.raises(NoTurnsHere):
            take_up(place(check_in), pair.alice_seat, "good", when)
    assert not Turns.objects.exists()
    stop_here(place(begun), pair.alice_seat, "good", NOW)
    assert Pause.objects.running(NOW).exists(), "a pause needs no table"


def test_also_where_both_started_without_writing(pair: Pair) -> None:
    begun = factories.begun_check_in(pair, NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(begun, seat, NOW)
    assert go_on(begun, pair.alice_seat).part is Part.SPEAKS
    assert forget_turns(NOW) == 0
    assert forget_turns(NOW + OPEN_FOR) == 1


@both_databases
def test_nothing_is_left_but_who_began_and_nothing_at_all_after_leaving(pair: Pair, talk: CheckIn) -> None:
    go_on(talk, pair.alice_seat, 3)
    assert forget_turns(NOW) == 0
    assert forget_turns(NOW + OPEN_FOR) == 1
    left = Turns.objects.get()
    assert (left.check_in, left.item, left.step, left.minutes, left.began) == (None, "", 0, 5, 1)
    kinds = {field.get_internal_type() for field in Turns._meta.local_fields}
    assert not kinds & {"DateTimeField", "DateField", "TimeField", "DurationField"}, "it knows no time"
    pair.left(NOW)
    assert not Turns.objects.exists()
    with pytest.raises(NotConnected):
        take_up(place(talk), pair.alice_seat, "good", NOW)


def test_back_from_a_pause_it_begins_who_speaks_first_once_both_have_read_it(pair: Pair, talk: CheckIn) -> None:
    factories.agreed_cool_down(pair, NOW - DAY, speaks_first="other")
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    for seat in (pair.bob_seat, pair.alice_seat):
        assert turn_as_seen(place(pause), seat, NOW) is None, "nothing is open yet"
        hand_in_page(pause.pk, seat, Written(felt="x"), NOW)
    go_on(talk, pair.bob_seat)
    for _time in range(2):
        begins = seen(pause, pair.alice_seat)
        assert (begins.part, begins.speaker, key_of(begins)) == (Part.READY, pair.bob, "pause")
        take_up(place(pause), pair.alice_seat, "pause", NOW)
    assert go_on(pause, pair.alice_seat, 7).part is Part.BOTH_HEARD
    assert forget_turns(NOW) == 0
    assert go_on(pause, pair.bob_seat).part is Part.OVER
    assert seen(talk, pair.alice_seat).part is Part.READY
    assert turn_as_seen(place(pause), pair.bob_seat, NOW + RETURNS_KEPT_FOR) is None
    assert forget_turns(NOW + RETURNS_KEPT_FOR) == 1
    stop_here(place(pause), pair.alice_seat, "pause", NOW)
    assert turn_as_seen(place(pause), pair.bob_seat, NOW) is None, "another pause runs"
