"""When sending fails: wait and try again, stop, set aside, and never take the others along."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import pytest

from couples.people.models import User
from reminders.channels.base import Outcome
from reminders.channels.email import channel as email
from reminders.channels.email import mailboxes
from reminders.channels.email.mailboxes import MOST_REFUSALS, note_refusal
from reminders.delivery import outcomes as marks
from reminders.delivery import worker as delivery
from reminders.models import Mailbox, Notice, Reminder, State
from reminders.notices.verbs import notices_with_lines
from reminders.queue.leases import lease_due
from tests.helpers import factories
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import (
    Plain,
    account_mail,
    account_mails,
    fresh,
    plain_notice,
    send_due,
    state_of,
    states,
    stop_leaving_alone,
)

both_databases = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")

ADDRESS = "dana@example.org"


def waits(row: Reminder, now: datetime, smtp_server: MailServer, tries: int) -> list[float]:
    """Fail so often; return the seconds that the row waited after each try."""
    found = []
    for _try in range(tries):
        stop_leaving_alone()
        send_due(now)
        due_at = fresh(row).due_at
        found.append((due_at - now).total_seconds())
        now = due_at
    return found


# Passing failures


def test_4xx_is_tried_again_later_and_later_with_jitter(db: None, now: datetime, smtp_server: MailServer) -> None:
    smtp_server.refuse(ADDRESS, "451 4.3.0 Try again")
    found = waits(account_mail(ADDRESS, now), now, smtp_server, 5)
    expected = [20.0, 40.0, 80.0, 160.0, 300.0]
    for wait, middle in zip(found, expected, strict=True):
        assert middle * (1 - marks.JITTER) <= wait <= middle * (1 + marks.JITTER) + 2
    assert found != expected


@both_databases
def test_rows_that_failed_together_do_not_come_back_together(db: None, now: datetime, smtp_server: MailServer) -> None:
    account_mails(20, now)
    smtp_server.down()
    send_due(now)
    assert len(set(Reminder.objects.values_list("due_at", flat=True))) > 15


def test_server_that_is_down_is_tried_until_the_row_expires(db: None, now: datetime, smtp_server: MailServer) -> None:
    smtp_server.down()
    row = account_mail(ADDRESS, now)
    moment = now
    while state_of(row) == State.PENDING:
        stop_leaving_alone()
        moment = fresh(row).due_at
        send_due(moment)
    assert state_of(row) == State.FAILED
    assert fresh(row).expires_at - moment <= marks.LONGEST_RETRY * (1 + marks.JITTER)
    assert not Mailbox.objects.exists(), "not the address's fault"


def test_server_that_comes_back_gets_what_waited(db: None, now: datetime, smtp_server: MailServer) -> None:
    smtp_server.down()
    account_mails(3, now)
    send_due(now)
    smtp_server.up()
    stop_leaving_alone()
    send_due(now + timedelta(minutes=1))
    assert states() == {State.SENT: 3}


def test_server_that_is_not_there_is_asked_once_a_batch(
    db: None, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail.backends.smtp import EmailBackend

    asked: list[float] = []
    original = EmailBackend.open

    def open_and_count(self: EmailBackend) -> bool | None:
        asked.append(time.monotonic())
        return original(self)

    monkeypatch.setattr(EmailBackend, "open", open_and_count)
    account_mails(20, now)
    smtp_server.down()
    send_due(now)
    assert len(asked) == 1


def test_other_side_may_say_when_to_come_back(db: None, now: datetime) -> None:
    row = account_mail(ADDRESS, now)
    lease = lease_due("email", now)
    assert lease
    marks.fail(fresh(row), lease, Outcome(error="429", retry_after=timedelta(minutes=7)), now)
    assert fresh(row).due_at == now + timedelta(minutes=7)


# A server that hangs


@pytest.fixture
def impatient(settings: object) -> None:
    """A short SMTP timeout."""
    settings.EMAIL_TIMEOUT = 0.2  # type: ignore[attr-defined]


def test_address_at_which_the_server_hangs_delays_only_itself(
    db: None, now: datetime, smtp_server: MailServer, impatient: None
) -> None:
    account_mails(5, now)
    smtp_server.hang("person-2@example.org")
    send_due(now)
    assert states() == {State.SENT: 4, State.PENDING: 1}
    smtp_server.recover("person-2@example.org")
    send_due(now + timedelta(minutes=1))
    assert states() == {State.SENT: 5}


@both_databases
def test_worker_stops_before_its_lease_lapses_and_gives_the_rest_back(
    db: None, now: datetime, smtp_server: MailServer, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "WORK_FOR_SECONDS", 0.5)
    rows = account_mails(20, now)
    for row in rows:
        smtp_server.hang(row.address)
    lease = lease_due("email", now)
    assert lease
    delivery.deliver(lease, now)
    tried = Reminder.objects.exclude(attempts=0).count()
    assert 2 <= tried <= 5
    assert states() == {State.PENDING: 20}
    assert Reminder.objects.due(now).count() == 20 - tried, "what was not tried waits for nothing"


def test_server_that_answers_drop_by_drop_is_cut_off(
    db: None, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hangs beyond every patience of ours, and the timeout of a read is an hour."""
    monkeypatch.setattr(email, "CUT_OFF_AFTER_SECONDS", 0.3)
    account_mail(ADDRESS, now)
    smtp_server.hang(ADDRESS)
    started = time.monotonic()
    send_due(now)
    assert time.monotonic() - started < 5
    assert states() == {State.PENDING: 1}


def test_what_is_asked_and_what_is_sent_lie_at_most_a_second_apart(
    db: None, dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server takes its time; each mail's kind was asked less than a second before it went out."""
    asked_at: dict[int, float] = {}
    apart: list[float] = []

    def decide(_self: Plain, reminders: list[Reminder], _now: datetime) -> dict[int, object]:
        asked_at.update({row.pk: time.monotonic() for row in reminders})
        return {}

    original = email.compose_quickly

    def slowly(reminder: Reminder, when: datetime) -> object:
        apart.append(time.monotonic() - asked_at[reminder.pk])
        threading.Event().wait(0.15)
        return original(reminder, when)

    monkeypatch.setattr(Plain, "decide", decide)
    monkeypatch.setattr(email, "compose_quickly", slowly)
    for number in range(12):
        plain_notice(dana, now, subject=f"plain:{number}")
    send_due(now, ["email"])
    assert len(apart) == 12
    assert max(apart) < 1
    assert len(smtp_server.letters) == 12


def test_leave_during_a_slow_batch_stops_what_is_not_sent_yet(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reminders.scheduling import withdraw

    for number in range(5):
        plain_notice(dana, now, subject="plain:1", occurrence=f"{number}")
    original = email.compose_quickly

    def leaves_meanwhile(reminder: Reminder, when: datetime) -> object:
        mail = original(reminder, when)
        withdraw("plain:1", now)
        return mail

    monkeypatch.setattr(email, "compose_quickly", leaves_meanwhile)
    monkeypatch.setattr(delivery, "ASKED_FOR_SECONDS", 0)
    send_due(now, ["email"])
    assert len(smtp_server.letters) == 1


# Failures for good


def test_5xx_stops(db: None, now: datetime, smtp_server: MailServer) -> None:
    row = account_mail(ADDRESS, now)
    smtp_server.refuse(ADDRESS)
    send_due(now)
    assert state_of(row) == State.FAILED
    assert fresh(row).error == "SMTPRecipientsRefused 550"


def test_refusal_of_one_address_lets_the_others_through(db: None, now: datetime, smtp_server: MailServer) -> None:
    account_mails(10, now)
    smtp_server.refuse("person-3@example.org")
    smtp_server.refuse("person-4@example.org", "450 4.2.1 Later")
    send_due(now)
    assert states() == {State.SENT: 8, State.FAILED: 1, State.PENDING: 1}


@pytest.mark.parametrize("answer", ["530 5.7.0 Sign in first", "550 5.7.1 Not from you"])
def test_refusal_of_us_waits_for_the_operator(
    answer: str, db: None, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password or sender is no fault of the address."""
    from tests.helpers.mailserver import _Handler

    async def handle_MAIL(*_args: object) -> str:
        return answer

    monkeypatch.setattr(_Handler, "handle_MAIL", handle_MAIL, raising=False)
    row = account_mail(ADDRESS, now)
    send_due(now)
    assert state_of(row) == State.PENDING
    assert not Mailbox.objects.exists()


@both_databases
def test_third_refusal_sets_the_address_aside_and_tells_its_owner_once(
    dana: User, now: datetime, smtp_server: MailServer
) -> None:
    smtp_server.refuse(ADDRESS)
    for number in range(MOST_REFUSALS + 2):
        assert Notice.objects.count() == (1 if number >= MOST_REFUSALS else 0)
        account_mail(ADDRESS, now)
        send_due(now + timedelta(seconds=number))
    assert Notice.objects.count() == 1
    [(notice, line)] = notices_with_lines(dana, now)
    assert notice.kind == mailboxes.MailboxSetAside.name
    assert "mailbox" in line.text
    assert line.path == "/account/email/"


def test_address_that_is_set_aside_gets_account_mails_alone(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    for _ in range(MOST_REFUSALS):
        note_refusal(ADDRESS, now)
    plain_notice(dana, now)
    factories.open_invitation(factories.person("Ben"), ADDRESS, now)
    send_due(now)
    assert smtp_server.letters == []
    assert states(kind="plain") == {State.WITHDRAWN: 1, State.SENT: 1}
    assert states(kind="invitation") == {State.WITHDRAWN: 1}


def test_account_mail_that_is_taken_brings_the_address_back(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    for _ in range(MOST_REFUSALS):
        note_refusal(ADDRESS, now)
    account_mail(ADDRESS, now)
    send_due(now)
    assert not Mailbox.objects.exists()
    plain_notice(dana, now)
    send_due(now)
    assert len(smtp_server.to(ADDRESS)) == 2


@both_databases
def test_only_a_keyed_hash_of_an_address_is_kept(db: None, now: datetime) -> None:
    note_refusal(ADDRESS, now)
    assert "dana" not in Mailbox.objects.get().pk


# Poison


@both_databases
def test_mail_that_cannot_be_written_is_set_aside_after_five_tries_with_its_error(
    db: None, now: datetime, smtp_server: MailServer
) -> None:
    poison = account_mail(ADDRESS, now)
    Reminder.objects.filter(pk=poison.pk).update(payload={"language": "en"})
    account_mails(5, now)
    tries = 0
    moment = now
    while state_of(poison) == State.PENDING:
        moment = fresh(poison).due_at
        send_due(moment)
        tries += 1
    assert tries == 5
    assert fresh(poison).error == "KeyError"
    assert states() == {State.SENT: 5, State.FAILED: 1}


def test_address_that_no_mail_can_carry_is_no_harm_to_others(db: None, now: datetime, smtp_server: MailServer) -> None:
    poison = account_mail("dana\nBcc: all@example.org", now)
    account_mails(3, now)
    send_due(now)
    assert states() == {State.SENT: 3, State.PENDING: 1}
    assert fresh(poison).error


@both_databases
def test_kind_of_another_release_waits_for_its_own_workers(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    row = plain_notice(dana, now)
    Reminder.objects.update(kind="unheard_of")
    send_due(now)
    assert states() == {State.PENDING: 2}
    Reminder.objects.update(kind="plain")
    send_due(now + timedelta(minutes=1))
    assert state_of(row) == State.SENT


@both_databases
def test_notice_of_a_deleted_person_harms_nobody(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    ben = factories.person("Ben")
    plain_notice(dana, now)
    plain_notice(ben, now)
    lease = lease_due("in_app", now)
    assert lease
    ben.delete()
    delivery.deliver(lease, now)
    assert [notice.user for notice in Notice.objects.all()] == [dana]
