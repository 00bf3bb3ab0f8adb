"""Only the next check-in of a rhythm is a row, with one reminder per person and channel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.letters import consent
from basics.localtime import local
from checkins.rhythm.calendar import entry_of
from checkins.rhythm.models import CheckIn
from checkins.rhythm.reminders import CHECK_IN
from checkins.rhythm.scheduling import ensure_all_next, ensure_next
from reminders.kinds import Drop, Hold
from reminders.models import Reminder, State
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")
DAY = timedelta(days=1)
NOW = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def check_in(pair):
    """A check-in in five hours, reminded an hour before."""
    return factories.upcoming_check_in(pair, NOW, hours=5)


def reminders(state=State.PENDING):
    return Reminder.objects.filter(kind="check_in", state=state).exclude(occurrence__endswith=":first")


@both_databases
def test_a_rhythm_that_only_one_accepted_has_no_check_in(pair):
    factories.proposed("rhythm", pair.alice_seat)
    assert not CheckIn.objects.exists()
    assert not reminders().exists()


@both_databases
def test_in_force_there_is_one_check_in_and_both_are_reminded(pair, check_in):
    due = check_in.starts_at - timedelta(hours=1)
    assert {(row.user, row.channel, row.due_at) for row in reminders()} == {
        (user, channel, due) for user in (pair.alice, pair.bob) for channel in ("email", "in_app")
    }


def test_a_lead_that_is_over_becomes_a_reminder_at_the_start(pair):
    check_in = factories.upcoming_check_in(pair, NOW, hours=2, remind_minutes=1440)
    assert set(reminders().values_list("due_at", flat=True)) == {check_in.starts_at}


@both_databases
def test_a_reminder_row_has_a_unique_key_that_is_never_null(check_in):
    row = reminders().first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    key = {"kind", "subject", "occurrence", "recipient", "channel"}
    assert not [name for name in key if Reminder._meta.get_field(name).null]


@both_databases
def test_ensuring_the_next_one_twice_makes_one(check_in):
    for _ in range(3):
        assert ensure_next(check_in.agreement, NOW).pk == check_in.pk
    assert ensure_all_next(NOW) == 0
    later = check_in.starts_at + timedelta(minutes=1)
    assert ensure_all_next(later) == 1
    assert ensure_all_next(later) == 0
    assert CheckIn.objects.count() == 2


def test_a_rhythm_that_has_ended_gets_no_next_one(pair, check_in):
    consent.end(check_in.agreement, pair.bob_seat, NOW)
    assert ensure_next(check_in.agreement, NOW) is None
    assert not CheckIn.objects.ahead(NOW).exists()
    assert not reminders().exists()


def move(pair, check_in, hours):
    """Let both accept the talk so many hours later."""
    here = local(check_in.starts_at + timedelta(hours=hours), pair.alice.time_zone)
    agreement = factories.amended(check_in.agreement, pair.bob_seat, NOW, weekdays=[here.weekday()], at=f"{here:%H:%M}")
    consent.accept(agreement, pair.alice_seat, 2, NOW)
    return CheckIn.objects.get(pk=check_in.pk)


@both_databases
def test_a_moved_talk_is_the_same_check_in_and_reminded_anew(pair, check_in):
    moved = move(pair, check_in, 24)
    assert moved.starts_at == check_in.starts_at + timedelta(hours=24)
    assert CheckIn.objects.ahead(NOW).count() == 1
    assert set(reminders().values_list("due_at", flat=True)) == {moved.starts_at - timedelta(hours=1)}
    assert reminders(State.WITHDRAWN).count() == 4


def test_a_talk_moved_there_and_back_is_reminded_again(pair, check_in):
    """The key holds the revision: the rows of the first time do not stand in the way."""
    move(pair, check_in, 24)
    agreement = factories.amended(check_in.agreement, pair.bob_seat, NOW, **check_in.agreement.in_force.settings)
    consent.accept(agreement, pair.alice_seat, 3, NOW)
    assert reminders().count() == 4
    assert set(reminders().values_list("due_at", flat=True)) == {check_in.starts_at - timedelta(hours=1)}


@both_databases
def test_answers_stay_with_a_moved_talk(pair, check_in):
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    assert move(pair, check_in, 24).answers.count() == 3


def test_an_amendment_that_is_not_accepted_moves_nothing(pair, check_in):
    factories.amended(check_in.agreement, pair.bob_seat, NOW, at="05:00")
    assert CheckIn.objects.get().starts_at == check_in.starts_at


def agree_on(pair, rhythm, **values):
    """Let Bob suggest other words and Alice accept them; return what is ahead then."""
    letter = factories.amended(rhythm, pair.bob_seat, NOW, **values)
    consent.accept(letter, pair.alice_seat, letter.proposal.number, NOW)
    return list(CheckIn.objects.ahead(NOW))


@both_databases
def test_a_rhythm_that_is_over_has_nothing_ahead_and_asks_for_nothing(pair, check_in):
    """And when other words bring the time back, its check-in is the same one, reminded anew."""
    rhythm, slot = check_in.agreement, check_in.slot
    assert agree_on(pair, rhythm, every="once", once_on=str(local(NOW, pair.alice.time_zone).date() - DAY)) == []
    assert not reminders().exists()
    assert ensure_next(rhythm, NOW) is None
    with CaptureQueriesContext(connection) as queries:
        assert ensure_all_next(NOW) == 0
    assert len(queries) == 1
    other_day = agree_on(pair, rhythm, every="weeks", weekdays=[local(slot + 2 * DAY, pair.alice.time_zone).weekday()])
    assert [row.slot for row in other_day] == [slot + 2 * DAY]
    same_again = agree_on(pair, rhythm, weekdays=[local(slot, pair.alice.time_zone).weekday()])
    assert [(row.pk, row.slot, row.starts_at) for row in same_again] == [(check_in.pk, slot, slot)]
    assert set(reminders().values_list("due_at", flat=True)) == {slot - timedelta(hours=1)}
    agree_on(pair, rhythm, weekdays=[local(when, pair.alice.time_zone).weekday() for when in (slot, slot + 2 * DAY)])
    cancelled = entry_of(CheckIn.objects.get(pk=other_day[0].pk))
    following = ensure_next(rhythm, slot)
    assert following
    assert cancelled.is_cancelled
    assert cancelled.revision < entry_of(following).revision, "as calendars read it"
    assert (following.pk, following.cancelled_at) == (other_day[0].pk, None)
    assert set(reminders().values_list("due_at", flat=True)) >= {following.starts_at - timedelta(hours=1)}


def test_after_the_last_day_nothing_follows(pair):
    check_in = factories.upcoming_check_in(pair, NOW, ends_on=local(NOW + DAY, pair.alice.time_zone).date())
    assert ensure_all_next(check_in.starts_at) == 0
    assert CheckIn.objects.count() == 1


def decided(now):
    rows = list(reminders())
    return set(map(type, CHECK_IN.decide(rows, now).values())) if rows else set()


def test_a_running_pause_holds_the_talk_it_paused(pair, check_in):
    pause = factories.paused(pair.alice_seat, 60, NOW)
    rows = list(reminders())
    decisions = CHECK_IN.decide(rows, NOW)
    assert {decision.until for decision in decisions.values()} == {pause.ends_at}
    assert decided(NOW) == {Hold}
    assert decided(pause.ends_at) == set()


def test_rows_of_an_older_time_are_dropped_even_if_a_worker_holds_them(pair, check_in):
    old = list(reminders())
    move(pair, check_in, 24)
    assert set(map(type, CHECK_IN.decide(old, NOW).values())) == {Drop}


def test_rows_of_a_closed_couple_are_dropped_even_if_a_worker_holds_them(pair, check_in):
    old = list(reminders())
    pair.left(NOW)
    assert set(map(type, CHECK_IN.decide(old, NOW).values())) == {Drop}
    assert len(old) == 4


@both_databases
def test_a_check_in_slot_is_made_once(check_in):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(
            couple_id=check_in.couple_id,
            agreement=check_in.agreement,
            slot=check_in.slot,
            starts_at=check_in.starts_at,
            minutes=30,
            zone="UTC",
        )


@both_databases
def test_two_rhythms_have_a_next_one_each(pair, check_in):
    factories.agreed_rhythm(pair, NOW, every="month_weekday", weekday=6, week_of_month=-1)
    assert CheckIn.objects.ahead(NOW).count() == 2
