"""The next of a ritual or of own time: one row, through every change of the clocks, moved, left out, and forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from agreements.letters import consent
from agreements.letters.ending import close_all_over, end
from agreements.letters.models import Agreement
from basics.localtime import local, moment, moment_before
from checkins.moving import verbs
from checkins.moving.models import Move
from checkins.moving.refusals import Changed, NotAhead, NotYoursToSkip, PausedNow, SkippedMany
from checkins.rhythm.models import CheckIn
from checkins.rituals.models import Occasion
from checkins.rituals.moving import MovableOccasion
from checkins.rituals.names import OCCASION
from checkins.rituals.reminders import OCCASION_NEAR
from checkins.rituals.upcoming import UPCOMING_OCCASIONS, forget_occasions
from couples.seats.leaving import keep_connected
from reminders.kinds import Drop, Hold
from reminders.models import Notice, Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
FRIDAY = datetime(2027, 3, 5, 18, 0, tzinfo=UTC)  # 19:00 in Berlin
SUPPER: dict[str, Any] = {"what": "supper", "every": "week", "weekday": 4, "at": "19:00", "remind_minutes": 60}


def supper(pair: Pair, **values: Any) -> Agreement:
    """Agree on a ritual: Fridays 19:00, an hour, reminded an hour before, without an end."""
    return factories.agreed("ritual", pair, NOW, **{**SUPPER, "minutes": 60, "trial_until": None, **values})


def swim(pair: Pair, whose: str, **values: Any) -> Agreement:
    """Agree on own time: Fridays 19:00."""
    said = {"what": "a swim", "every": "week", "weekday": 4, "at": "19:00", "trial_until": None}
    return factories.agreed("own_time", pair, NOW, whose=whose, **{**said, **values})


def ahead(agreement: Agreement, now: datetime = NOW) -> Occasion:
    """Return the one row ahead."""
    return Occasion.objects.ahead(now).select_related("agreement__in_force").get(agreement=agreement)


def movable(agreement: Agreement, now: datetime = NOW) -> MovableOccasion:
    return MovableOccasion(ahead(agreement, now))


def move_to(agreement: Agreement, pair: Pair, starts_at: datetime, now: datetime = NOW) -> None:
    """Let Alice suggest another time, and Bob find it good."""
    move = verbs.suggest_time(movable(agreement, now), pair.alice_seat, starts_at, "a train", None, now)
    verbs.accept_time(movable(agreement, now), pair.bob_seat, move.pk, now)


def reminded(user: Any = None) -> list[datetime]:
    near = Reminder.objects.filter(kind="ritual", state=State.PENDING, channel="email")
    return list((near.filter(user=user) if user else near).order_by("due_at").values_list("due_at", flat=True))


def row_of(agreement: Agreement) -> Reminder:
    found = Reminder.objects.filter(kind="ritual", channel="email", subject=OCCASION.of(ahead(agreement).pk))
    return found.order_by("-pk")[0]


def test_agreed_on_there_is_one_row_and_both_are_reminded(pair: Pair) -> None:
    occasion = ahead(supper(pair))
    assert (occasion.starts_at, occasion.slot, occasion.minutes) == (FRIDAY, FRIDAY, 60)
    assert reminded() == [FRIDAY - HOUR] * 2
    assert UPCOMING_OCCASIONS.ensure_all_next(NOW) == 0
    assert UPCOMING_OCCASIONS.ensure_all_next(FRIDAY) == 1
    assert Occasion.objects.ahead(FRIDAY).get().starts_at == FRIDAY + WEEK
    assert not CheckIn.objects.exists(), "no talk comes of it"


UNTIMED: list[dict[str, Any]] = [{"at": None}, {"every": "no_fixed_time"}, {"every": "day", "at": None}]


def test_without_a_clock_time_there_is_no_row_and_no_reminder(pair: Pair) -> None:
    for values in UNTIMED:
        supper(pair, **values)
    swim(pair, "us", at=None)
    swim(pair, "us", at=None, weekday=None)
    assert UPCOMING_OCCASIONS.ensure_all_next(NOW + WEEK) == 0
    assert not Occasion.objects.exists()
    assert not reminded()


def test_without_a_lead_there_is_a_row_and_no_reminder(pair: Pair) -> None:
    assert ahead(supper(pair, remind_minutes=None)).starts_at == FRIDAY
    assert not reminded()


def test_of_own_time_only_whose_it_is_is_reminded(pair: Pair) -> None:
    expected = {"each": (1, 1), "us": (1, 1), "author": (1, 0), "other": (0, 1)}
    for whose, (alices, bobs) in expected.items():
        agreement = swim(pair, whose)
        assert reminded(pair.alice) == [FRIDAY - HOUR] * alices, whose
        assert reminded(pair.bob) == [FRIDAY - HOUR] * bobs, whose
        end(agreement, pair.bob_seat, NOW)
        assert not reminded(), "what has ended is told to nobody"


# What is agreed, and what the wall clock says where it skips or repeats that time.
CLOCKS: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    ("Europe/Berlin", "02:30", {"every": "week", "weekday": 6}, {"2027-03-28": "03:30", "2028-03-26": "03:30"}),
    (
        "Australia/Lord_Howe",
        "02:15",
        {"every": "two_weeks", "weekday": 6},
        {"2027-10-03": "02:45", "2028-10-01": "02:45"},
    ),
    ("America/New_York", "19:00", {"every": "month", "weekday": 5}, {}),
]


@pytest.mark.parametrize(("zone", "at", "every", "odd"), CLOCKS)
def test_it_is_reminded_through_two_years_of_changing_clocks_moved_once(
    pair: Pair, zone: str, at: str, every: dict[str, Any], odd: dict[str, str]
) -> None:
    agreement = supper(pair, zone=zone, at=at, starts_on="2027-03-07", **every)
    now, told = NOW, 0
    move_to(agreement, pair, ahead(agreement).starts_at + 5 * HOUR)
    while now < NOW + 2 * 365 * DAY:
        occasion = ahead(agreement, now)
        here = local(occasion.slot, zone)
        assert f"{here:%H:%M}" == odd.get(f"{here:%Y-%m-%d}", at)
        assert occasion.starts_at - occasion.slot == (0 if told else 5) * HOUR, "moved once"
        due = moment_before(occasion.starts_at, 60, zone)
        rows = Reminder.objects.filter(subject=OCCASION.of(occasion.pk), state=State.PENDING)
        assert {(row.user_id, row.due_at) for row in rows} == {(each, due) for each in pair.alice_seat.both}
        told += 1
        now = occasion.starts_at
        assert UPCOMING_OCCASIONS.ensure_all_next(now) == 1
        forget_occasions(now)
    assert told == {"week": 105, "two_weeks": 53, "month": 25}[every["every"]]
    assert Occasion.objects.count() <= 2, "what is past is forgotten"


def test_moved_the_new_time_stands_for_this_once(pair: Pair) -> None:
    agreement = supper(pair)
    move_to(agreement, pair, FRIDAY + DAY)
    moved = ahead(agreement)
    assert (moved.slot, moved.starts_at) == (FRIDAY, FRIDAY + DAY)
    assert reminded() == [FRIDAY + DAY - HOUR] * 2
    assert UPCOMING_OCCASIONS.ensure_all_next(FRIDAY + HOUR) == 0
    UPCOMING_OCCASIONS.ensure_all_next(FRIDAY + DAY)
    assert ahead(agreement, FRIDAY + DAY).starts_at == FRIDAY + WEEK


def test_until_the_other_says_yes_it_stays(pair: Pair) -> None:
    agreement = supper(pair)
    move = verbs.suggest_time(movable(agreement), pair.alice_seat, FRIDAY + DAY, "", None, NOW)
    verbs.leave_as_it_is(movable(agreement), pair.bob_seat, move.pk, NOW)
    assert ahead(agreement).starts_at == FRIDAY
    move = verbs.suggest_time(movable(agreement), pair.bob_seat, FRIDAY + DAY, "", None, NOW)
    with pytest.raises(Changed):
        verbs.accept_time(movable(agreement), pair.bob_seat, move.pk, NOW)
    verbs.take_time_back(movable(agreement), pair.bob_seat, move.pk, NOW)
    factories.paused(pair.alice_seat, 20, NOW)
    with pytest.raises(PausedNow):
        verbs.suggest_time(movable(agreement), pair.alice_seat, FRIDAY + DAY, "", None, NOW)


def test_left_out_the_next_one_is_there_at_once(pair: Pair) -> None:
    agreement = supper(pair)
    left = movable(agreement)
    verbs.leave_out(left, pair.bob_seat, FRIDAY, "at my parents'", NOW)
    assert ahead(agreement).starts_at == FRIDAY + WEEK
    assert reminded() == [FRIDAY + WEEK - HOUR] * 2
    with pytest.raises(NotAhead):
        verbs.suggest_time(left, pair.alice_seat, FRIDAY + DAY, "", None, NOW)
    assert UPCOMING_OCCASIONS.ensure_all_next(NOW) == 0, "it does not come back"
    assert list(Occasion.objects.filter(left_out=1).values_list("slot", flat=True)) == [FRIDAY]


def test_nobody_asks_whether_it_suits_however_many_are_left_out(pair: Pair) -> None:
    agreement = supper(pair, every="day")
    for _each in range(6):
        this = movable(agreement)
        verbs.leave_out(this, pair.bob_seat, this.meeting.starts_at, "", NOW)
    assert {each.left_out for each in Occasion.objects.exclude(left_out=0)} == {1}
    with pytest.raises(SkippedMany):
        verbs.leave_out(movable(agreement), pair.bob_seat, ahead(agreement).starts_at, "", NOW)


def test_the_others_own_hours_are_theirs_to_give_up(pair: Pair) -> None:
    seats = {"author": pair.alice_seat, "other": pair.bob_seat}
    for whose, (owner, other) in {"author": ("author", "other"), "other": ("other", "author")}.items():
        agreement = swim(pair, whose)
        with pytest.raises(NotYoursToSkip):
            verbs.leave_out(movable(agreement), seats[other], FRIDAY, "", NOW)
        verbs.leave_out(movable(agreement), seats[owner], FRIDAY, "", NOW)
        assert ahead(agreement).starts_at == FRIDAY + WEEK
    each, us = swim(pair, "each"), swim(pair, "us")
    for seat in seats.values():
        # An evening for each is the other's too: whoever wants none just takes none.
        with pytest.raises(NotYoursToSkip):
            verbs.leave_out(movable(each), seat, FRIDAY, "", NOW)
    verbs.leave_out(movable(us), pair.bob_seat, FRIDAY, "", NOW)


def test_other_words_put_it_where_they_say(pair: Pair) -> None:
    agreement = supper(pair)
    changed = factories.amended(agreement, pair.bob_seat, NOW, weekday=5, remind_minutes=180)
    consent.accept(changed, pair.alice_seat, 2, NOW)
    assert ahead(agreement).starts_at == FRIDAY + DAY
    assert reminded() == [FRIDAY + DAY - 3 * HOUR] * 2
    untimed = factories.amended(agreement, pair.bob_seat, NOW, at=None)
    consent.accept(untimed, pair.alice_seat, 3, NOW)
    assert not Occasion.objects.ahead(NOW).exists()
    assert not reminded()
    back = factories.amended(agreement, pair.bob_seat, NOW, at="19:00")
    consent.accept(back, pair.alice_seat, 4, NOW)
    assert ahead(agreement).starts_at == FRIDAY + DAY


def test_the_end_of_a_trial_is_the_end_of_it(pair: Pair) -> None:
    """By the date, whether or not a job has run: no row beyond it, and a moved one beyond it is told to nobody."""
    agreement = supper(pair, every="day", trial_until="2027-03-05")
    UPCOMING_OCCASIONS.ensure_all_next(FRIDAY - HOUR)
    move_to(agreement, pair, FRIDAY + DAY, FRIDAY - HOUR)
    over = moment(date(2027, 3, 6), time(), "Europe/Berlin")
    [row, *_more] = Reminder.objects.filter(kind="ritual", due_at=FRIDAY + DAY - HOUR)
    assert OCCASION_NEAR.decide([row], over - HOUR) == {}
    assert OCCASION_NEAR.decide([row], over) == {row.pk: Drop()}
    assert UPCOMING_OCCASIONS.ensure_all_next(over) == 0
    close_all_over(over)
    assert not Occasion.objects.ahead(over).exists()


def test_what_was_moved_beyond_the_end_of_a_trial_is_nobodys_to_leave_out(pair: Pair) -> None:
    """By the date, too: the other would be told of what is not agreed on any more."""
    tried = supper(pair, trial_until=date(2027, 3, 6))
    move_to(tried, pair, FRIDAY + 3 * DAY)
    with pytest.raises(NotAhead):
        verbs.leave_out(movable(tried), pair.bob_seat, FRIDAY + 3 * DAY, "", FRIDAY + 2 * DAY)


def test_it_is_asked_whether_it_is_true_before_it_is_told(pair: Pair) -> None:
    agreement = supper(pair)
    row, due = row_of(agreement), FRIDAY - HOUR
    assert OCCASION_NEAR.decide([row], due) == {}
    pause = factories.paused(pair.alice_seat, 90, due - HOUR)
    assert OCCASION_NEAR.decide([row], due) == {row.pk: Hold(pause.ends_at)}
    move_to(agreement, pair, FRIDAY + DAY)
    assert OCCASION_NEAR.decide([row], due) == {row.pk: Drop()}, "an older time of it"


def test_a_pause_does_not_hold_own_time(pair: Pair) -> None:
    row = row_of(swim(pair, "author"))
    factories.paused(pair.bob_seat, 90, FRIDAY - HOUR)
    assert OCCASION_NEAR.decide([row], FRIDAY - HOUR) == {}


def test_what_is_told_in_the_app_names_it_and_nothing_outside(pair: Pair) -> None:
    agreement = supper(pair)
    row = row_of(agreement)
    notice = Notice(pk=1, user=pair.alice, kind="ritual", subject=row.subject, occurrence=row.occurrence)
    line = OCCASION_NEAR.lines([notice], FRIDAY - HOUR)[1]
    assert line.text.startswith("supper: ")
    assert line.path == f"/agreements/{agreement.pk}/"
    assert OCCASION_NEAR.lines([notice], FRIDAY + HOUR) == {}
    assert "supper" not in str(OCCASION_NEAR.plain(row, FRIDAY - HOUR))
    assert OCCASION_NEAR.plain(row, FRIDAY - HOUR).paragraphs == ("It takes about 1 hour.",)


def test_leaving_deletes_what_was_ahead(pair: Pair) -> None:
    supper(pair)
    swim(pair, "other")
    pair.left(NOW + HOUR)
    assert not Occasion.objects.exists()
    assert not reminded()
    assert not keep_connected(pair.alice_seat)


def test_a_row_tells_when_and_never_whether() -> None:
    told = {field.name for field in Occasion._meta.get_fields()}
    when = {"slot", "starts_at", "minutes", "zone", "revision", "touched", "cancelled_at", "left_out"}
    assert told == when | {"id", "couple", "agreement"}


def test_three_days_later_nothing_is_left_of_it(pair: Pair) -> None:
    agreement = supper(pair)
    verbs.leave_out(movable(agreement), pair.bob_seat, FRIDAY, "", NOW)
    assert forget_occasions(FRIDAY + 3 * DAY - HOUR) == 0
    assert forget_occasions(FRIDAY + 3 * DAY) == 1
    assert Occasion.objects.get().slot == FRIDAY + WEEK
    assert Move.objects.count() == 1, "which go by housekeeping of their own"
