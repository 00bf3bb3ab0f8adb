"""A mail that was filled in says the same as one that was written for its reader alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from checkins.rhythm.models import CheckIn
from couples.people.models import User
from reminders.channels.email import channel as email
from reminders.channels.email.channel import compose, compose_quickly
from reminders.fast import ready_mails
from reminders.fast.ready_mails import ReadyMail
from reminders.models import Preferences, Reminder
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import account_mail, send_due

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own"),
]


@pytest.fixture(autouse=True)
def _nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with nothing compiled, and let no second pass between two mails."""
    monkeypatch.setattr(email, "formatdate", lambda **_options: "Wed, 25 Nov 2026 13:00:00 -0000")
    ready_mails._compiled.cache_clear()


@pytest.fixture
def mails(pair: Pair, now: datetime) -> list[Reminder]:
    """All mails of all kinds that a normal week brings, for readers of two languages in two zones."""
    User.objects.filter(pk=pair.bob.pk).update(language="zh-hans", time_zone="Asia/Shanghai")
    factories.check_in_at(pair, now + timedelta(hours=5), now)
    factories.proposed_rule(pair, now)
    factories.paused(pair.alice_seat, 20, now)
    return list(Reminder.objects.filter(channel="email", user__isnull=False).select_related("user"))


def said(mail: Any) -> Any:
    """Return everything that a mail program reads: headers in order, and each part's type and text."""
    message = message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.default)
    headers = [(name, str(value)) for name, value in message.items() if name != "Content-Type"]
    parts = [(part.get_content_type(), part.get_content()) for part in message.walk() if not part.is_multipart()]
    return mail.from_email, mail.recipients(), headers, parts


def test_every_kind_says_the_same_both_ways_in_both_wordings(mails: list[Reminder], now: datetime) -> None:
    subjects = set()
    for answer in ("someone", "only_me"):
        rows = answered(mails, answer)
        quick = [compose_quickly(row, now) for row in rows]
        ready = {row.kind for row, mail in zip(rows, quick, strict=True) if isinstance(mail, ReadyMail)}
        assert ready >= {"check_in", "letter", "pause_started", "pause_over"}
        assert [said(mail) for mail in quick] == [said(compose(row, now)) for row in rows]
        subjects |= {
            (row.kind, row.user_id, dict(said(mail)[2])["Subject"]) for row, mail in zip(rows, quick, strict=True)
        }
        assert {kind for mail in quick for kind, _text in said(mail)[3]} == {"text/plain", "text/html"}, "no file"
    kinds = [kind for kind, _user, _subject in subjects]
    assert kinds.count("check_in") == kinds.count("letter") * 2 == 4, "each text is compiled apart"


def answered(mails: list[Reminder], answer: str, **chosen: bool) -> list[Reminder]:
    """Return the same mails once their readers have said who sees the mailbox."""
    for person in {row.user_id for row in mails if row.user_id}:
        Preferences.objects.update_or_create(user_id=person, defaults={"who_sees_mailbox": answer, **chosen})
    rows = Reminder.objects.filter(pk__in=[row.pk for row in mails])
    return list(rows.select_related("user__reminder_preferences").order_by("pk"))


def test_what_was_compiled_for_one_is_filled_in_for_another(mails: list[Reminder], now: datetime) -> None:
    rows = [row for row in mails if row.kind == "check_in"]
    User.objects.update(language="zh-hans", time_zone="Asia/Shanghai")
    rows = list(Reminder.objects.filter(pk__in=[row.pk for row in rows]).select_related("user"))
    first, second = (compose_quickly(row, now) for row in rows)
    assert ready_mails._compiled.cache_info().misses == 1
    assert said(first) != said(second)
    assert [said(first), said(second)] == [said(compose(row, now)) for row in rows]


def test_no_mark_is_left(mails: list[Reminder], now: datetime) -> None:
    for row in mails:
        assert b"mark" not in compose_quickly(row, now).message().as_bytes()


def test_no_line_is_longer_than_smtp_allows(mails: list[Reminder], now: datetime) -> None:
    for row in mails:
        lines = compose_quickly(row, now).message().as_bytes().split(b"\r\n")
        assert max(map(len, lines)) <= 998
        assert not any(b"\n" in line for line in lines), "every line ends as SMTP wants it"


@pytest.mark.parametrize("address", ["dana@exämple.org", "ána@example.org", '"dana b"@example.org', "a<b>@example.org"])
def test_an_unusual_address_goes_the_plain_way(mails: list[Reminder], now: datetime, address: str) -> None:
    mails[0].user.email = address
    assert not isinstance(compose_quickly(mails[0], now), ReadyMail)


def test_account_mails_go_the_plain_way(now: datetime) -> None:
    row = account_mail("dana@example.org", now)
    assert not isinstance(compose_quickly(row, now), ReadyMail)
    assert ready_mails._compiled.cache_info().currsize == 0, "no code is kept in memory"


def test_a_text_that_names_somebody_goes_the_plain_way(mails: list[Reminder], now: datetime) -> None:
    [row, *_others] = answered([row for row in mails if row.kind == "check_in"], "only_me", says_what_it_is=True)
    quick = compose_quickly(row, now)
    assert not isinstance(quick, ReadyMail)
    assert ready_mails._compiled.cache_info().currsize == 0
    assert said(quick) == said(compose(row, now))
    [*_texts, (kind, calendar)] = said(quick)[3]
    assert (kind, calendar[:15]) == ("text/calendar", "BEGIN:VCALENDAR"), "who lets mails say all gets the entry too"


def test_an_encoding_that_swallows_a_mark_goes_the_plain_way(
    mails: list[Reminder], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = email._build

    def swallowing(*parts: Any) -> Any:
        mail = build(*parts)
        mail.body = re.sub("mark", "m=61rk", str(mail.body))
        return mail

    monkeypatch.setattr(email, "_build", swallowing)
    assert not isinstance(compose_quickly(mails[0], now), ReadyMail)


def test_it_arrives_over_smtp_as_the_plain_one(
    pair: Pair, now: datetime, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_in = factories.check_in_at(pair, now + timedelta(hours=5), now, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    due = check_in.starts_at - timedelta(minutes=60)
    send_due(due, ["email"])
    quick = {letter.recipients[0]: letter for letter in smtp_server.letters}
    smtp_server.letters.clear()
    Reminder.objects.filter(channel="email").update(state="pending", finished_at=None)
    monkeypatch.setattr(email, "compose_quickly", compose)
    send_due(due, ["email"])
    plain = {letter.recipients[0]: letter for letter in smtp_server.letters}
    assert quick.keys() == plain.keys()
    assert len(quick) == 2
    for address, letter in quick.items():
        assert letter.text == plain[address].text
        assert letter.subject == plain[address].subject
        assert letter.message["Message-ID"] == plain[address].message["Message-ID"]
    assert CheckIn.objects.count() == 1
