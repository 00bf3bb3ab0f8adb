"""What is due and not sent, on channels that send."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from reminders.models import Reminder, State
from reminders.operating.overdue import due_counts, longest_wait, oldest_unsent
from reminders.queue.channel_holds import hold_channel
from tests.reminders.sending import account_mail, plain_notice

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("unions and sums in SQL")]


def test_the_oldest_row_that_waits_or_is_leased_counts(dana, now):
    plain_notice(dana, now - timedelta(minutes=3), "plain:1")
    plain_notice(dana, now - timedelta(minutes=5), "plain:2")
    Reminder.objects.filter(subject="plain:2", channel="in_app").update(
        state=State.CLAIMED, lease=uuid.uuid4(), leased_until=now
    )
    assert oldest_unsent(["in_app"], now) == {"in_app": now - timedelta(minutes=5)}


def test_what_is_ahead_or_ended_does_not_wait(dana, now):
    plain_notice(dana, now + timedelta(minutes=1), "plain:1")
    plain_notice(dana, now - timedelta(hours=1), "plain:2")
    Reminder.objects.filter(subject="plain:2").update(state=State.SENT, finished_at=now)
    assert oldest_unsent(["in_app", "email"], now) == {}
    assert longest_wait(now) == timedelta(0)


def test_what_is_held_on_purpose_is_not_late_but_still_due(now, settings):
    account_mail("dana@example.org", now - timedelta(hours=1))
    assert longest_wait(now) == timedelta(hours=1)
    hold_channel("email", now)
    assert longest_wait(now) == timedelta(0)
    assert due_counts(now) == {("account_mail", "email"): 1}


def test_a_switch_that_stops_all_mail_makes_nothing_late(now, settings):
    settings.MAIL_ENABLED = False
    account_mail("dana@example.org", now - timedelta(hours=1))
    assert longest_wait(now) == timedelta(0)
