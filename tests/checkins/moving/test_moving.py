"""Another time, 15 minutes later, and what holds for skipping too: done, refused, and reminded by then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agreements.letters import consent
from basics.localtime import local
from checkins.moving import verbs
from checkins.moving.forgetting import forget_moves
from checkins.moving.models import Move
from checkins.moving.movable import Talk
from checkins.moving.refusals import (
    BetterByTalking,
    Changed,
    LaterAlready,
    NotAhead,
    NotInTheLastHour,
    NotWithinTwoWeeks,
    PausedNow,
    SameTime,
)
from checkins.moving.showing import times_of
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from couples.seats.leaving import NotConnected
from reminders.kinds import Hold
from reminders.models import Notice, Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")
NOW = datetime(2027, 3, 3, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def check_in(pair: Pair) -> CheckIn:
    """A talk in five hours, every week, reminded an hour before."""
    return factories.upcoming_check_in(pair, NOW, hours=5)


def fresh(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.select_related("agreement__in_force").get(pk=check_in.pk)


def talk(check_in: CheckIn) -> Talk:
    return Talk(fresh(check_in))


def suggest(check_in: CheckIn, by: Any, later: timedelta, answering: Move | None = None, now: datetime = NOW) -> Move:
    """Suggest the talk so much later than it was."""
    named = answering.pk if answering else None
    return verbs.suggest_time(talk(check_in), by, check_in.starts_at + later, "a train", named, now)


def seen(check_in: CheckIn, seat: Any, now: datetime = NOW) -> Any:
    return times_of(Talk(fresh(check_in)), seat, now)


def reminded() -> set[datetime]:
    """Return when what is near is told, beside what tells of a first talk."""
    near = Reminder.objects.filter(kind="check_in", state=State.PENDING).exclude(occurrence__endswith=":first")
    return set(near.values_list("due_at", flat=True))


def opens() -> set[datetime]:
    return set(Reminder.objects.filter(kind="answers_open", state=State.PENDING).values_list("due_at", flat=True))


def told(kind: str, now: datetime = NOW) -> list[tuple[str, str]]:
    """Return who is told what in the app."""
    send_due(now, ["in_app"])
    rows = Notice.objects.filter(kind=kind).select_related("user")
    from reminders.kinds import find_kind

    found = find_kind(kind)
    assert found
    lines = found.lines(list(rows), now)
    return [(row.user.name, lines[row.pk].text) for row in rows if row.pk in lines]


# Another time


def test_until_the_other_says_yes_the_old_time_stands(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    assert fresh(check_in).starts_at == check_in.starts_at
    mine, theirs = (seen(check_in, seat).suggestion for seat in (pair.alice_seat, pair.bob_seat))
    assert (mine.is_mine, theirs.is_mine, theirs.starts_at) == (True, False, move.starts_at)
    assert theirs.line == "a train"
    assert [name for name, _text in told("move_proposed")] == ["Bob"]
    assert reminded() == {check_in.starts_at - HOUR}


def test_a_good_time_is_the_talks_time_and_reminded_by_it(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    assert suggest(check_in, pair.alice_seat, DAY) == move, "a second tap"
    for _tap in range(2):
        verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    moved = fresh(check_in)
    assert (moved.starts_at, moved.slot, moved.revision) == (check_in.starts_at + DAY, check_in.slot, 1)
    assert moved.pk == check_in.pk, "calendars know it by its id"
    assert reminded() == {moved.starts_at - HOUR}
    assert opens() == {moved.starts_at}
    [(name, text)] = told("moved")
    assert name == "Alice"
    assert text.startswith("Our talk has another time: ")
    assert told("move_proposed") == []
    assert seen(check_in, pair.bob_seat).suggestion is None


def test_answers_stay_with_a_moved_talk_and_open_with_its_new_time(pair: Pair, check_in: CheckIn) -> None:
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, now=NOW)
    move = suggest(check_in, pair.alice_seat, DAY)
    verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    moved = fresh(check_in)
    assert not moved.is_open(check_in.starts_at)
    assert moved.is_open(moved.starts_at)


def test_another_time_instead_takes_the_place_of_the_first(pair: Pair, check_in: CheckIn) -> None:
    first = suggest(check_in, pair.alice_seat, DAY)
    second = suggest(check_in, pair.bob_seat, 2 * DAY, answering=first)
    with pytest.raises(Changed):
        verbs.accept_time(talk(check_in), pair.bob_seat, first.pk, NOW)
    verbs.accept_time(talk(check_in), pair.alice_seat, second.pk, NOW)
    assert fresh(check_in).starts_at == second.starts_at


def test_left_as_it_is_the_one_who_suggested_reads_that_it_stays(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    verbs.leave_as_it_is(talk(check_in), pair.bob_seat, move.pk, NOW)
    assert seen(check_in, pair.alice_seat).left_as_it_was == move.starts_at
    assert seen(check_in, pair.bob_seat).left_as_it_was is None
    assert seen(check_in, pair.bob_seat).suggestion is None
    assert fresh(check_in).starts_at == check_in.starts_at


@both_databases
def test_what_one_suggested_one_can_take_back_and_nobody_else(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    with pytest.raises(Changed):
        verbs.take_time_back(talk(check_in), pair.bob_seat, move.pk, NOW)
    verbs.take_time_back(talk(check_in), pair.alice_seat, move.pk, NOW)
    with pytest.raises(Changed):
        verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    assert told("move_proposed") == []


def test_nobody_says_yes_for_the_other(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    for verb in (verbs.accept_time, verbs.leave_as_it_is):
        with pytest.raises(Changed):
            verb(talk(check_in), pair.alice_seat, move.pk, NOW)


@pytest.mark.parametrize("later", [-2 * HOUR, DAY], ids=["its own time", "the talk's"])
def test_a_suggestion_lapses_when_either_time_has_come(pair: Pair, check_in: CheckIn, later: timedelta) -> None:
    move = suggest(check_in, pair.alice_seat, later)
    until = min(move.starts_at, check_in.starts_at)
    assert seen(check_in, pair.bob_seat, until - timedelta(seconds=1)).suggestion
    assert seen(check_in, pair.bob_seat, until).suggestion is None
    with pytest.raises((Changed, NotAhead)):
        verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, until)


def test_what_is_refused_of_a_time(pair: Pair, check_in: CheckIn) -> None:
    beyond = NOW + verbs.FARTHEST - check_in.starts_at
    for later, refusal in (
        (timedelta(0), SameTime),
        (NOW - check_in.starts_at, NotWithinTwoWeeks),
        (beyond + timedelta(minutes=1), NotWithinTwoWeeks),
    ):
        with pytest.raises(refusal):
            suggest(check_in, pair.alice_seat, later)
    move = suggest(check_in, pair.alice_seat, beyond)
    with pytest.raises(Changed):
        suggest(check_in, pair.bob_seat, DAY)
    with pytest.raises(Changed):
        suggest(check_in, pair.alice_seat, DAY)
    assert not move.outcome


def test_after_four_it_is_better_settled_by_talking(pair: Pair, check_in: CheckIn) -> None:
    last: Move | None = None
    for number, seat in enumerate((pair.alice_seat, pair.bob_seat) * 2, 1):
        last = suggest(check_in, seat, number * DAY, answering=last)
    assert seen(check_in, pair.alice_seat).is_talked_out
    with pytest.raises(BetterByTalking):
        suggest(check_in, pair.alice_seat, HOUR, answering=last)
    assert last
    verbs.accept_time(talk(check_in), pair.alice_seat, last.pk, NOW)


def test_nobody_uses_up_the_times_that_the_other_may_suggest(pair: Pair, check_in: CheckIn) -> None:
    last: Move | None = None
    for number in range(1, 5):
        last = suggest(check_in, pair.alice_seat, number * DAY, answering=last)
    assert seen(check_in, pair.alice_seat).is_talked_out
    for hours in (1, 2):
        assert not seen(check_in, pair.bob_seat).is_talked_out
        last = suggest(check_in, pair.bob_seat, hours * HOUR, answering=last)
    assert seen(check_in, pair.bob_seat).is_talked_out


def test_other_words_for_the_rhythm_put_a_suggestion_away(pair: Pair, check_in: CheckIn) -> None:
    suggest(check_in, pair.alice_seat, HOUR)
    here = local(check_in.starts_at + DAY, pair.alice.time_zone)
    letter = factories.amended(factories.rhythm_of(check_in), pair.bob_seat, NOW, weekdays=[here.weekday()])
    consent.accept(letter, pair.alice_seat, 2, NOW)
    assert fresh(check_in).starts_at == check_in.starts_at + DAY
    assert seen(check_in, pair.bob_seat).suggestion is None
    assert told("move_proposed") == []


def test_other_words_that_mean_the_same_talk_leave_its_new_time(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    letter = factories.amended(factories.rhythm_of(check_in), pair.bob_seat, NOW, minutes=45)
    consent.accept(letter, pair.alice_seat, 2, NOW)
    assert (fresh(check_in).starts_at, fresh(check_in).minutes) == (move.starts_at, 45)
    assert reminded() == {move.starts_at - HOUR}


def test_a_talk_beyond_the_next_takes_its_place(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, 8 * DAY)
    asked = seen(check_in, pair.bob_seat).suggestion
    slot = local(check_in.slot, check_in.zone)
    assert local(asked.instead_of, check_in.zone).replace(tzinfo=None) == slot.replace(tzinfo=None) + 7 * DAY
    verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    ensure_all_next(NOW)
    assert CheckIn.objects.ahead(NOW).get().pk == check_in.pk
    ensure_all_next(move.starts_at)
    assert CheckIn.objects.ahead(move.starts_at).get().slot > move.starts_at


def test_a_talk_moved_to_an_earlier_time_is_followed_by_the_next_slot(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, -2 * HOUR)
    verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    assert ensure_all_next(move.starts_at) == 1
    assert CheckIn.objects.ahead(move.starts_at).get().slot > check_in.slot


def test_moved_so_near_that_its_lead_is_over_it_is_reminded_at_its_time(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, timedelta(minutes=30) - 5 * HOUR)
    verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    assert reminded() == {move.starts_at}


# Fifteen minutes later


@both_databases
def test_fifteen_minutes_more_are_each_persons_once_in_the_last_hour(pair: Pair, check_in: CheckIn) -> None:
    start = check_in.starts_at
    with pytest.raises(NotInTheLastHour):
        verbs.come_later(talk(check_in), pair.alice_seat, start, start - timedelta(minutes=61))
    now = start - HOUR / 2
    verbs.come_later(talk(check_in), pair.alice_seat, start, now)
    assert fresh(check_in).starts_at == start + verbs.LATER_BY
    assert reminded() == {start + verbs.LATER_BY}
    assert opens() == {start + verbs.LATER_BY}
    [(name, text)] = told("moved", now)
    assert name == "Bob"
    assert text.startswith("Alice needs 15 minutes more. ")
    with pytest.raises(LaterAlready):
        verbs.come_later(talk(check_in), pair.alice_seat, start + verbs.LATER_BY, now)
    with pytest.raises(Changed):
        verbs.come_later(talk(check_in), pair.bob_seat, start, now)
    verbs.come_later(talk(check_in), pair.bob_seat, start + verbs.LATER_BY, start)
    assert fresh(check_in).starts_at == start + 2 * verbs.LATER_BY
    assert [name for name, _text in told("moved", start)] == ["Alice"], "what is not true any more is not said"


def skip(check_in: CheckIn, by: Any, now: datetime = NOW, line: str = "ill") -> None:
    verbs.leave_out(talk(check_in), by, check_in.starts_at, line, now)


# What holds for all of them

Verb = Callable[[CheckIn, Any, datetime], object]


def _suggests(check_in: CheckIn, seat: Any, now: datetime) -> object:
    return suggest(check_in, seat, DAY, now=now)


def _comes_later(check_in: CheckIn, seat: Any, now: datetime) -> object:
    verbs.come_later(talk(check_in), seat, check_in.starts_at, now)
    return None


def _skips(check_in: CheckIn, seat: Any, now: datetime) -> object:
    skip(check_in, seat, now)
    return None


VERBS: tuple[Verb, ...] = (_suggests, _comes_later, _skips)


def test_nothing_is_moved_once_it_has_begun_is_skipped_or_over(pair: Pair, check_in: CheckIn) -> None:
    for verb in VERBS:
        with pytest.raises(NotAhead):
            verb(check_in, pair.alice_seat, check_in.starts_at)
    skip(check_in, pair.alice_seat)
    for verb in VERBS:
        with pytest.raises(NotAhead):
            verb(check_in, pair.bob_seat, NOW)


def test_in_a_pause_nothing_is_asked_and_a_suggestion_can_be_put_away(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    factories.paused(pair.bob_seat, now=NOW)
    for verb in VERBS:
        with pytest.raises(PausedNow):
            verb(check_in, pair.alice_seat, NOW)
    with pytest.raises(PausedNow):
        verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    verbs.leave_as_it_is(talk(check_in), pair.bob_seat, move.pk, NOW)


def test_a_pause_holds_the_reminder_of_the_new_time(pair: Pair, check_in: CheckIn) -> None:
    move = suggest(check_in, pair.alice_seat, DAY)
    verbs.accept_time(talk(check_in), pair.bob_seat, move.pk, NOW)
    pause = factories.paused(pair.bob_seat, now=move.starts_at - HOUR)
    from checkins.rhythm.reminders import CHECK_IN

    rows = list(Reminder.objects.filter(kind="check_in", state=State.PENDING))
    decided = CHECK_IN.decide(rows, move.starts_at - HOUR)
    assert {type(each) for each in decided.values()} == {Hold}
    assert CHECK_IN.decide(rows, pause.ends_at) == {}


@both_databases
def test_leaving_and_ending_the_rhythm_close_what_is_asked(pair: Pair, check_in: CheckIn) -> None:
    suggest(check_in, pair.alice_seat, DAY)
    consent.end(factories.rhythm_of(check_in), pair.bob_seat, NOW)
    assert seen(check_in, pair.bob_seat).suggestion is None
    assert told("move_proposed") == []
    pair.left(NOW)
    assert not Move.objects.exists()
    with pytest.raises(NotConnected):
        suggest(check_in, pair.bob_seat, DAY)


@both_databases
def test_moves_are_forgotten_with_what_was_told_of_them(pair: Pair, check_in: CheckIn) -> None:
    suggest(check_in, pair.alice_seat, DAY)
    skip(check_in, pair.bob_seat)
    told("left_out")
    assert forget_moves(check_in.starts_at + 3 * DAY - timedelta(seconds=1)) == 0
    assert forget_moves(check_in.starts_at + 4 * DAY) == 2
    assert not Notice.objects.filter(kind__in=("left_out", "move_proposed")).exists()
