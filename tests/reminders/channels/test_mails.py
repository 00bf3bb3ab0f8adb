"""What a mail is: in its reader's language and zone, neutral, the same on a retry, and never a way in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from checkins.rhythm.models import CheckIn
from couples.people.models import User
from reminders.channels.email.channel import compose, message_id
from reminders.models import Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import Letter, MailServer
from tests.reminders.sending import account_mail, account_mails, fresh, send_due, state_of, states, stop_leaving_alone

NAMES_AND_WORDS = ("Alice", "Bob", "check-in", "partner", "agreement", "couple", "谈心", "伴侣", "约定")


@pytest.fixture
def check_in(pair: Pair, now: datetime) -> CheckIn:
    """A check-in at 20:30 in Berlin; Bob reads Chinese, in Shanghai."""
    User.objects.filter(pk=pair.bob.pk).update(language="zh-hans", time_zone="Asia/Shanghai")
    found = factories.check_in_at(pair, now.replace(hour=19, minute=30), now, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    return found


@pytest.fixture
def letters(check_in: CheckIn, smtp_server: MailServer) -> dict[str, Letter]:
    """Both mails about the check-in."""
    send_due(check_in.starts_at - timedelta(minutes=60))
    return {letter.recipients[0].partition("@")[0]: letter for letter in smtp_server.letters}


def whole(letter: Letter) -> str:
    """Return everything that a glance at a mailbox or at the mail shows; a link shows only its label."""
    html = letter.message.get_body(("html",))
    assert html
    text = f"{letter.subject}\n{letter.message['From']}\n{letter.text}\n{html.get_content()}"
    return re.sub(r"http://\S+", "", text)


def test_each_reads_it_in_their_own_language_and_zone(letters: dict[str, Letter]) -> None:
    assert letters["alice"].subject == "Reminder: today 20:30"
    assert letters["bob"].subject == "日程提醒：今天 03:30"
    assert "20:30" not in letters["bob"].text


def test_neither_names_nor_says_what_it_is(letters: dict[str, Letter]) -> None:
    for letter in letters.values():
        assert [word for word in NAMES_AND_WORDS if word in whole(letter)] == []


def test_the_link_to_unsubscribe_has_a_line_of_its_own(letters: dict[str, Letter]) -> None:
    for letter in letters.values():
        label, link = letter.text.strip().splitlines()[-2:]
        assert re.fullmatch(r"http://[^/]+/unsubscribe/\S+", link)
        assert not label.endswith(("：", ":"))


def test_it_says_that_a_machine_wrote_it(letters: dict[str, Letter]) -> None:
    for letter in letters.values():
        assert letter.message["Auto-Submitted"] == "auto-generated"
        assert letter.message.get_body(("html",)) is not None


def test_link_leads_to_the_sign_in_and_then_to_the_page(
    letters: dict[str, Letter], check_in: CheckIn, alice_client: Client
) -> None:
    """Signing in itself is in tests/reminders/test_links.py."""
    path = letters["alice"].way_in
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/?next={path}"
    assert alice_client.get(path)["Location"] == f"/check-ins/{check_in.pk}/"


def test_no_address_in_a_mail_says_what_it_is_about(letters: dict[str, Letter]) -> None:
    for letter in letters.values():
        html = letter.message.get_body(("html",))
        assert html
        everything = f"{letter.text} {html.get_content()} {letter.message['List-Unsubscribe']}"
        addresses = re.findall(r"http://[^\s<>\"]+", everything)
        assert len(addresses) == 5
        assert {urlsplit(address).path.split("/")[1] for address in addresses} == {"go", "unsubscribe"}


def test_message_id_tells_no_row_number(letters: dict[str, Letter]) -> None:
    keys = [str(key) for key in Reminder.objects.values_list("pk", flat=True)]
    for letter in letters.values():
        assert letter.message["Message-ID"].split("@")[0].strip("<") not in keys


def test_retry_has_the_same_message_id(db: None, now: datetime, smtp_server: MailServer) -> None:
    row = account_mail("dana@example.org", now)
    smtp_server.refuse("dana@example.org", "451 4.3.0 Try again")
    send_due(now)
    smtp_server.recover("dana@example.org")
    send_due(now + timedelta(minutes=1))
    [letter] = smtp_server.to("dana@example.org")
    assert letter.message["Message-ID"] == message_id(row)


def test_worker_that_died_before_the_mark_repeats_the_same_mail(
    db: None, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reminders.delivery import worker as delivery
    from reminders.queue.leases import return_lapsed

    row = account_mail("dana@example.org", now)
    with monkeypatch.context() as broken:
        broken.setattr(delivery, "_mark_sent", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_due(now)
    assert state_of(row) == State.CLAIMED
    return_lapsed(now + timedelta(minutes=5))
    send_due(now + timedelta(minutes=5))
    first, second = smtp_server.to("dana@example.org")
    assert first.message["Message-ID"] == second.message["Message-ID"]


def test_all_mails_of_a_batch_share_one_connection(db: None, now: datetime, smtp_server: MailServer) -> None:
    from django.core.mail.backends.smtp import EmailBackend

    opened: list[bool] = []
    original = EmailBackend.open

    def open_and_count(self: EmailBackend) -> bool | None:
        opened.append(bool(is_new := original(self)))
        return is_new

    account_mails(10, now)
    EmailBackend.open = open_and_count  # type: ignore[method-assign,assignment]
    try:
        send_due(now)
    finally:
        EmailBackend.open = original  # type: ignore[method-assign]
    assert len(smtp_server.letters) == 10
    assert opened.count(True) == 1


def test_switch_stops_all_mail_and_the_rows_wait(
    db: None, now: datetime, smtp_server: MailServer, settings: object
) -> None:
    from reminders.queue.channel_holds import open_channels

    settings.MAIL_ENABLED = False  # type: ignore[attr-defined]
    assert "email" not in open_channels()
    settings.MAIL_ENABLED = True  # type: ignore[attr-defined]
    assert "email" in open_channels()


def test_what_a_mail_carried_is_forgotten_once_it_is_sent(db: None, now: datetime, smtp_server: MailServer) -> None:
    row = account_mail("dana@example.org", now)
    send_due(now)
    assert fresh(row).payload == {}


# Account mails are rows like any other


def test_sign_up_works_while_the_mail_server_is_down(
    db: None, client: Client, now: datetime, smtp_server: MailServer
) -> None:
    from django.utils import timezone

    smtp_server.down()
    person = {"name": "Dana", "email": "dana@example.org", "password1": "three quiet words here"}
    answer = client.post("/account/signup/", {**person, "language": "en", "time_zone": "Europe/Berlin"})
    assert answer.status_code == 302
    present = timezone.now()
    send_due(present)
    assert states(kind="account_mail") == {State.PENDING: 1}
    smtp_server.up()
    stop_leaving_alone()
    send_due(present + timedelta(minutes=1))
    assert states(kind="account_mail") == {State.SENT: 1}
    assert smtp_server.to("dana@example.org")


def test_account_mails_come_at_night_too(db: None, now: datetime, smtp_server: MailServer) -> None:
    factories.person("Dana")
    account_mail("dana@example.org", now.replace(hour=2))
    send_due(now.replace(hour=2))
    assert smtp_server.to("dana@example.org")


def test_mail_for_nobody_is_set_aside(db: None, now: datetime, smtp_server: MailServer) -> None:
    row = account_mail("dana@example.org", now)
    row.address = ""
    with pytest.raises(LookupError):
        compose(row, now)
