"""What the demo couple has behind it: eleven weeks, by the verbs that pages call, so that no page of it is empty."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from agreements.calls import verbs as calling
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_line_for
from basics.localtime import local
from checkins.answers.verbs import hand_in, keep_take_away
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership
from journal.appreciations import verbs as appreciating
from journal.entries.verbs import Said as Felt
from journal.entries.verbs import notice
from journal.letters import sending
from journal.letters import verbs as writing
from journal.letters.said import Said as Letter
from journal.thoughts.verbs import begin as look_at
from reminders.models import Notice, Reminder, State

WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
# What each takes along from a talk, the oldest first.
TAKEN_ALONG = (
    ("I ask before I guess.", "Phones in the hall while we eat."),
    ("", "One line when it gets late."),
    ("Sunday morning is ours.", "Tea first, then money."),
    ("We said it without shouting.", ""),
)
GOOD = (
    ("You drove me to the station in the rain, half asleep.", "You told your sister that we have plans."),
    ("You asked how the interview was before anything else.", "You stayed up until I was home."),
)
# How many days ago and at which hour, what was felt and what set it off, how strong, what happened.
HERS = (
    (69, 21, "worried", "unread", 2, "Nothing since noon."),
    (65, 22, "uneasy", "unread", 3, "The lamp over there was on, and no word."),
    (62, 21, "worried", "unread", 2, ""),
    (57, 23, "uneasy", "unread", 2, "The whole evening."),
    (51, 21, "uneasy", "unread", 2, ""),
    (46, 12, "hurt", "cold_tone", 2, "“Fine”, and no more."),
    (38, 21, "uneasy", "unread", 1, "An hour, and he wrote “later”."),
    (30, 20, "glad", "", None, "We cooked, and nobody looked at a phone."),
    (24, 21, "uneasy", "unread", 1, ""),
    (17, 22, "calm", "", None, ""),
    (9, 18, "uneasy", "unread", 1, "It was the tunnel."),
    (3, 21, "glad", "", None, "The line came before I had begun to wait."),
)
HIS = (
    (40, 23, "tense", "money", 2, "The rent, again."),
    (12, 21, "calm", "", None, "We did the sums with tea beside them."),
)


def live_on(hers: Membership, his: Membership, rhythm: Agreement, rule: Agreement, now: datetime) -> None:
    """Let them talk each week, reword what helps, notice, write and ask; as of now nothing of it is news."""
    _notice(hers, his, now)
    _write_down_good(hers, his, now)
    _talk(hers, his, rhythm)
    _reword(hers, his, rule, now)
    _look_at_a_thought(hers, now)
    _send_a_letter(his, now)
    _ask_and_answer(hers, his, rule, now)
    _let_all_be_told(now)


def _notice(hers: Membership, his: Membership, now: datetime) -> None:
    for seat, felt in ((hers, HERS), (his, HIS)):
        for days, hour, feeling, trigger, strength, text in felt:
            said = Felt(feeling, strength=strength, trigger=trigger, text=text)
            at = local(now - days * DAY, seat.user.time_zone).replace(hour=hour, minute=days % 50).astimezone(UTC)
            notice(seat.user, said, uuid.uuid4(), at, at)
    set_line_for(hers.user, "unread", "He is at work. It has stopped, it has not ended.")


def _write_down_good(hers: Membership, his: Membership, now: datetime) -> None:
    for weeks, both in zip((4, 2), GOOD, strict=True):
        for seat, words in zip((hers, his), both, strict=True):
            appreciating.write_down(seat, appreciating.Said(words), False, uuid.uuid4(), now - weeks * WEEK - DAY)


def _talk(hers: Membership, his: Membership, rhythm: Agreement) -> None:
    """Each talk, once both have said that they say it aloud, makes the next one."""
    for taken_along in TAKEN_ALONG:
        talk = CheckIn.objects.filter(agreement=rhythm, seals=None).latest("starts_at")
        at = talk.starts_at + HOUR / 2
        for seat in (hers, his):
            hand_in(talk, seat, {}, at, rest_aloud=True)
        for seat, words in zip((hers, his), taken_along, strict=True):
            if words:
                keep_take_away(talk, seat, words, at + HOUR / 2)


def _reword(hers: Membership, his: Membership, rule: Agreement, now: datetime) -> None:
    at = now - 4 * WEEK
    version = consent.amend(rule, his, Terms({"please": "send me one line, even “later”"}, {}), 1, uuid.uuid4(), at)
    consent.accept(rule, hers, version.number, at + DAY)


def _look_at_a_thought(hers: Membership, now: datetime) -> None:
    steps = {
        "situation": "He read it and went to sleep.",
        "feeling_1": "worried",
        "before_1": 80,
        "thought": "He is tired of me.",
        "speaks_for": "He was short at lunch.",
        "speaks_against": "He called from the bus to ask what we need.",
        "fairer": "He sleeps, and tomorrow he writes.",
        "after_1": 40,
    }
    look_at(hers.user, steps, uuid.uuid4(), now - 4 * WEEK)


def _send_a_letter(his: Membership, now: datetime) -> None:
    said = Letter(
        what_happened="On Thursday we spoke about money at midnight.",
        feelings=("tense",),
        needs=("rest",),
        would_you="start such things before nine, or leave them for our talk",
    )
    at = now - 6 * DAY
    sending.send(his, writing.begin(his.user, said, uuid.uuid4(), at, "").pk, at)


def _ask_and_answer(hers: Membership, his: Membership, rule: Agreement, now: datetime) -> None:
    at = now - 2 * DAY
    call = calling.ask(hers, rule.pk, "A long day. I keep looking at my phone.", uuid.uuid4(), at)
    calling.answer(his, call.pk, "Still in the meeting. Home by eight.", True, at + HOUR / 2)


def _let_all_be_told(now: datetime) -> None:
    """What was to be told in these weeks has been, and was read."""
    Reminder.objects.filter(state=State.PENDING, due_at__lte=now).delete()
    Notice.objects.filter(read_at=None).update(read_at=now)
    Agreement.objects.update(news_for=None)
