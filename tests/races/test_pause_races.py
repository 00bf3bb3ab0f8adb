"""Two pauses at once, and one while the other leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.pauses import verbs as pauses
from agreements.pauses.models import Pause
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
