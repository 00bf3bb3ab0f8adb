"""The parts that other tests lean on: if these are wrong, a passing suite means nothing."""

import smtplib
import time
from email.message import EmailMessage

import pytest
from django.core.mail import send_mail

from tests.helpers.mailserver import MailServer
from tests.helpers.processes import Process, plain_environment, python
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.both_databases("the servers themselves")

SENDER = "steady@example.org"


def deliver(server: MailServer, address: str, timeout: float = 5) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Etwas um 20:30", SENDER, address
    message.set_content("日程提醒")
    with smtplib.SMTP("localhost", server.port, timeout=timeout) as client:
        client.send_message(message)


def test_wait_until_returns_the_value() -> None:
    values = iter([0, "", "there"])
    assert wait_until(lambda: next(values)) == "there"


def test_wait_until_says_what_did_not_come() -> None:
    with pytest.raises(AssertionError, match="still not: the moon"):
        wait_until(lambda: False, 0.05, "the moon")


def test_mail_server_keeps_what_it_accepts(smtp_server: MailServer) -> None:
    deliver(smtp_server, "alice@example.org")
    [letter] = smtp_server.wait_for("alice@example.org")
    assert letter.subject == "Etwas um 20:30"
    assert letter.text.strip() == "日程提醒"
    assert smtp_server.to("bob@example.org") == []


def test_django_sends_to_the_mail_server(smtp_server: MailServer) -> None:
    send_mail("Neutral", "Text", SENDER, ["alice@example.org"])
    assert smtp_server.wait_for("alice@example.org")[0].subject == "Neutral"


@pytest.mark.parametrize("answer", ["550 5.1.1 Unknown", "450 4.2.1 Try again"])
def test_mail_server_refuses_one_address(smtp_server: MailServer, answer: str) -> None:
    smtp_server.refuse("bob@example.org", answer)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        deliver(smtp_server, "bob@example.org")
    assert refusal.value.recipients["bob@example.org"][0] == int(answer[:3])
    deliver(smtp_server, "alice@example.org")
    smtp_server.recover("bob@example.org")
    deliver(smtp_server, "bob@example.org")
    assert len(smtp_server.letters) == 2


def test_mail_server_hangs_and_stops_anyway(smtp_server: MailServer) -> None:
    smtp_server.hang("bob@example.org")
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        deliver(smtp_server, "bob@example.org", timeout=0.3)
    smtp_server.down()
    with pytest.raises(ConnectionRefusedError):
        deliver(smtp_server, "alice@example.org")
    smtp_server.up()
    deliver(smtp_server, "alice@example.org")


def test_process_is_heard_and_stopped(tmp_path) -> None:
    code = "import time; print('up'); time.sleep(60)"
    process = Process(python("-c", code), plain_environment(), tmp_path / "log")
    process.wait_for_log("up")
    started = time.monotonic()
    assert process.stop() != 0
    assert time.monotonic() - started < 5
    assert not process.running


def test_process_that_ends_early_shows_its_log(tmp_path) -> None:
    process = Process(python("-c", "raise SystemExit('no such table')"), plain_environment(), tmp_path / "log")
    with pytest.raises(AssertionError, match="no such table"):
        process.wait_for_log("up")
