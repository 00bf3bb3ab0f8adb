"""Quiet hours as tables: across midnight, across both changes of the clocks, and what they never hold."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from couples.people.models import User
from reminders.delivery.quiet_hours import end_of_quiet
from reminders.models import Preferences, Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import Plain, account_mail, plain_notice, send_due, states

BERLIN, SHANGHAI, NEW_YORK = "Europe/Berlin", "Asia/Shanghai", "America/New_York"


def at(text: str, zone: str, fold: int = 0) -> datetime:
    """Return a moment by a wall clock, such as "2026-11-25 23:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def clock(text: str) -> time:
    return time.fromisoformat(text)


NIGHT = ("22:00", "08:00")
NIGHTS = [
    # from, until, zone, now there, ends there (None: not quiet)
    (*NIGHT, BERLIN, "2026-11-25 21:59", None),
    (*NIGHT, BERLIN, "2026-11-25 22:00", "2026-11-26 08:00"),
    (*NIGHT, BERLIN, "2026-11-25 23:59", "2026-11-26 08:00"),
    (*NIGHT, BERLIN, "2026-11-26 00:00", "2026-11-26 08:00"),
    (*NIGHT, BERLIN, "2026-11-26 07:59", "2026-11-26 08:00"),
    (*NIGHT, BERLIN, "2026-11-26 08:00", None),
    (*NIGHT, SHANGHAI, "2026-11-26 03:00", "2026-11-26 08:00"),
    (*NIGHT, NEW_YORK, "2026-12-31 23:00", "2027-01-01 08:00"),
    # Within one day, all day but an hour, and none at all.
    ("12:00", "14:00", BERLIN, "2026-11-25 13:00", "2026-11-25 14:00"),
    ("12:00", "14:00", BERLIN, "2026-11-25 14:00", None),
    ("09:00", "08:00", BERLIN, "2026-11-25 08:30", None),
    ("09:00", "08:00", BERLIN, "2026-11-25 09:30", "2026-11-26 08:00"),
    ("22:00", "22:00", BERLIN, "2026-11-25 22:00", None),
    # The night in which the clocks go forward (02:00 → 03:00) and back (03:00 → 02:00).
    (*NIGHT, BERLIN, "2026-03-28 23:00", "2026-03-29 08:00"),
    (*NIGHT, BERLIN, "2026-03-29 03:00", "2026-03-29 08:00"),
    (*NIGHT, BERLIN, "2026-10-24 23:00", "2026-10-25 08:00"),
    # Quiet hours that end or begin inside the gap, which is an hour after its start.
    ("22:00", "02:30", BERLIN, "2026-03-29 01:59", "2026-03-29 03:30"),
    ("22:00", "02:30", BERLIN, "2026-03-29 03:30", None),
    ("02:30", "08:00", BERLIN, "2026-03-29 03:29", None),
    ("02:30", "08:00", BERLIN, "2026-03-29 03:30", "2026-03-29 08:00"),
    # Within the hour that the clocks skip there is no night, and nothing waits until the next one.
    ("02:30", "03:00", BERLIN, "2026-03-29 03:30", None),
    ("02:30", "03:15", BERLIN, "2026-03-29 03:40", None),
    ("02:10", "02:40", BERLIN, "2026-03-29 03:20", "2026-03-29 03:40"),
    ("02:00", "03:00", BERLIN, "2026-03-29 03:00", None),
    ("02:00", "03:00", BERLIN, "2026-03-29 12:00", None),
]


@pytest.mark.parametrize(("start", "end", "zone", "now", "ends"), NIGHTS)
def test_nights(start: str, end: str, zone: str, now: str, ends: str | None) -> None:
    found = end_of_quiet(at(now, zone), clock(start), clock(end), zone)
    assert found == (at(ends, zone) if ends else None)


def test_time_that_comes_twice_ends_the_quiet_hours_the_first_time() -> None:
    """And the second 02:10 does not wait for the next day's 02:30."""
    first, second = at("2026-10-25 02:10", BERLIN), at("2026-10-25 02:10", BERLIN, fold=1)
    assert end_of_quiet(first, clock("22:00"), clock("02:30"), BERLIN) == at("2026-10-25 02:30", BERLIN)
    assert end_of_quiet(second, clock("22:00"), clock("02:30"), BERLIN) is None


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2026-11-25"])
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, "America/Santiago", "Australia/Lord_Howe", SHANGHAI])
@pytest.mark.parametrize(("start", "end"), [NIGHT, ("23:30", "02:30"), ("02:15", "02:45"), ("00:00", "03:00")])
def test_nobody_ever_waits_longer_than_the_quiet_hours_and_a_change(start: str, end: str, zone: str, day: str) -> None:
    moment = at(f"{day} 12:00", zone)
    length = timedelta(hours=(clock(end).hour - clock(start).hour) % 24 + 1.5)
    for minutes in range(0, 60 * 36, 10):
        now = moment + timedelta(minutes=minutes)
        ends = end_of_quiet(now, clock(start), clock(end), zone)
        assert ends is None or timedelta(0) < ends - now <= length


# Through the engine


@pytest.fixture
def midnight() -> datetime:
    """Midnight on Dana's clocks."""
    return at("2026-11-26 00:00", BERLIN)


def test_mail_waits_until_the_end_and_is_sent_then(
    dana: User, plain_kind: Plain, midnight: datetime, smtp_server: MailServer
) -> None:
    plain_notice(dana, midnight)
    send_due(midnight)
    assert states(channel="email") == {State.PENDING: 1}
    send_due(at("2026-11-26 07:59", BERLIN))
    assert smtp_server.letters == []
    send_due(at("2026-11-26 08:00", BERLIN))
    assert len(smtp_server.letters) == 1


def test_in_app_never_waits(dana: User, plain_kind: Plain, midnight: datetime, smtp_server: MailServer) -> None:
    plain_notice(dana, midnight)
    send_due(midnight)
    assert states(channel="in_app") == {State.SENT: 1}


def test_agreed_clock_time_passes(
    dana: User, plain_kind: Plain, midnight: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Plain, "has_agreed_clock_time", True)
    plain_notice(dana, midnight)
    send_due(midnight)
    assert len(smtp_server.letters) == 1


def test_check_in_at_night_and_the_end_of_a_pause_pass(pair: Pair, midnight: datetime, smtp_server: MailServer) -> None:
    check_in = factories.check_in_at(pair, midnight + timedelta(minutes=30), midnight, remind_minutes=0)
    pause = factories.paused(pair.bob_seat, 20, midnight)
    Reminder.objects.exclude(kind__in=["check_in", "pause_over"]).delete()
    send_due(pause.ends_at)
    send_due(check_in.starts_at)
    assert len(smtp_server.letters) == 4


def test_each_person_has_their_own(pair: Pair, plain_kind: Plain, midnight: datetime, smtp_server: MailServer) -> None:
    Reminder.objects.all().delete()
    Preferences.objects.create(user=pair.bob, quiet_from=time(1, 0), quiet_until=time(6, 0))
    for person in (pair.alice, pair.bob):
        plain_notice(person, midnight)
    send_due(midnight)
    assert [letter.recipients for letter in smtp_server.letters] == [[pair.bob.email]]


def test_their_zone_counts_and_not_the_servers(
    dana: User, plain_kind: Plain, midnight: datetime, smtp_server: MailServer
) -> None:
    User.objects.filter(pk=dana.pk).update(time_zone="Pacific/Auckland")  # noon there
    plain_notice(dana, midnight)
    send_due(midnight)
    assert len(smtp_server.letters) == 1


def test_account_mail_never_waits(db: None, midnight: datetime, smtp_server: MailServer) -> None:
    account_mail("dana@example.org", midnight)
    send_due(midnight)
    assert len(smtp_server.letters) == 1


def test_mail_that_makes_no_sense_in_the_morning_is_missed_and_not_sent(
    dana: User, plain_kind: Plain, midnight: datetime, smtp_server: MailServer
) -> None:
    plain_notice(dana, midnight)
    Reminder.objects.update(expires_at=midnight + timedelta(hours=2))
    for hours in (0, 2, 8):
        send_due(midnight + timedelta(hours=hours))
    assert states(channel="email") == {State.MISSED: 1}
    assert smtp_server.letters == []
