"""The ticker looks from a floor on and forgets it now and then; asleep, it is woken by what is due earlier."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from reminders.channels import CHANNELS
from reminders.fast import index_floor as floors
from reminders.fast import wake_up as waking
from reminders.fast.index_floor import MARGIN, Floors
from reminders.fast.wake_up import Alarm, announce
from reminders.models import Reminder
from reminders.queue.leases import lease_due
from reminders.scheduling import schedule
from reminders.ticking import ticker
from tests.helpers import factories
from tests.helpers.waiting import wait_until
from tests.reminders.sending import PLAIN, Plain, account_mail, plain_notice

pytestmark = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")


# Floors


def test_the_first_look_sees_everything(dana, now):
    row = plain_notice(dana, now - timedelta(days=30))
    assert Floors().next_due("in_app", now) == row.due_at


@pytest.mark.postgres
def test_nothing_before_the_next_row_is_looked_at_again(dana, now):
    seen = Floors()
    plain_notice(dana, now - timedelta(minutes=10), "plain:1")
    assert seen.next_due("in_app", now) == now - timedelta(minutes=10)
    assert seen.of("in_app", now) == now - timedelta(minutes=10) - MARGIN
    Reminder.objects.all().delete()
    assert seen.next_due("in_app", now) is None
    assert seen.of("in_app", now) == now - MARGIN


def test_a_row_that_is_ahead_does_not_raise_the_floor_over_the_present(dana, now):
    seen = Floors()
    plain_notice(dana, now + timedelta(days=3))
    assert seen.next_due("in_app", now) == now + timedelta(days=3)
    plain_notice(dana, now, "plain:now")
    assert seen.next_due("in_app", now) == now


def test_a_clock_that_is_set_back_lowers_the_floor(dana, now):
    seen = Floors()
    seen.next_due("in_app", now)
    earlier = now - timedelta(hours=1)
    plain_notice(dana, earlier)
    assert seen.next_due("in_app", earlier) == earlier


@pytest.mark.postgres
def test_what_slipped_in_below_is_found_at_the_next_full_look(dana, now, monkeypatch):
    seen = Floors()
    seen.next_due("in_app", now)
    row = plain_notice(dana, now - timedelta(hours=1))
    assert seen.next_due("in_app", now) is None
    seen.forget_now_and_then()
    assert seen.next_due("in_app", now) is None
    monkeypatch.setattr(floors, "FULL_LOOK_EVERY_SECONDS", 0)
    seen.forget_now_and_then()
    assert seen.next_due("in_app", now) == row.due_at


@pytest.mark.embedded
def test_sqlite_has_no_floor_and_finds_what_slipped_in_at_once(dana, now):
    seen = Floors()
    seen.next_due("in_app", now)
    row = plain_notice(dana, now - timedelta(hours=1))
    assert seen.next_due("in_app", now) == row.due_at


def test_channels_have_floors_of_their_own(dana, now):
    seen = Floors()
    seen.next_due("in_app", now)
    row = account_mail("erin@example.org", now - timedelta(hours=1))
    assert seen.next_due("email", now) == row.due_at


def test_a_lease_takes_nothing_before_its_floor(dana, now):
    plain_notice(dana, now - timedelta(hours=1))
    assert lease_due("in_app", now, now - timedelta(minutes=1)) is None
    assert lease_due("in_app", now, now - timedelta(hours=1)) is not None


def test_a_flood_of_slow_channels_leaves_room_for_notices(dana, plain_kind: Plain, now, monkeypatch):
    """Every channel's messages wait in the same broker; in-app is the one that never waits on others."""
    fullest = max(channel.most_waiting for name, channel in CHANNELS.items() if name != "in_app")
    published: list[str] = []
    monkeypatch.setattr(ticker, "waiting_messages", lambda: fullest)
    monkeypatch.setattr(ticker, "publish", lambda _lease, channel: published.append(channel.name))
    Reminder.objects.all().delete()
    plain_notice(dana, now)
    account_mail("someone@example.org", now)
    ticker.publish_due(now, Floors())
    assert published == ["in_app"]


# Waking


def asleep(alarm: Alarm, seconds: float) -> threading.Thread:
    """Start a ticker's sleep in a thread, with a connection of its own."""

    def sleep() -> None:
        alarm.sleep(seconds)
        alarm.close()
        connection.close()

    sleeper = threading.Thread(target=sleep)
    sleeper.start()
    return sleeper


@pytest.fixture
def alarm(transactional_db: None) -> Alarm:
    """An alarm that listens already, so that no test has to wait until it does."""
    waking._in_this_process.clear()
    made = Alarm()
    made.sleep(0.001)
    return made


def test_a_row_due_now_wakes_a_sleeper(alarm, plain_kind: Plain):
    person = factories.person("Dana")
    sleeper = asleep(alarm, 60)
    schedule(PLAIN, "plain:1", occurrence="once", people=[person.pk], due_at=timezone.now())
    wait_until(lambda: not sleeper.is_alive(), 10, "the sleeper is awake")


def test_a_row_that_is_rolled_back_wakes_nobody(alarm):
    sleeper = asleep(alarm, 1)
    with transaction.atomic():
        announce(timezone.now())
        transaction.set_rollback(True)
    sleeper.join(0.2)
    assert sleeper.is_alive()
    sleeper.join(10)


@pytest.mark.postgres
def test_a_row_that_is_due_later_wakes_nobody(alarm):
    sleeper = asleep(alarm, 1)
    announce(timezone.now() + timedelta(hours=1))
    sleeper.join(0.2)
    assert sleeper.is_alive()
    sleeper.join(10)


@pytest.mark.postgres
def test_a_listener_whose_connection_broke_sleeps_on_and_listens_again(alarm, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    alarm.sleep(0.1)
    assert not alarm._listening
    monkeypatch.setattr(alarm, "_retry_at", 0.0)
    alarm.sleep(0.001)
    assert alarm._listening
    alarm.close()
