"""Not yet: more time, for each once a pause, counted for whoever asks; and nobody cuts the other's."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from agreements.pauses.extending import AskedForMoreBefore, More, NotTheTimeForMore, ask_for_more
from agreements.pauses.limits import PausedEnough, PausedForLong, PauseRefused
from agreements.pauses.models import Pause, Stretch
from agreements.pauses.offers import Agreed, OfferGone, more_at, more_promised, offers_of_more
from agreements.pauses.showing import pause_as_seen
from agreements.pauses.verbs import NotMyPause, return_early, start_pause
from reminders.models import Reminder, State
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write")
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def half_an_hour(seat, pause, now):
    return ask_for_more(pause.pk, seat, More(length=30 * MINUTE), now)


def pending(kind):
    rows = Reminder.objects.filter(kind=kind, state=State.PENDING)
    return {(row.user_id, row.due_at) for row in rows}


@both_databases
def test_before_the_end_it_gets_longer_and_after_it_a_new_stretch_begins(pair):
    pause = factories.paused(pair.alice_seat, 30, NOW)
    both = {pair.alice.pk, pair.bob.pk}
    longer = half_an_hour(pair.bob_seat, pause, NOW + 25 * MINUTE)
    assert longer.ends_at == NOW + 60 * MINUTE
    assert pending("pause_over") == {(person, longer.ends_at) for person in both}
    assert pending("pause_started") == {(pair.alice.pk, NOW + 25 * MINUTE)}
    later = longer.ends_at + 20 * MINUTE
    again = half_an_hour(pair.alice_seat, pause, later)
    assert (again.pk, again.ends_at) == (pause.pk, later + 30 * MINUTE)
    assert pending("pause_over") == {(person, again.ends_at) for person in both}
    assert pause_as_seen(pair.bob_seat, later).running.sentence.startswith("Alice needs a pause and will be back")
    taken = {(each.person_id, each.starts_at, each.ends_at) for each in Stretch.objects.all()}
    assert taken == {
        (pair.alice.pk, NOW, NOW + 30 * MINUTE),
        (pair.bob.pk, NOW + 30 * MINUTE, NOW + 60 * MINUTE),
        (pair.alice.pk, later, later + 30 * MINUTE),
    }


@pytest.mark.parametrize(
    ("minutes", "is_possible"), [(19, False), (20, True), (29, True), (30, True), (89, True), (90, False)]
)
def test_from_ten_minutes_before_the_end_to_an_hour_after_it(pair, minutes, is_possible):
    pause, now = factories.paused(pair.alice_seat, 30, NOW), NOW + minutes * MINUTE
    shown = pause_as_seen(pair.bob_seat, now)
    assert bool((shown.running or shown.back).more) is is_possible
    if is_possible:
        assert half_an_hour(pair.bob_seat, pause, now).is_running(now)
    else:
        with pytest.raises(NotTheTimeForMore):
            half_an_hour(pair.bob_seat, pause, now)


def test_each_may_once_and_a_second_tap_finds_the_first(pair):
    pause, at = factories.paused(pair.alice_seat, 30, NOW), NOW + 25 * MINUTE
    end = half_an_hour(pair.alice_seat, pause, at).ends_at
    assert half_an_hour(pair.alice_seat, pause, at).ends_at == end
    end = half_an_hour(pair.bob_seat, pause, end).ends_at
    for now in (end - MINUTE, end + MINUTE):
        with pytest.raises(AskedForMoreBefore):
            half_an_hour(pair.alice_seat, pause, now)
    assert half_an_hour(pair.bob_seat, pause, end - MINUTE).ends_at == end
    with pytest.raises(AskedForMoreBefore):
        half_an_hour(pair.bob_seat, pause, end + MINUTE)
    assert not pause_as_seen(pair.bob_seat, end + MINUTE).back.more


@both_databases
def test_nobody_cuts_what_the_other_asked_for(pair):
    """What is left of one's own goes back to where the other's ends."""
    pause, at = factories.paused(pair.alice_seat, 30, NOW), NOW + 25 * MINUTE
    half_an_hour(pair.bob_seat, pause, at)
    assert not pause_as_seen(pair.alice_seat, at).running.is_mine
    with pytest.raises(NotMyPause):
        return_early(pause.pk, pair.alice_seat, at)
    assert return_early(pause.pk, pair.bob_seat, at)
    pause.refresh_from_db()
    assert (pause.ends_at, pause.ended_at) == (NOW + 30 * MINUTE, None)
    assert pending("pause_over") == {(person, pause.ends_at) for person in (pair.alice.pk, pair.bob.pk)}
    assert return_early(pause.pk, pair.alice_seat, at + MINUTE)
    pause.refresh_from_db()
    assert pause.ended_at == at + MINUTE
    with pytest.raises(AskedForMoreBefore):
        half_an_hour(pair.bob_seat, pause, at + 2 * MINUTE)


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(seconds=50)])
@both_databases
def test_the_last_pause_is_the_one_begun_last_whatever_the_clocks_say(pair, behind):
    """Two taps can come in one moment, and the second by a machine whose clock is behind."""
    first = factories.paused(pair.alice_seat, 30, NOW)
    assert start_pause(pair.bob_seat, NOW + HOUR, NOW) == first, "now both know of it"
    assert return_early(first.pk, pair.alice_seat, NOW)
    second = factories.paused(pair.alice_seat, 30, NOW - behind)
    assert second.stretches.get().starts_at == second.started_at > first.started_at
    over = second.ends_at + MINUTE
    assert pause_as_seen(pair.bob_seat, over).back.id == second.pk
    assert ask_for_more(None, pair.bob_seat, More(length=30 * MINUTE), over) == second


@both_databases
def test_a_pause_from_before_the_clock_was_set_back_is_in_nobodys_way(pair):
    pause = factories.paused(pair.alice_seat, 30, NOW)
    assert return_early(pause.pk, pair.alice_seat, NOW + 20 * MINUTE)
    ahead = factories.paused(pair.bob_seat, 30, NOW + 3 * HOUR)
    longer = half_an_hour(pair.alice_seat, pause, NOW + 40 * MINUTE)
    assert longer.is_running(NOW + 40 * MINUTE)
    ahead.refresh_from_db()
    assert ahead.ended_at == ahead.started_at, "it never ran"


def test_it_counts_for_whoever_asks(pair):
    factories.paused(pair.bob_seat, 24 * 60, NOW - 30 * HOUR)
    pause, over = factories.paused(pair.alice_seat, 30, NOW), NOW + 30 * MINUTE
    with pytest.raises(PausedEnough):
        half_an_hour(pair.bob_seat, pause, over)
    assert half_an_hour(pair.alice_seat, pause, over)


def test_more_of_ones_own_makes_a_long_pause_of_a_short_one(pair):
    for day in (0, 2, 4):
        factories.paused(pair.alice_seat, 12 * 60 + 1, NOW + day * 24 * HOUR)
    start = NOW + 6 * 24 * HOUR
    pause = factories.paused(pair.alice_seat, 12 * 60, start)
    with pytest.raises(PausedForLong):
        half_an_hour(pair.alice_seat, pause, start + 12 * HOUR)
    assert half_an_hour(pair.bob_seat, pause, start + 12 * HOUR)


@pytest.mark.parametrize(
    ("more", "is_possible"),
    [
        (More(length=20 * MINUTE), True),
        (More(length=19 * MINUTE), False),
        (More(moment=NOW + 24 * HOUR), True),
        (More(moment=NOW + 24 * HOUR + MINUTE), False),
        (More(moment=NOW), False),
    ],
)
def test_twenty_minutes_at_least_and_a_day_in_all(pair, more, is_possible):
    pause, over = factories.paused(pair.alice_seat, 30, NOW), NOW + 30 * MINUTE
    if is_possible:
        assert ask_for_more(pause.pk, pair.bob_seat, more, over).is_running(over)
    else:
        with pytest.raises(PauseRefused):
            ask_for_more(pause.pk, pair.bob_seat, more, over)


@both_databases
def test_while_another_runs_it_is_that_one(pair):
    """Also one that the other has just begun, and that nobody else knows of yet."""
    first = factories.paused(pair.alice_seat, 30, NOW)
    over = NOW + 40 * MINUTE
    second = start_pause(pair.alice_seat, over + 60 * MINUTE, over)
    for named in (first.pk, None):
        Pause.objects.filter(pk=second.pk).update(known_at=second.known_at)
        assert ask_for_more(named, pair.bob_seat, More(length=30 * MINUTE), over).pk == second.pk
        assert Pause.objects.get(pk=second.pk).known_at == over
    assert Stretch.objects.count() == 2
    with pytest.raises(NotTheTimeForMore):
        ask_for_more(uuid.uuid4(), pair.bob_seat, More(length=HOUR), over + 70 * MINUTE)


# What is offered, and the clock it goes by

EVENING = datetime(2027, 3, 3, 20, 0, tzinfo=UTC)  # 21:00 in Berlin
BERLIN = Agreed(30, "Europe/Berlin")


def test_clock_times_go_by_the_agreed_clock_and_lengths_alone_without_one(pair):
    pause = factories.paused(pair.alice_seat, 30, EVENING)
    over = EVENING + 30 * MINUTE
    nine = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)
    offered = offers_of_more(pause, pair.bob_seat, BERLIN, over)
    assert [offer.until for offer in offered] == [over + 30 * MINUTE, over + HOUR, nine]
    assert len(offers_of_more(pause, pair.bob_seat, Agreed(30), over)) == 2
    assert more_promised(offered[-1].name).until(over) == nine
    assert more_at(time(8, 15), BERLIN, over).until(over) == datetime(2027, 3, 4, 7, 15, tzinfo=UTC)
    with pytest.raises(OfferGone):
        more_at(time(8, 15), Agreed(30), over)
    for name in ("x", "\0", "20270304T", "9" * 500, "-5"):
        with pytest.raises(OfferGone):
            more_promised(name)


def test_the_page_asks_and_says_what_is_refused(pair, alice_client):
    pause = factories.over_pause(pair.bob_seat)
    for sent, said in (
        ({}, "Choose until when."),
        ({"minutes": "5"}, "between 20 minutes and 24 hours"),
        ({"offer": "x"}, "not possible any more"),
        ({"at": "08:15"}, "not possible any more"),
    ):
        answer = alice_client.post("/pause/extend/", {"pause": pause.pk, **sent})
        assert answer.status_code == 400
        assert said in answer.content.decode(), sent
    assert alice_client.post("/pause/extend/", {"pause": pause.pk, "offer": "30"}).status_code == 302
    assert "needs a pause" not in alice_client.get("/pause/").content.decode()
    assert "end my pause" in alice_client.get("/pause/").content.decode()
