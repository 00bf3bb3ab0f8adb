"""Being asked once a day: off until one names a time, at most once a day, and without a word of what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from couples.people.models import User
from journal.daily.models import DailyAsk
from journal.daily.reminders import LOG
from journal.daily.verbs import ask_daily
from reminders.delivery.worker import deliver
from reminders.models import Notice, Reminder
from reminders.queue.leases import lease_due
from tests.helpers import factories

pytestmark = pytest.mark.django_db
# The day before the clocks in Berlin go forward.
NOW = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(now: datetime) -> int:
    LOG.ask_again(now)
    while lease := lease_due("in_app", now):
        deliver(lease, now)
    return Notice.objects.filter(kind=LOG.name).count()


@pytest.fixture
def person() -> User:
    return factories.person("Kim", time_zone="Europe/Berlin")


def test_nobody_is_asked_who_did_not_name_a_time(person: User) -> None:
    assert told(NOW) == 0
    assert not Reminder.objects.filter(kind=LOG.name).exists()


def test_by_ones_own_clock_once_a_day_however_often_the_time_moves(person: User) -> None:
    ask_daily(person, time(20, 0), NOW)
    ask_daily(person, time(21, 0), NOW)
    evening = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)
    assert [told(at) for at in (evening - HOUR, evening, evening)] == [0, 1, 1]
    ask_daily(person, time(22, 0), evening)
    assert told(evening + HOUR) == 1, "one a day"
    ask_daily(person, None, evening)
    ask_daily(person, time(22, 30), evening)
    assert told(evening + 2 * HOUR) == 1, "nor by switching it off and on"
    # 22:30 there is 20:30 in UTC from the next day on.
    next_day = datetime(2027, 3, 28, 20, 30, tzinfo=UTC)
    assert [told(at) for at in (next_day - timedelta(minutes=1), next_day)] == [1, 2]


def test_off_again_nothing_is_told(person: User) -> None:
    ask_daily(person, time(20, 0), NOW)
    row = Reminder.objects.get(kind=LOG.name, channel="in_app")
    ask_daily(person, None, NOW)
    assert (DailyAsk.objects.count(), Reminder.objects.filter(kind=LOG.name).count()) == (0, 0)
    assert row.pk in LOG.decide([row], NOW)
    assert told(NOW + 24 * HOUR) == 0


def test_it_says_nothing_outside_the_app(person: User) -> None:
    ask_daily(person, time(20, 0), NOW)
    row = Reminder.objects.get(kind=LOG.name, channel="in_app")
    assert (LOG.neutral(row, NOW).subject, LOG.plain(row, NOW).subject, LOG.detail(row, NOW)) == (
        "Steady",
        "Steady",
        "",
    )
    assert "email" not in LOG.channels
