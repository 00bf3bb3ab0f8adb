"""The pause: alone, at once, never endless, without a history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.utils import timezone

from agreements.letters.models import Agreement
from agreements.pauses import limits
from agreements.pauses import verbs as pauses
from agreements.pauses.limits import PausedEnough, PausedForLong, PauseRefused, paused_between
from agreements.pauses.models import Pause, Stretch
from agreements.pauses.offers import Agreed, OfferGone, agreed, end_promised, first_offer, offers
from agreements.pauses.running import running_pause, running_until
from agreements.pauses.showing import pause_as_seen
from agreements.pauses.verbs import start_pause
from reminders.models import Notice, Reminder, State
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


def running(pair, now=NOW):
    return running_pause(pair.alice_seat, now)


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
    with pytest.raises(pauses.NotMyPause):
        pauses.return_early(pause.pk, pair.bob_seat, NOW + timedelta(minutes=5))
    assert running(pair)
    assert pauses.return_early(pause.pk, pair.alice_seat, NOW + timedelta(minutes=5))
    assert running(pair, NOW + timedelta(minutes=5)) is None
    assert not pauses.return_early(pause.pk, pair.alice_seat, NOW + timedelta(minutes=6))


# At most 24 hours paused in any 48


def take(pair, starts_after_hours, hours):
    start = NOW + starts_after_hours * HOUR
    return start_pause(pair.alice_seat, start + hours * HOUR, start)


def test_24_hours_in_48_are_the_most(pair):
    take(pair, 0, 12)
    take(pair, 12, 12)
    with pytest.raises(PausedEnough) as refusal:
        take(pair, 24, 1)
    assert "a new pause of yours is possible later" in str(refusal.value.message)


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
            paused_between(Stretch.objects.all(), NOW + n * HOUR / 2, NOW + n * HOUR / 2 + 48 * HOUR)
            for n in range(-96, 200)
        ]
        assert max(windows) <= timedelta(hours=24)


def test_time_not_taken_does_not_count(pair):
    pause = take(pair, 0, 24)
    pauses.return_early(pause.pk, pair.alice_seat, NOW + HOUR)
    assert take(pair, 1, 23)


def test_what_one_has_paused_takes_nothing_from_the_other(pair):
    take(pair, 0, 12)
    take(pair, 12, 12)
    with pytest.raises(PausedEnough):
        take(pair, 24, 1)
    assert start_pause(pair.bob_seat, NOW + 48 * HOUR, NOW + 24 * HOUR).started_by == pair.bob


@pytest.mark.parametrize(
    ("earlier", "start", "hours", "is_refused"),
    [
        ([(0, 13)], 24.5, 11, False),  # a short one is never refused for that
        ([(0, 13)], 24.5, 12, True),  # 25 of 48 hours
        ([(0, 13)], 35, 13, True),  # 26 of 48 hours
        ([(0, 12.5)], 48, 13, False),
        ([(0, 13), (50, 13), (100, 13)], 150, 13, True),  # the fourth in seven days
        ([(0, 13), (50, 13), (100, 13)], 150, 12, False),
        ([(0, 13), (50, 13), (100, 13)], 168.5, 13, False),
        ([(0, 12), (50, 12), (100, 12)], 150, 13, False),
    ],
)
def test_long_pauses_are_three_in_seven_days(pair, earlier, start, hours, is_refused):
    for begun, length in earlier:
        take(pair, begun, length)
    if is_refused:
        with pytest.raises(PauseRefused):
            take(pair, start, hours)
    else:
        assert take(pair, start, hours)


@both_databases
@pytest.mark.parametrize(("hours_after", "is_refused"), [(11, True), (11.9, True), (12, False)])
def test_half_a_day_lies_between_two_long_pauses(pair, hours_after, is_refused, monkeypatch):
    """The 24 hours in 48 refuse it too, so they are out of the way here."""
    monkeypatch.setattr(limits, "MOST_IN_WINDOW", timedelta(days=9))
    take(pair, 0, 13)
    if is_refused:
        with pytest.raises(PausedForLong):
            take(pair, 13 + hours_after, 13)
        assert start_pause(pair.bob_seat, NOW + (40 + hours_after) * HOUR, NOW + (13 + hours_after + 4) * HOUR)
    else:
        assert take(pair, 13 + hours_after, 13)


@both_databases
def test_the_database_keeps_no_pause_of_more_than_a_day(pair):
    with pytest.raises(IntegrityError):
        Pause.objects.create(
            couple=pair.couple,
            started_by=pair.alice,
            started_at=NOW,
            known_at=NOW,
            ends_at=NOW + 24 * HOUR + timedelta(seconds=1),
        )


@both_databases
def test_a_pause_from_before_a_clock_was_set_back_does_not_run(pair):
    ahead = take(pair, 3, 1)
    assert running(pair) is None
    assert running_until([pair.couple.pk], NOW) == {}
    assert not pauses.return_early(ahead.pk, pair.alice_seat, NOW)
    now = factories.paused(pair.bob_seat, 20, NOW)
    assert running(pair).pk == now.pk
    assert not waiting("pause_over").filter(subject=f"pause:{ahead.pk}").exists()


@pytest.mark.parametrize("seconds", [1, 60])
def test_a_start_by_a_clock_a_moment_ahead_is_the_same_pause(pair, seconds):
    """Of two who tap at once, the second has read the clock first."""
    first = factories.paused(pair.alice_seat, 60, NOW + timedelta(seconds=seconds))
    assert factories.paused(pair.bob_seat, 20, NOW).pk == first.pk
    assert running(pair).pk == first.pk
    assert pauses.return_early(first.pk, pair.alice_seat, NOW)
    assert running(pair) is None


def test_pauses_dated_ahead_count_for_no_limit(pair):
    """A clock that was a week ahead must not cost a person the pause of today."""
    for number in range(limits.STARTS.most):
        start = NOW + (1 + 20 * number) * HOUR
        end = start + 20 * HOUR
        when = {"started_at": start, "known_at": start, "ends_at": end, "ended_at": end}
        ahead = Pause.objects.create(couple=pair.couple, started_by=pair.alice, **when)
        pauses.stretch_of(ahead, pair.alice_seat, start, end).save()
    assert take(pair, 0, 24)


def test_a_page_about_an_earlier_pause_ends_no_later_one(pair):
    first = factories.paused(pair.alice_seat, 20, NOW)
    factories.paused(pair.alice_seat, 20, NOW + HOUR)
    with pytest.raises(pauses.AnotherPause):
        pauses.return_early(first.pk, pair.alice_seat, NOW + HOUR)
    assert running(pair, NOW + HOUR)
    assert not pauses.return_early(first.pk, pair.alice_seat, NOW + 2 * HOUR)


def test_pauses_are_forgotten_as_soon_as_no_limit_needs_them(pair):
    factories.paused(pair.alice_seat, 20, NOW)
    assert pauses.forget_pauses(NOW + timedelta(days=7)) == 0
    assert pauses.forget_pauses(NOW + timedelta(days=7, hours=1)) == 1
    assert not Pause.objects.exists()


# What is offered

EVENING = datetime(2027, 3, 3, 20, 0, tzinfo=UTC)  # 21:00 in Berlin
NOON = datetime(2027, 3, 3, 11, 0, tzinfo=UTC)


IN_BERLIN = Agreed(30, "Europe/Berlin")


def test_without_an_agreement_the_tap_is_20_minutes(pair):
    assert first_offer(pair.alice_seat, EVENING - HOUR).until == EVENING - HOUR + timedelta(minutes=20)


def test_with_an_agreement_the_tap_is_the_agreed_length(pair):
    cool_down = factories.agreed_cool_down(pair, minutes=45)
    names = [offer.name for offer in offers(agreed(cool_down), EVENING - HOUR)]
    assert names == ["45", "20", "60", "240", "1440"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (EVENING - timedelta(seconds=1), "30"),
        (EVENING, "20270304T080000Z"),
        (EVENING + timedelta(hours=2, minutes=59), "20270304T080000Z"),
        (EVENING + timedelta(hours=7, minutes=59), "20270304T080000Z"),
        (EVENING + timedelta(hours=8), "30"),
    ],
)
def test_at_night_the_next_morning_is_offered_first(now, first):
    assert offers(IN_BERLIN, now)[0].name == first


@pytest.mark.parametrize("moment", [NOON, EVENING])
def test_why_a_pause_runs_to_the_morning_is_said_where_it_does(pair, moment):
    factories.agreed_cool_down(pair, zone="Europe/Berlin")
    page = render_to_string("agreements/pauses/_ready.html", {"pause": pause_as_seen(pair.alice_seat, moment)})
    assert ("nobody has to talk at midnight" in page) == (moment == EVENING)


@pytest.mark.parametrize("home", ["Asia/Shanghai", "America/New_York", "Pacific/Auckland"])
def test_a_time_of_day_never_goes_by_the_clock_of_who_pauses(pair, home):
    """It would tell the other where they are."""
    factories.agreed_cool_down(pair, zone="Europe/Berlin")
    pair.alice.time_zone = home
    pair.alice.save()
    for hours in range(24):
        clock_times = [
            offer for offer in pause_as_seen(pair.alice_seat, NOON + hours * HOUR).offers if len(offer.name) > 5
        ]
        assert {offer.until for offer in clock_times} <= {datetime(2027, 3, day, 8, 0, tzinfo=UTC) for day in (3, 4)}


@pytest.mark.parametrize("values", [None, {"zone": ""}])
def test_without_an_agreed_clock_only_lengths_are_offered(pair, values):
    if values is not None:
        factories.agreed_cool_down(pair, **values)
    for hours in range(24):
        assert all(offer.name.isdecimal() for offer in pause_as_seen(pair.alice_seat, NOON + hours * HOUR).offers)


@pytest.mark.parametrize("hours", [0, 3, 11.5])
def test_a_button_from_last_night_keeps_its_promise(pair, hours):
    """“Until tomorrow 09:00” is that very 09:00, whenever it is tapped."""
    promised = offers(IN_BERLIN, EVENING)[0]
    assert end_promised(promised.name, EVENING + hours * HOUR) == promised.until


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", "until tomorrow 09:00"),
        ("Asia/Shanghai", "until 16:00"),
        ("America/New_York", "until tomorrow 03:00"),
    ],
)
def test_the_morning_is_said_by_the_readers_own_clock(zone, said):
    with timezone.override(zone):
        assert offers(IN_BERLIN, datetime(2027, 3, 3, 22, 0, tzinfo=UTC))[0].label == said


@pytest.mark.parametrize("hours", [11.9, 12, 13, 24, -13])
def test_a_promise_that_cannot_be_kept_starts_nothing(hours):
    with pytest.raises(OfferGone):
        end_promised(offers(IN_BERLIN, EVENING)[0].name, EVENING + hours * HOUR)


def test_a_length_that_was_offered_stays_that_length(pair):
    """Though other words about the length came into force since the page was loaded."""
    assert end_promised("30", EVENING) == EVENING + timedelta(minutes=30)


@pytest.mark.parametrize("name", ["nonsense", "\0", "99999", "🫂", "-5", "morning", "1", "9" * 5000, "20270304T"])
def test_a_name_that_promises_nothing_starts_nothing(name):
    with pytest.raises(OfferGone):
        end_promised(name, EVENING)


@pytest.mark.parametrize("name", ["1440\0", "nonsense", "99999"])
def test_a_page_that_sends_no_readable_promise_starts_nothing(pair, alice_client, name):
    page = alice_client.post("/pause/start/", {"offer": name}, follow=True).content.decode()
    assert not Pause.objects.exists()
    assert str(OfferGone.message) in page


def test_a_form_without_a_name_starts_what_a_single_tap_starts(pair, alice_client):
    alice_client.post("/pause/start/")
    assert Pause.objects.exists()


# Who is told


def waiting(kind):
    return Reminder.objects.filter(kind=kind, state=State.PENDING)


@both_databases
def test_the_other_is_told_at_once_and_both_at_the_end(pair):
    pause = factories.paused(pair.alice_seat, 20, NOW)
    assert set(waiting("pause_started").values_list("user", "due_at")) == {(pair.bob.pk, NOW)}
    assert set(waiting("pause_over").values_list("user", "due_at")) == {
        (pair.alice.pk, pause.ends_at),
        (pair.bob.pk, pause.ends_at),
    }


@both_databases
def test_coming_back_early_is_told_in_the_app_and_mails_nothing(pair):
    pause = factories.paused(pair.alice_seat, 60, NOW)
    back = NOW + timedelta(minutes=5)
    pauses.return_early(pause.pk, pair.alice_seat, back)
    assert not waiting("pause_over").exists()
    told = Notice.objects.filter(kind="pause_over", created_at=back)
    assert set(told.values_list("user", flat=True)) == {pair.alice.pk, pair.bob.pk}
    assert not waiting("pause_started").exists()
