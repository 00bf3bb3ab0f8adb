"""Two pauses at once, and one while the other leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.pauses import extending, returning
from agreements.pauses import verbs as pauses
from agreements.pauses.extending import More, NotTheTimeForMore, ask_for_more
from agreements.pauses.models import Pause, Stretch
from agreements.pauses.returning import Written
from couples.seats import leaving
from couples.seats.leaving import NotConnected
from reminders.models import Reminder
from tests.helpers import factories
from tests.races.stage import LEAVING, interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now()


# Two pauses at once


def two_pauses(pair, ahead=timedelta(0)):
    """Alice's tap comes first; her request read the clock `ahead` of Bob's."""
    return interleave(
        lambda: factories.paused(pair.alice_seat, 20, NOW + ahead),
        lambda: factories.paused(pair.bob_seat, 60, NOW),
        before=r'INSERT INTO "agreements_pause"',
    )


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(seconds=2)])
def test_when_both_pause_at_once_both_get_the_same_pause(pair, ahead):
    first, second = two_pauses(pair, ahead)
    assert first.pk == second.pk
    assert Pause.objects.get().started_by == pair.alice
    assert Reminder.objects.filter(kind="pause_over").count() == 4


@pytest.mark.postgres
def test_companion_without_the_row_update_and_the_constraint_two_pauses_run(pair, monkeypatch):
    monkeypatch.setattr(pauses, "keep_connected", lambda seat: True)
    with without(Pause, "one_running_pause"):
        two_pauses(pair)
        assert Pause.objects.running(NOW).count() == 2


def test_companion_with_clocks_that_must_agree_the_second_tap_takes_the_pause_away(pair, monkeypatch):
    monkeypatch.setattr("agreements.pauses.models.CLOCKS_APART", timedelta(0))
    monkeypatch.setattr(pauses, "CLOCKS_APART", timedelta(0))
    _first, second = two_pauses(pair, timedelta(seconds=2))
    assert second.started_by == pair.bob


def test_a_pause_taken_while_the_other_leaves_does_not_stay(pair):
    _left, refused = interleave(
        lambda: leaving.leave(pair.alice_seat, NOW),
        lambda: factories.paused(pair.bob_seat, 20, NOW),
        before=rf'INSERT INTO "agreements_pause"|{LEAVING}',
    )
    assert isinstance(refused, NotConnected)
    assert not Pause.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_row_update_a_pause_runs_in_a_closed_couple(pair, monkeypatch):
    monkeypatch.setattr(pauses, "keep_connected", lambda seat: True)
    interleave(
        lambda: leaving.leave(pair.alice_seat, NOW),
        lambda: factories.paused(pair.bob_seat, 20, NOW),
        before=rf'INSERT INTO "agreements_pause"|{LEAVING}',
    )
    assert Pause.objects.running(NOW).exists()


# What each writes, and more time


def two_pages(pair):
    """Both hand in at the same moment."""
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    return interleave(
        lambda: returning.hand_in_page(pause.pk, pair.alice_seat, Written(felt="x"), NOW),
        lambda: returning.hand_in_page(pause.pk, pair.bob_seat, Written(felt="y"), NOW),
        before=r'UPDATE "agreements_pause"',
    )


def test_when_both_hand_in_at_once_it_opens(pair):
    assert sorted(two_pages(pair)) == [False, True]
    assert Pause.objects.get().opened_at == NOW


@pytest.mark.postgres
def test_companion_without_the_row_update_each_counts_one_page(pair, monkeypatch):
    monkeypatch.setattr(pauses, "keep_connected", lambda seat: True)
    assert two_pages(pair) == [False, False]
    assert Pause.objects.get().opened_at is None


def two_extensions(pair):
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    more = [More(length=timedelta(minutes=minutes)) for minutes in (30, 60)]
    found = interleave(
        lambda: ask_for_more(pause.pk, pair.alice_seat, more[0], NOW),
        lambda: ask_for_more(pause.pk, pair.bob_seat, more[1], NOW),
        before=r'UPDATE "agreements_pause"',
    )
    pause.refresh_from_db()
    return found, pause


def test_of_two_who_ask_for_more_at_once_one_does(pair):
    """The other's page was about its end; what runs by then is there to be asked about anew."""
    found, pause = two_extensions(pair)
    assert pause.ends_at == NOW + timedelta(minutes=30)
    assert isinstance(found[1], NotTheTimeForMore)
    assert Stretch.objects.filter(is_extension=True).get().person == pair.alice


@pytest.mark.postgres
def test_companion_without_the_row_update_and_the_revision_both_count(pair, monkeypatch):
    monkeypatch.setattr(pauses, "keep_connected", lambda seat: True)
    monkeypatch.setattr(extending, "_move_end", move_end_unguarded)
    _found, pause = two_extensions(pair)
    assert pause.ends_at == NOW + timedelta(minutes=60)
    assert Stretch.objects.filter(is_extension=True).count() == 2


def move_end_unguarded(pause, until):
    Pause.objects.filter(pk=pause.pk).update(ends_at=until, ended_at=None)
    pause.refresh_from_db()


def end_and_extension(pair):
    pause = factories.paused(pair.alice_seat, 25, NOW - timedelta(minutes=20))
    found = interleave(
        lambda: pauses.return_early(pause.pk, pair.alice_seat, NOW),
        lambda: ask_for_more(pause.pk, pair.bob_seat, More(length=timedelta(minutes=30)), NOW),
        before=r'UPDATE "agreements_pause"',
    )
    pause.refresh_from_db()
    return found, pause


def test_an_end_and_an_extension_at_once_are_one_after_the_other(pair):
    (is_ended, _longer), pause = end_and_extension(pair)
    assert is_ended
    assert (pause.ended_at, pause.ends_at) == (None, NOW + timedelta(minutes=30))
    stretches = sorted((each.starts_at, each.ends_at) for each in pause.stretches.all())
    assert stretches == [(NOW - timedelta(minutes=20), NOW), (NOW, NOW + timedelta(minutes=30))]


@pytest.mark.postgres
def test_companion_without_the_row_update_and_the_revision_more_is_counted_than_passes(pair, monkeypatch):
    monkeypatch.setattr(pauses, "keep_connected", lambda seat: True)
    monkeypatch.setattr(extending, "_move_end", move_end_unguarded)
    _found, pause = end_and_extension(pair)
    stretches = sorted((each.starts_at, each.ends_at) for each in pause.stretches.all())
    assert stretches[0][1] < stretches[1][0], "a gap that was no gap"


def slip_and_start(pair):
    pause = pauses.start_pause(pair.alice_seat, NOW + timedelta(minutes=30), NOW)
    return pause, interleave(
        lambda: pauses.start_pause(pair.bob_seat, NOW + timedelta(minutes=30), NOW),
        lambda: pauses.take_back_slip(pause.pk, pair.alice_seat, NOW),
        before=r'UPDATE "agreements_pause"',
    )


def test_what_the_other_has_tapped_as_well_is_no_slip(pair):
    pause, (joined, refused) = slip_and_start(pair)
    assert joined.pk == pause.pk
    assert isinstance(refused, pauses.NoLongerASlip)
    assert Pause.objects.running(NOW).get().known_at == NOW


@pytest.mark.postgres
def test_without_the_row_update_the_moment_in_the_update_still_refuses(pair, monkeypatch):
    """The row count alone keeps what the other has made known."""
    monkeypatch.setattr(pauses, "keep_connected", lambda seat: True)
    _pause, (_joined, refused) = slip_and_start(pair)
    assert isinstance(refused, pauses.NoLongerASlip)
    assert Pause.objects.exists()
