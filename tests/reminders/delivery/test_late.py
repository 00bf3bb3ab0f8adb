"""After a downtime: what still makes sense is sent, what does not is told once, quietly, in-app."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from couples.people.models import User
from reminders.models import Notice, Reminder, State
from reminders.notices.verbs import notices_with_lines
from reminders.scheduling import schedule
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import PLAIN, Plain, account_mail, send_due, states

both_databases = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")

DOWNTIME = timedelta(hours=72)


def test_each_kind_has_its_expiry(pair: Pair) -> None:
    from reminders.kinds import registered

    for kind in registered().values():
        assert timedelta(0) < kind.useful_for <= timedelta(days=60), kind.name


@both_databases
def test_after_three_days_nothing_stale_is_sent(pair: Pair, now: datetime, smtp_server: MailServer) -> None:
    Reminder.objects.all().delete()
    factories.check_in_at(pair, now + timedelta(hours=2), now, remind_minutes=60)
    factories.paused(pair.alice_seat, 20, now)
    account_mail("alice@example.org", now)
    Reminder.objects.exclude(kind__in=["check_in", "pause_started", "pause_over", "account_mail"]).delete()
    send_due(now + DOWNTIME)
    assert set(states()) == {State.MISSED}
    assert smtp_server.letters == []
    told = {person: Notice.objects.filter(user=person).count() for person in (pair.alice, pair.bob)}
    assert set(told.values()) == {1}, "one line each, for all of it"


@both_databases
def test_what_still_makes_sense_is_sent_late(pair: Pair, now: datetime, smtp_server: MailServer) -> None:
    Reminder.objects.all().delete()
    factories.proposed_rule(pair, now)
    send_due(now + DOWNTIME)
    assert states(kind="letter") == {State.SENT: 2}


def test_line_says_nothing_of_what_was_missed(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    schedule(PLAIN, "plain:1", occurrence="once", people=[dana.pk], due_at=now)
    send_due(now + DOWNTIME)
    [(notice, line)] = notices_with_lines(dana, now)
    assert (notice.kind, notice.subject) == ("missed", "reminders")
    assert line.path == "/today/" or line.path


def test_line_comes_once_for_all_that_one_downtime_missed(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    just_before_midnight = now.replace(hour=23, minute=59) + DOWNTIME
    for number in range(600):
        schedule(PLAIN, f"plain:{number}", occurrence="once", people=[dana.pk], due_at=now)
    send_due(just_before_midnight, ["in_app"])
    schedule(PLAIN, "plain:last", occurrence="once", people=[dana.pk], due_at=now)
    send_due(just_before_midnight + timedelta(minutes=2), ["in_app"])
    assert Notice.objects.filter(user=dana, kind="missed").count() == 1


@both_databases
def test_mail_alone_that_was_missed_is_not_told_twice(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    """The in-app row of the same reminder arrived; the mail was only late."""
    schedule(PLAIN, "plain:1", occurrence="once", people=[dana.pk], due_at=now)
    send_due(now, ["in_app"])
    send_due(now + DOWNTIME)
    assert states() == {State.SENT: 1, State.MISSED: 1}
    assert list(Notice.objects.values_list("kind", flat=True)) == ["plain"]
