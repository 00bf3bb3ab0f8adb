"""That answers are open is told to both alike, once: with the time, else with the second of the two."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from agreements.letters import consent
from basics.localtime import local
from checkins.rhythm.models import CheckIn
from checkins.rhythm.reminders import ANSWERS_OPEN, CHECK_IN
from reminders.kinds import Hold
from reminders.models import Notice, Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due, states

pytestmark = pytest.mark.both_databases("rows are made, decided on and marked by SQL of each database's own")
IN_APP = ["in_app"]


@pytest.fixture
def now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def ahead(pair: Pair, now: datetime) -> CheckIn:
    return factories.upcoming_check_in(pair, now, hours=5)


def told() -> list[str]:
    return sorted(notice.user.name for notice in Notice.objects.filter(kind="answers_open").select_related("user"))


def rows() -> list[tuple[object, ...]]:
    return sorted(Reminder.objects.values_list("kind", "subject", "occurrence", "recipient", "channel", "due_at"))


def test_before_the_time_the_rows_are_the_same_whoever_is_in(pair: Pair, ahead: CheckIn, now: datetime) -> None:
    before = rows()
    assert states(kind="answers_open") == {State.PENDING: 4}
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(ahead, seat, now=now)
        assert rows() == before
    send_due(ahead.starts_at - timedelta(seconds=1), IN_APP)
    assert told() == []


def test_with_the_time_both_are_told_once(pair: Pair, ahead: CheckIn, now: datetime) -> None:
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(ahead, seat, now=now)
    for minutes in (0, 2, 60):
        send_due(ahead.starts_at + timedelta(minutes=minutes), IN_APP)
        assert told() == ["Alice", "Bob"]
    [line] = {
        line.text for line in ANSWERS_OPEN.lines(list(Notice.objects.filter(kind="answers_open")), now).values()
    } or [""]
    assert line == "", "its text is asked for as the page is: not before the time"
    later = ANSWERS_OPEN.lines(list(Notice.objects.filter(kind="answers_open")), ahead.starts_at)
    assert {line.text for line in later.values()} == {"Your answers are open. Read them together."}


def test_after_the_time_both_are_told_once_with_the_second(pair: Pair, ahead: CheckIn, now: datetime) -> None:
    begins = ahead.starts_at
    factories.handed_in(ahead, pair.alice_seat, now=now)
    send_due(begins, IN_APP)
    # Asked again for a minute, since what came in just before the time may still be on its way; then it is dropped.
    assert states(kind="answers_open", channel="in_app") == {State.PENDING: 2}
    send_due(begins + timedelta(minutes=1), IN_APP)
    assert states(kind="answers_open", channel="in_app") == {State.WITHDRAWN: 2}
    assert told() == []
    factories.handed_in(ahead, pair.bob_seat, now=begins + timedelta(hours=30))
    send_due(begins + timedelta(hours=30), IN_APP)
    assert told() == ["Alice", "Bob"]


def test_whoever_comes_in_the_minute_after_the_time_makes_one_telling(
    pair: Pair, ahead: CheckIn, now: datetime
) -> None:
    """The row of the time is still there, and finds the answers open: the other row tells of them."""
    factories.handed_in(ahead, pair.alice_seat, now=now)
    send_due(ahead.starts_at, IN_APP)
    factories.handed_in(ahead, pair.bob_seat, now=ahead.starts_at + timedelta(seconds=20))
    send_due(ahead.starts_at + timedelta(minutes=2), IN_APP)
    assert told() == ["Alice", "Bob"]


def test_what_came_in_just_before_the_time_and_was_written_just_after_it_is_told(
    pair: Pair, ahead: CheckIn, now: datetime
) -> None:
    factories.handed_in(ahead, pair.alice_seat, now=now)
    send_due(ahead.starts_at, IN_APP)
    factories.handed_in(ahead, pair.bob_seat, now=ahead.starts_at - timedelta(milliseconds=5))
    send_due(ahead.starts_at + timedelta(minutes=1), IN_APP)
    assert told() == ["Alice", "Bob"]


def test_a_pause_holds_it_and_an_end_a_move_and_a_leave_take_it_back(pair: Pair, ahead: CheckIn, now: datetime) -> None:
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(ahead, seat, now=now)
    first = list(Reminder.objects.filter(kind="answers_open"))
    is_then = f"{local(ahead.starts_at, ahead.zone):%H:%M}" == "23:59"
    factories.amended(factories.rhythm_of(ahead), pair.alice_seat, now, at="23:58" if is_then else "23:59")
    consent.accept(factories.rhythm_of(ahead), pair.bob_seat, 2, now)
    moved = CheckIn.objects.get()
    assert ANSWERS_OPEN.decide(first, ahead.starts_at).keys() == {row.pk for row in first}, (
        "they are about another time"
    )
    begins = moved.starts_at
    factories.paused(pair.bob_seat, 30, now=begins - timedelta(minutes=10))
    fresh = list(Reminder.objects.filter(kind="answers_open", state=State.PENDING))
    assert set(ANSWERS_OPEN.decide(fresh, begins).values()) == {Hold(begins + timedelta(minutes=20))}
    consent.end(factories.rhythm_of(ahead), pair.alice_seat, now)
    send_due(begins + timedelta(hours=1), IN_APP)
    assert told() == []


def test_the_reminder_says_what_is_true_for_its_reader_alone(pair: Pair, ahead: CheckIn, now: datetime) -> None:
    factories.handed_in(ahead, pair.alice_seat, now=now)
    mails = {row.user: row for row in Reminder.objects.filter(kind="check_in", channel="email").select_related("user")}
    texts = {person: CHECK_IN.plain(row, now).paragraphs[1] for person, row in mails.items()}
    assert texts == {
        pair.alice: "What you wrote is in. Nothing opens before it is time.",
        pair.bob: "If you like, write a few lines beforehand. Nobody reads them before it is time.",
    }
    factories.handed_in(ahead, pair.bob_seat, now=now)
    mails[pair.alice].found = None
    assert CHECK_IN.plain(mails[pair.alice], now).paragraphs[1] == texts[pair.alice]
