"""Bounces that come back by mail: only with our signature, only final ones, and each once."""

from __future__ import annotations

import email
import io
import mailbox
from datetime import datetime
from email import policy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from couples.people.models import User
from reminders.channels.email.bounces import envelope_sender, note_bounce, read_report
from reminders.channels.email.channel import compose
from reminders.channels.email.mailboxes import MOST_REFUSALS
from reminders.models import Mailbox, Notice, Reminder
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import Plain, account_mail, fresh, plain_notice, send_due

both_databases = pytest.mark.both_databases("counters in rows")

SAMPLES = Path(__file__).parent / "bounces"
FINAL = ["postfix.eml", "exchange.eml", "rfc3464_appendix.eml"]


@pytest.fixture(autouse=True)
def _bounce_address(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces@steady.example"


@pytest.fixture
def sent(db: None, now: datetime, smtp_server: MailServer) -> Reminder:
    """A mail that a server took."""
    row = account_mail("dana@example.org", now)
    send_due(now)
    return fresh(row)


def bounce(row: Reminder, sample: str = "postfix.eml", to: str = "") -> email.message.Message:
    """Return a report about the row as that sender of reports writes it."""
    text = (SAMPLES / sample).read_text().replace("{return_address}", to or envelope_sender(row))
    return email.message_from_string(text, policy=policy.default)


def refusals() -> int:
    """Return how often the one address was refused."""
    box = Mailbox.objects.first()
    return box.failures if box else 0


def test_return_address_names_the_row_and_the_reader_sees_the_usual_sender(sent: Reminder) -> None:
    sent.payload = {"subject": "A code", "text": "123456"}
    mail = compose(sent, sent.due_at)
    assert mail.from_email == envelope_sender(sent)
    assert mail.from_email.startswith("bounces+b")
    assert len(mail.from_email.partition("@")[0]) <= 64
    assert mail.message()["From"] == "Steady <steady@localhost>"


def test_without_a_bounce_address_mails_come_from_the_usual_sender(sent: Reminder, settings: Any) -> None:
    settings.BOUNCE_ADDRESS = ""
    assert envelope_sender(sent) == "Steady <steady@localhost>"


def test_server_gets_the_signed_return_address(sent: Reminder, smtp_server: MailServer) -> None:
    assert smtp_server.letters[0].message["From"] == "Steady <steady@localhost>"


@both_databases
@pytest.mark.parametrize("sample", FINAL)
def test_final_report_is_counted_once(sample: str, sent: Reminder, now: datetime) -> None:
    report = read_report(bounce(sent, sample))
    assert report
    assert report.reminder_pk == sent.pk
    assert report.is_final
    assert [note_bounce(report, now) for _ in range(3)] == [True, False, False]
    assert refusals() == 1
    assert fresh(sent).error.startswith("bounced 5")


def test_delay_is_no_bounce(sent: Reminder) -> None:
    assert read_report(bounce(sent, "delayed.eml")) is None


def test_out_of_office_is_no_bounce(sent: Reminder) -> None:
    assert read_report(bounce(sent, "out_of_office.eml")) is None


@pytest.mark.parametrize(
    "forged",
    [
        f"bounces+b{'a' * 45}@steady.example",
        f"bounces+b{'8' * 45}@steady.example",
        "bounces@steady.example",
        "bounces+b1@steady.example",
        "someone@else.example",
    ],
)
def test_report_without_our_signature_counts_for_nothing(forged: str, sent: Reminder) -> None:
    assert read_report(bounce(sent, to=forged)) is None


def test_no_letter_of_a_return_address_can_be_changed(sent: Reminder) -> None:
    ours = envelope_sender(sent)
    for place in range(9, 9 + 45, 4):
        other = "b" if ours[place] == "a" else "a"
        assert read_report(bounce(sent, to=f"{ours[:place]}{other}{ours[place + 1 :]}")) is None


@both_databases
def test_return_addresses_of_rows_that_follow_each_other_tell_no_number(sent: Reminder, now: datetime) -> None:
    """Row numbers count over all people, so gaps would tell that somebody else was written to."""
    account_mail("ben@example.org", now)
    first, second = map(envelope_sender, Reminder.objects.order_by("pk"))
    same = [place for place in range(9, 9 + 45) if first[place] == second[place]]
    assert len(same) < 12, "two neighbours have no more in common than any two"


def test_address_in_capitals_is_still_ours(sent: Reminder) -> None:
    assert read_report(bounce(sent, to=envelope_sender(sent).upper()))


@both_databases
def test_person_with_another_address_since_pays_for_nothing(sent: Reminder, now: datetime) -> None:
    report = read_report(bounce(sent))
    Reminder.objects.filter(pk=sent.pk).update(address="new@example.org")
    sent.address = "new@example.org"
    sent.save(update_fields=["address"])
    assert report
    assert not note_bounce(report, now)
    assert refusals() == 0


@both_databases
def test_three_bounces_set_the_address_aside_and_tell_its_owner(
    dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    """Each was taken first: that alone does not make an address a good one."""
    for number in range(MOST_REFUSALS):
        plain_notice(dana, now, occurrence=f"{number}")
        row = Reminder.objects.get(occurrence=f"{number}", channel="email")
        send_due(now)
        report = read_report(bounce(row))
        assert report
        assert note_bounce(report, now)
    assert Notice.objects.filter(user=dana, kind="mailbox_set_aside").count() == 1


# The command


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("read_bounces", *arguments, stdout=out)
    return out.getvalue().strip()


def test_reads_one_mail_from_standard_input(sent: Reminder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(bounce(sent).as_bytes())))
    assert said() == "1 counted."
    assert refusals() == 1


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_reads_a_mailbox_and_deletes_what_it_understood(kind: str, sent: Reminder, tmp_path: Path) -> None:
    path = tmp_path / kind
    box: mailbox.Mailbox = mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)
    box.add(bounce(sent).as_bytes())
    box.add(bounce(sent, "out_of_office.eml").as_bytes())
    box.close()
    assert said(str(path)) == "1 counted."
    assert said(str(path), "--delete") == "0 counted."
    again: mailbox.Mailbox = mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)
    assert len(again) == 1
    again.close()


def test_says_what_is_no_mailbox(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="neither"):
        said(str(tmp_path / "nothing"))
