"""`manage.py reminders`: an operator looks, holds, releases and retries, and never sees whose or what."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from couples.people.models import User
from reminders.models import Reminder, SendingHold, State
from reminders.queue.channel_holds import hold_channel, open_channels, release_channel
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import Plain, account_mail, account_mails, plain_notice, send_due, state_of, states

pytestmark = pytest.mark.both_databases("unions and sums in SQL")


def said(*arguments: str, now: datetime) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    with time_machine.travel(now, tick=False):
        call_command("reminders", *arguments, stdout=out)
    return out.getvalue()


def test_counts_by_kind_channel_and_state_with_the_oldest(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    plain_notice(dana, now)
    send_due(now, ["in_app"])
    account_mails(3, now)
    text = said(now=now + timedelta(minutes=2, seconds=5))
    lines = [line.split() for line in text.splitlines()]
    assert ["account_mail", "email", "pending", "3", "0:02:05"] in lines
    assert ["plain", "in_app", "sent", "1"] in lines


def test_shows_neither_person_nor_content(db: None, now: datetime, smtp_server: MailServer) -> None:
    row = account_mail("dana@example.org", now)
    smtp_server.refuse("dana@example.org", "550 dana@example.org is a secret")
    send_due(now)
    text = said("show", now=now)
    assert "failed: 1 × account_mail by email: SMTPRecipientsRefused 550" in text
    for secret in ("dana", "123456", "A code", row.subject, row.recipient):
        assert secret not in text


def test_hold_and_release(db: None, now: datetime) -> None:
    assert "is held" in said("hold", "email", now=now)
    said("hold", "email", now=now + timedelta(minutes=1))
    assert open_channels() == [name for name in open_channels() if name != "email"]
    assert "held: email, for 0:05:00" in said(now=now + timedelta(minutes=5))
    assert SendingHold.objects.count() == 1
    said("release", "email", now=now)
    assert "email" in open_channels()


def test_only_channels_that_exist_are_held(db: None, now: datetime) -> None:
    with pytest.raises(CommandError):
        said("hold", "pigeon", now=now)


def test_release_of_what_is_not_held_changes_nothing(db: None) -> None:
    assert not release_channel("email")


def test_hold_is_kept_once(db: None, now: datetime) -> None:
    assert [hold_channel("email", now) for _ in range(2)] == [True, False]


def test_retry_sends_again_what_failed_and_still_makes_sense(db: None, now: datetime, smtp_server: MailServer) -> None:
    row, late = account_mail("dana@example.org", now), account_mail("ben@example.org", now)
    for person in ("dana", "ben"):
        smtp_server.refuse(f"{person}@example.org")
    send_due(now)
    for person in ("dana", "ben"):
        smtp_server.recover(f"{person}@example.org")
    Reminder.objects.filter(pk=late.pk).update(expires_at=now + timedelta(minutes=1))
    later = now + timedelta(minutes=5)
    assert "1 to be sent again" in said("retry", "--channel", "email", now=later)
    send_due(later)
    assert [state_of(row), state_of(late)] == [State.SENT, State.FAILED]
    assert smtp_server.to("dana@example.org")


def test_retry_can_be_narrowed(db: None, now: datetime, smtp_server: MailServer) -> None:
    account_mail("dana@example.org", now)
    smtp_server.refuse("dana@example.org")
    send_due(now)
    assert said("retry", "--channel", "in_app", now=now).startswith("0 ")
    assert said("retry", "--kind", "invitation", now=now).startswith("0 ")
    assert states() == {State.FAILED: 1}
