"""The pause: alone, at once, never endless, without a history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from agreements.letters.models import Agreement
from agreements.pauses import verbs as pauses
from agreements.pauses.models import Pause
from agreements.pauses.offers import DEFAULT_MINUTES, minutes_of, offered, offers
from agreements.pauses.verbs import PausedEnough, PauseRefused, start_pause
from reminders.models import Reminder, State
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what verbs write, and what the database refuses")]
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


def running(pair, now=NOW):
    return pauses.running_pause(pair.couple.pk, now)


@pytest.mark.parametrize("seat", ["alice_seat", "bob_seat"])
def test_either_starts_it_alone_without_any_agreement(pair, seat):
    factories.paused(getattr(pair, seat), now=NOW)
    assert running(pair).started_by == getattr(pair, seat).user
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "length",
    [timedelta(0), timedelta(minutes=19, seconds=59), timedelta(hours=24, seconds=1), timedelta(days=-1)],
)
def test_a_wrong_length_is_refused_with_what_to_do(pair, length):
    with pytest.raises(PauseRefused) as refusal:
        start_pause(pair.alice_seat, NOW + length, NOW)
    assert "between 20 minutes and 24 hours" in str(refusal.value.message)
    assert not Pause.objects.exists()


@pytest.mark.parametrize("length", [timedelta(minutes=20), timedelta(hours=24)])
def test_20_minutes_and_24_hours_are_possible(pair, length):
    assert start_pause(pair.alice_seat, NOW + length, NOW).ends_at == NOW + length


def test_a_second_start_finds_the_pause_that_runs(pair):
    first = factories.paused(pair.alice_seat, 20, NOW)
    assert factories.paused(pair.alice_seat, 60, NOW).pk == first.pk
    assert factories.paused(pair.bob_seat, 60, NOW).pk == first.pk


def test_it_ends_by_itself_though_nobody_closes_it(pair):
    pause = factories.paused(pair.alice_seat, 20, NOW)
    assert running(pair, pause.ends_at - timedelta(seconds=1))
    assert running(pair, pause.ends_at) is None
    assert Pause.objects.get().ended_at is None


def test_starting_one_first_closes_an_expired_one(pair):
    first = factories.paused(pair.alice_seat, 20, NOW)
    second = factories.paused(pair.bob_seat, 20, NOW + HOUR)
    first.refresh_from_db()
    assert first.ended_at == first.ends_at
    assert second.pk != first.pk


def test_only_the_one_who_took_it_comes_back_early(pair):
    """If the other could end it, that would be a veto."""
    pause = factories.paused(pair.alice_seat, 60, NOW)
    assert not pauses.return_early(pause, pair.bob_seat, NOW + timedelta(minutes=5))
    assert running(pair)
    assert pauses.return_early(pause, pair.alice_seat, NOW + timedelta(minutes=5))
    assert running(pair, NOW + timedelta(minutes=5)) is None
    assert not pauses.return_early(pause, pair.alice_seat, NOW + timedelta(minutes=6))


# At most 24 hours paused in any 48


def take(pair, starts_after_hours, hours):
    start = NOW + starts_after_hours * HOUR
    return start_pause(pair.alice_seat, start + hours * HOUR, start)


def test_24_hours_in_48_are_the_most(pair):
    take(pair, 0, 12)
    take(pair, 12, 12)
    with pytest.raises(PausedEnough) as refusal:
        take(pair, 24, 1)
    assert "a new pause here is possible later" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("earlier", "start", "hours", "is_refused"),
    [
        ([(0, 24)], 24, 1, True),
        ([(0, 24)], 47, 1, True),
        ([(0, 1)], 1, 23, False),
        ([(0, 1)], 10, 24, True),
        ([(0, 24)], 48, 24, False),
        ([(0, 12), (20, 12)], 40, 1, True),
        ([(0, 12), (20, 12)], 47, 1, True),
        ([(0, 12), (20, 12)], 48, 12, False),
        ([(0, 12), (20, 12)], 48, 13, True),
    ],
)
def test_no_48_hours_hold_more_than_24_paused(pair, earlier, start, hours, is_refused):
    for begun, length in earlier:
        take(pair, begun, length)
    try:
        take(pair, start, hours)
    except PausedEnough:
        assert is_refused
    else:
        assert not is_refused
        windows = [
            pauses.paused_between(pair.couple.pk, NOW + n * HOUR / 2, NOW + n * HOUR / 2 + 48 * HOUR)
            for n in range(-96, 200)
        ]
        assert max(windows) <= timedelta(hours=24)


def test_time_not_taken_does_not_count(pair):
    pause = take(pair, 0, 24)
    pauses.return_early(pause, pair.alice_seat, NOW + HOUR)
    assert take(pair, 1, 23)


def test_pauses_are_forgotten_as_soon_as_no_limit_needs_them(pair):
    factories.paused(pair.alice_seat, 20, NOW)
    assert pauses.forget_pauses(NOW + timedelta(hours=48)) == 0
    assert pauses.forget_pauses(NOW + timedelta(hours=49)) == 1
    assert not Pause.objects.exists()


# What is offered

EVENING = datetime(2027, 3, 3, 20, 0, tzinfo=UTC)  # 21:00 in Berlin


def test_without_an_agreement_the_tap_is_20_minutes(pair):
    first = offers(pair.alice_seat, DEFAULT_MINUTES, EVENING - HOUR)[0]
    assert first.until == EVENING - HOUR + timedelta(minutes=20)


def test_with_an_agreement_the_tap_is_the_agreed_length(pair):
    cool_down = factories.agreed_cool_down(pair, minutes=45)
    names = [offer.name for offer in offers(pair.alice_seat, minutes_of(cool_down), EVENING - HOUR)]
    assert names == ["45", "20", "60", "240", "1440"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (EVENING - timedelta(seconds=1), "20"),
        (EVENING, "morning"),
        (EVENING + timedelta(hours=2, minutes=59), "morning"),
        (EVENING + timedelta(hours=7, minutes=59), "morning"),
        (EVENING + timedelta(hours=8), "20"),
    ],
)
def test_at_night_the_next_morning_is_offered_first(pair, now, first):
    assert offers(pair.alice_seat, DEFAULT_MINUTES, now)[0].name == first


def test_the_morning_is_nine_on_the_starters_clock(pair):
    for hours in (0, 4):
        first = offers(pair.alice_seat, DEFAULT_MINUTES, EVENING + timedelta(hours=hours))[0]
        assert first.until == datetime(2027, 3, 4, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "nonsense", "\0", "99999", "🫂", "-5"])
def test_an_unknown_offer_means_the_first_one(pair, name):
    """In the hard moment nothing is refused for a broken form."""
    assert offered(pair.alice_seat, name, EVENING - HOUR).name == "20"


# Who is told


def waiting(kind):
    return Reminder.objects.filter(kind=kind, state=State.PENDING)


def test_the_other_is_told_at_once_and_both_at_the_end(pair):
    pause = factories.paused(pair.alice_seat, 20, NOW)
    assert set(waiting("pause_started").values_list("user", "due_at")) == {(pair.bob.pk, NOW)}
    assert set(waiting("pause_over").values_list("user", "due_at")) == {
        (pair.alice.pk, pause.ends_at),
        (pair.bob.pk, pause.ends_at),
    }


def test_coming_back_early_moves_the_end(pair):
    pause = factories.paused(pair.alice_seat, 60, NOW)
    back = NOW + timedelta(minutes=5)
    pauses.return_early(pause, pair.alice_seat, back)
    assert set(waiting("pause_over").values_list("due_at", flat=True)) == {back}
    assert not waiting("pause_started").exists()
