"""What leaves the app: every kind in its wordings and both languages, and never a word that somebody wrote."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from agreements.calls import verbs as calling
from agreements.letters.consent import accept
from agreements.phrases.own import add_own
from agreements.phrases.verbs import Answered
from agreements.phrases.verbs import answer as answer_phrase
from checkins.moving.movable import Talk
from checkins.moving.talk_now import agree_to_talk, ask_for_talk
from checkins.moving.verbs import accept_time, leave_out, suggest_time
from config.operating.outbox import OutboxBackend
from couples.pairing.verbs import claim
from couples.people.models import User
from journal.letters.verbs import hold
from reminders.channels.email import channel as email_channel
from reminders.channels.email.channel import compose
from reminders.channels.other.channel import _note as other_note
from reminders.channels.web_push import _content as push_content
from reminders.choices.own_kinds import request_test, tell_reach_changed
from reminders.kinds import Message, find_kind, registered
from reminders.models import ChannelName, Preferences, Reminder, SwitchedOn
from reminders.preferences import ways_of
from reminders.wording import (
    Wording,
    calendar_entry,
    screen_wording_for,
    worded,
    wording_of_mails,
    wording_on_screens,
)
from tests.helpers import factories, letters, notebook
from tests.helpers.factories import Pair

NEUTRAL, PLAIN, DETAILED = Wording.NEUTRAL, Wording.PLAIN, Wording.DETAILED
LANGUAGES = ("en", "zh-hans")
# By kind and wording, the subject in English and Chinese. What is not listed is as in the wording before.
SUBJECTS: dict[str, dict[Wording, tuple[str, str]]] = {
    "check_in": {
        NEUTRAL: ("Reminder: today 20:30", "日程提醒：今天 20:30"),
        PLAIN: ("Your talk today at 20:30", "今天 20:30 谈心"),
        DETAILED: ("Your talk with Alice, today at 20:30", "和Alice谈心，今天 20:30"),
    },
    # Its time and nothing else.
    "ritual": {
        NEUTRAL: ("Reminder: today 20:30", "日程提醒：今天 20:30"),
        PLAIN: ("Today, 20:30", "今天 20:30"),
    },
    "answers_open": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Your answers are open", "你们的回答可以看了"),
    },
    "move_proposed": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Another time for your talk", "谈心想换个时间"),
    },
    "moved": {
        NEUTRAL: ("Reminder: today 21:30", "日程提醒：今天 21:30"),
        PLAIN: ("New time for your talk: today at 21:30", "谈心改到今天 21:30"),
    },
    "left_out": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Skipped: your talk today at 21:30", "今天 21:30 的谈心，这次先不谈"),
    },
    "talk_now": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("A talk now?", "现在聊聊？"),
    },
    "letter": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("A letter for you", "有一封给你的信"),
        DETAILED: ("A letter from Alice is here", "Alice来信了"),
    },
    "letter_answered": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Your letter has an answer", "你的信有了回复"),
        DETAILED: ("Alice answered your letter", "Alice回复了你的信"),
    },
    "trial_ends": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Something to look at by Friday", "周五前可以看一眼"),
    },
    "appreciation_now": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Something good that you did", "你做的一件好事"),
        DETAILED: ("Alice wrote down something good that you did", "Alice记下了你做的一件好事"),
    },
    "call": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("You were asked for a line", "对方想听你回一句"),
        DETAILED: ("Alice asks you for a line", "Alice想听你回一句"),
    },
    "call_two_thirds": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("You were asked for a line", "对方想听你回一句"),
    },
    "promise": {
        NEUTRAL: ("Reminder: 15:00", "日程提醒：15:00"),
        PLAIN: ("You wanted to answer at 15:00", "你说过 15:00 回"),
    },
    "call_answered": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("There is an answer for you", "对方回你了"),
    },
    "phrase": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("You were asked for a line", "对方想听你回一句"),
        DETAILED: ("Alice has said something to you", "Alice有句话想跟你说"),
    },
    "phrase_answered": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("What you said has an answer", "你说的话有了回复"),
        DETAILED: ("Alice has answered you", "Alice回你了"),
    },
    "letter_composed": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("A letter for you", "有一封给你的信"),
        DETAILED: ("A letter from Alice is here", "Alice来信了"),
    },
    "held_text": {
        NEUTRAL: ("Steady", "安心"),
        PLAIN: ("Something for you", "给自己的一条"),
    },
    "shown_copy": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Something was shown to you", "对方给你看了一点东西"),
        DETAILED: ("Alice showed you something", "Alice给你看了一点东西"),
    },
    "said_yes": {
        NEUTRAL: ("Steady: something new to read", "安心：有新内容"),
        PLAIN: ("Someone said yes to your invitation", "有人接受了你的邀请"),
    },
    "pause_started": {NEUTRAL: ("Back at 14:20", "14:20 回来")},
    "pause_over": {NEUTRAL: ("Back at 14:20", "14:20 回来")},
    "return_opened": {NEUTRAL: ("Steady: something new to read", "安心：有新内容")},
    "test": {NEUTRAL: ("This is a test", "这是一次测试")},
    "reach_changed": {NEUTRAL: ("Your reminder settings were changed", "提醒设置有改动")},
    "invitation": {NEUTRAL: ("Someone who knows you has invited you", "认识你的一个人邀请你")},
}
# Codes and news about an account: written where they are asked for. What comes once a day is no mail, and tested there.
WRITTEN_ELSEWHERE = {"account_mail", "address_code", "log", "daily_line", "habit"}
# What Alice and Bob wrote, and the names they go by.
THEIRS = ("zebra", "Alice", "Bob", "Dana")
TELLING = ("talk", "check-in", "letter", "pause", "partner", "agreement", "couple")
TELLING_CHINESE = ("谈心", "信", "暂停", "约定", "伴侣", "对方")


@pytest.fixture
def rows(pair: Pair, dana: User, now: datetime) -> dict[str, Reminder]:
    """One mail to Bob of each kind that leaves the app, and the invitation to somebody without an account."""
    off_at_first = ("letter_answered", "appreciation_now", "call_answered", "phrase_answered", "shown_copy")
    for kind in (*off_at_first, "letter_composed", "held_text"):
        SwitchedOn.objects.create(user=pair.bob, kind=kind, channel="email")
    _calls(pair, now)
    factories.agreed_cool_down(pair, now, word="zebra")
    factories.agreed_response_rule(pair, now, trial_until=now.date() + timedelta(days=2), please="zebra")
    _moves(pair, now)
    factories.check_in_at(pair, now.replace(hour=19, minute=30), now)
    factories.agreed("ritual", pair, now, what="zebra", every="day", at="20:30", remind_minutes=60)
    factories.proposed_rule(pair, now, when="zebras", feel="like a zebra", need="zebra", please="zebra")
    notebook.noted(pair.alice_seat, "zebra", now, is_for_now=True)
    factories.said_phrase(pair.alice_seat, str(add_own(pair.alice, "zebra", uuid.uuid4(), now).pk), now)
    answer_phrase(pair.alice_seat, factories.said_phrase(pair.bob_seat, now=now).pk, Answered("zebra"), False, now)
    letters.letter_sent(pair.alice_seat, "zebra", now)
    hold(pair.bob, letters.letter_draft(pair.bob, "zebra", now).pk, now + timedelta(days=1), now)
    notebook.shown_of(pair.alice_seat, notebook.felt(pair.alice, now=now, text="zebra"), "everything", now)
    accept(factories.proposed("response_rule", pair.bob_seat, now, when="zebras"), pair.alice_seat, 1, now)
    pause = factories.over_pause(pair.alice_seat, now=now)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.written_after(pause, seat, "zebra", now)
    Reminder.objects.filter(kind__startswith="pause").delete()
    factories.paused(pair.alice_seat, 20, now)
    factories.open_invitation(dana, "vic@example.org", now)
    claim(factories.open_invitation(factories.person("Eva"), now=now), factories.person("Charlie"), now)
    request_test(pair.bob, "email", now)
    tell_reach_changed(pair.bob.pk, "words", now)
    mails = Reminder.objects.filter(channel="email").exclude(user=pair.alice).select_related("user")
    return {row.kind: row for row in mails if row.kind in SUBJECTS}


def _calls(pair: Pair, now: datetime) -> None:
    """All that is told of calls, each to Bob; what is not true any more is worded all the same."""
    rule = factories.agreed_response_rule(pair, now, who="both", please="zebra")
    asked = calling.ask(pair.alice_seat, rule.pk, "zebra", uuid.uuid4(), now)
    calling.hold(pair.bob_seat, asked.pk, now.replace(hour=14, minute=0, second=0, microsecond=0), now)
    calling.close(pair.alice_seat, asked.pk, now)
    own = calling.ask(pair.bob_seat, rule.pk, "zebra", uuid.uuid4(), now)
    calling.answer(pair.alice_seat, own.pk, "zebra", False, now)


def _moves(pair: Pair, now: datetime) -> None:
    """All that is told of a talk's time, each to Bob; what is not true any more is worded all the same."""
    asked = ask_for_talk(pair.alice_seat, now)
    talk = Talk(agree_to_talk(pair.bob_seat, asked.pk, now.replace(hour=18), now))
    suggested = suggest_time(talk, pair.bob_seat, now.replace(hour=20, minute=30), "zebra", None, now)
    accept_time(talk, pair.alice_seat, suggested.pk, now)
    suggest_time(talk, pair.alice_seat, now.replace(hour=21), "zebra", None, now)
    leave_out(talk, pair.alice_seat, talk.meeting.starts_at, "zebra", now)


@contextmanager
def read_in(language: str, zone: str = "Europe/Berlin") -> Iterator[None]:
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield


def texts(rows: dict[str, Reminder], now: datetime) -> Iterator[tuple[tuple[str, Wording, str], Message]]:
    for row, wording, language in product(rows.values(), (NEUTRAL, PLAIN, DETAILED), LANGUAGES):
        kind = find_kind(row.kind)
        assert kind
        with read_in(language):
            yield (row.kind, wording, language), worded(kind, row, wording, now)


def whole(message: Message) -> str:
    return "\n".join((message.subject, *message.paragraphs, message.link_label, *message.closing))


def test_every_kind_that_leaves_the_app_says_what_it_should(rows: dict[str, Reminder], now: datetime) -> None:
    leaving = {kind.name for kind in registered().values() if set(ways_of(kind)) - {ChannelName.IN_APP}}
    assert leaving | {"test"} == SUBJECTS.keys() | WRITTEN_ELSEWHERE, "a new kind has its subjects here"
    assert rows.keys() == SUBJECTS.keys()
    said: dict[tuple[str, Wording, str], str] = {key: message.subject for key, message in texts(rows, now)}
    for name, golden in SUBJECTS.items():
        expected = golden[NEUTRAL]
        for wording in (NEUTRAL, PLAIN, DETAILED):
            expected = golden.get(wording, expected)
            assert tuple(said[name, wording, language] for language in LANGUAGES) == expected


def test_nothing_says_what_it_is_or_names_anybody_unasked(rows: dict[str, Reminder], now: datetime) -> None:
    for (name, wording, language), message in texts(rows, now):
        text = whole(message)
        assert "zebra" not in text, "nobody's words, whatever was chosen"
        if wording < DETAILED:
            assert [word for word in THEIRS if word in text] == [], (name, wording)
        if wording == NEUTRAL:
            telling = TELLING if language == "en" else TELLING_CHINESE
            assert [word for word in telling if word in text.lower()] == [], name
        assert 1 <= len(message.paragraphs) <= 2


def test_nor_does_what_is_sent_in_any_of_its_forms(rows: dict[str, Reminder], pair: Pair, now: datetime) -> None:
    """The finished mail with headers, text, HTML and calendar file; a push; what another app shows."""
    for who_sees, says in (("someone", False), ("only_me", False), ("only_me", True)):
        chosen = {"who_sees_mailbox": who_sees, "says_what_it_is": says, "devices_say_what_it_is": says}
        Preferences.objects.update_or_create(user=pair.bob, defaults=chosen)
        for row in Reminder.objects.filter(pk__in=[each.pk for each in rows.values()]).select_related("user"):
            sent = "\n".join(_forms_of(row, now))
            assert "zebra" not in sent, "nobody's words, whatever was chosen"
            if not says:
                assert [word for word in THEIRS if word in sent] == [], (row.kind, who_sees)


def _forms_of(row: Reminder, now: datetime) -> Iterator[str]:
    mail = compose(row, now)
    for part in mail.message().walk():
        yield from map(str, part.values())
        content = part.get_payload(decode=True)
        yield content.decode() if isinstance(content, bytes) else ""
    if row.user and not row.payload:
        yield from (push_content(row, now), other_note(row, now).title)


def test_a_word_in_a_file_beside_a_mail_is_seen(
    rows: dict[str, Reminder], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        email_channel, "_with_file", lambda mail, *_more: mail.attach("a.ics", "zebra", "text/calendar") or mail
    )
    assert "zebra" in "\n".join(_forms_of(rows["check_in"], now))


def test_the_day_is_the_readers_day(rows: dict[str, Reminder], now: datetime) -> None:
    """The agreed reminder an hour before, and one's own the day before; here, and nearly half a day further east."""
    row = rows["check_in"]
    kind = find_kind(row.kind)
    assert kind
    for zone, before, when in (
        ("Europe/Berlin", timedelta(hours=1), "today at 20:30"),
        ("Europe/Berlin", timedelta(days=1), "tomorrow at 20:30"),
        ("Asia/Shanghai", timedelta(hours=1), "today at 03:30"),
        ("Asia/Shanghai", timedelta(hours=4), "tomorrow at 03:30"),
    ):
        with read_in("en", zone):
            message = kind.plain(row, now.replace(hour=19, minute=30) - before)
        assert message.subject == f"Your talk {when}"


def test_once_a_talk_has_begun_nothing_is_to_be_written_beforehand(rows: dict[str, Reminder], now: datetime) -> None:
    begins, kind = now.replace(hour=19, minute=30), find_kind("check_in")
    assert kind
    with read_in("en"):
        said = [kind.plain(rows["check_in"], moment).paragraphs for moment in (begins - timedelta(minutes=1), begins)]
    assert [paragraphs[1] for paragraphs in said] == [
        "If you like, write a few lines beforehand. Nobody reads them before it is time.",
        "It is time. A few lines are enough; so is “not today”.",
    ]
    assert said[0][0] == said[1][0] == "It takes about 30 minutes."


def test_a_pause_that_lasts_until_tomorrow_says_so(pair: Pair, now: datetime) -> None:
    factories.paused(pair.alice_seat, 18 * 60, now)
    row = Reminder.objects.get(kind="pause_started", channel="email")
    kind = find_kind(row.kind)
    assert kind
    said = [(kind.neutral(row, now).subject, kind.plain(row, now).paragraphs) for _each in _languages()]
    assert said == [
        ("Back tomorrow at 08:00", ("A pause until tomorrow, 08:00. Then you both come back to it.",)),
        ("明天 08:00 回来", ("先停一停，明天 08:00 接着谈。",)),
    ]


def _languages() -> Iterator[str]:
    for language in LANGUAGES:
        with read_in(language):
            yield language


@pytest.mark.parametrize(
    ("zone", "now", "starts_at", "said"),
    [
        ("Europe/Berlin", "2027-03-27 20:00", "2027-03-28 01:30", "tomorrow 03:30"),
        ("Europe/Berlin", "2027-03-28 00:30", "2027-03-28 01:30", "today 03:30"),
        ("Europe/Berlin", "2027-10-30 22:30", "2027-10-31 22:30", "today 23:30"),
        ("Europe/Berlin", "2027-10-30 21:30", "2027-10-31 22:30", "tomorrow 23:30"),
        ("America/New_York", "2027-03-14 05:30", "2027-03-15 03:30", "today 23:30"),
        ("Europe/Berlin", "2027-05-03 08:00", "2027-05-05 18:30", "Wednesday 20:30"),
        ("Europe/Berlin", "2027-05-06 08:00", "2027-05-05 18:30", "Wednesday 5 May 20:30"),
    ],
)
def test_days_are_named_rightly_around_a_change_of_the_clocks(zone: str, now: str, starts_at: str, said: str) -> None:
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, starts_at)]
    with read_in("en", zone):
        today: date = timezone.localtime(moments[0]).date()
        assert calendar_entry(moments[1], 30, today).subject == f"Reminder: {said}"


# Who gets which


@pytest.mark.parametrize(
    ("answer", "names", "wording"),
    [
        ("", False, NEUTRAL),
        ("", True, NEUTRAL),
        ("someone", True, NEUTRAL),
        ("only_me", False, PLAIN),
        ("only_me", True, DETAILED),
        ("no_mails", True, Wording.NOTHING),
    ],
)
def test_mails_are_plain_only_for_who_said_that_nobody_else_sees_them(
    answer: str, names: bool, wording: Wording
) -> None:
    chosen = Preferences(who_sees_mailbox=answer, says_what_it_is=names)
    assert wording_of_mails(chosen) == wording
    assert wording_on_screens(chosen) == NEUTRAL, "a lock screen is another thing"


def test_who_never_chose_has_neutral_words_on_screens() -> None:
    assert screen_wording_for(User()) == NEUTRAL
    assert wording_on_screens(Preferences(devices_say_what_it_is=True)) == DETAILED


def test_the_outbox_shows_what_the_mail_says(
    rows: dict[str, Reminder], now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.OUTBOX_PAGES, settings.OUTBOX_DIR = True, tmp_path
    OutboxBackend().send_messages([compose(rows["check_in"], now)])
    page = Client().get("/outbox/").content.decode()
    assert "Reminder: today 20:30" in page
    assert "An entry in your Steady calendar: today, 20:30, about 30 minutes." in page
    assert not [word for word in THEIRS if word in page]
