"""What one person is offered as an answer: their own words first, then those of the file, each by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.phrases.ready import TIME, phrase_named
from basics import formats
from basics.localtime import moment_name, moment_named

# Names one's own words.
OWN = "own"
# Where an answer names a time: so many half hours ahead, the first a while from now, and tomorrow about this time. No
# time of day is offered, such as nine in the morning: the other, who reads it by their clock, would learn where one is.
HALF_HOURS = (1, 2, 4, 48)
SOONEST = timedelta(minutes=15)
FURTHEST = timedelta(days=2)
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class AnswerOffer:
    """An answer that one tap sends."""

    # What names it: that it is one's own, a number of the file's, or a moment.
    value: str
    words: str
    # The moment that the words name, and how they read on the clock of whoever is asked.
    at: datetime | None
    said: str


def offered_answers(name: str, own: str, now: datetime) -> Sequence[AnswerOffer]:
    """Return one's own answer, if there is one, and what the file offers in the reader's language.

    Nothing for what is no ready phrase.
    """
    phrase = phrase_named(name)
    answers = enumerate(phrase.answers) if phrase else ()
    ready = [offer for number, words in answers for offer in _offers(str(number), words, now)]
    mine = [AnswerOffer(OWN, own, None, own)] if own else []
    return [*mine, *(offer for offer in ready if offer.said != own)]


def _offers(value: str, words: str, now: datetime) -> Sequence[AnswerOffer]:
    if TIME not in words:
        return [AnswerOffer(value, words, None, words)]
    return [_at(moment_name(at), words, at, now) for at in _moments(now)]


def _at(value: str, words: str, at: datetime, now: datetime) -> AnswerOffer:
    return AnswerOffer(value, words, at, answer_said(words, at, now))


def _moments(now: datetime) -> Sequence[datetime]:
    # In UTC: the same whoever is asked, and half hours also on the night on which clocks are changed.
    ahead = (now + SOONEST).astimezone(UTC)
    soonest = ahead - timedelta(minutes=ahead.minute % 30, seconds=ahead.second, microseconds=ahead.microsecond)
    return [soonest + number * _HALF_HOUR for number in HALF_HOURS]


def chosen_answer(name: str, own: str, value: str, now: datetime) -> AnswerOffer | None:
    """Return the answer that a button names; None for one that there is not. A page may have lain open for a while."""
    offers = offered_answers(name, own, now)
    if found := next((offer for offer in offers if offer.value == value), None):
        return found
    named, at = next((offer for offer in offers if offer.at), None), moment_named(value)
    is_near = at is not None and abs(at - now) < FURTHEST
    return _at(value, named.words, at, now) if named and at and is_near else None


def answer_said(words: str, at: datetime | None, now: datetime) -> str:
    """Return an answer as its reader's clock has it."""
    return words.replace(TIME, _time_said(at, now)) if at else words


def _time_said(at: datetime, now: datetime) -> str:
    day, today = (timezone.localtime(each).date() for each in (at, now))
    if day == today:
        return formats.clock(at)
    return _("%(time)s %(day)s") % {"time": formats.clock(at), "day": formats.day_said(day, today)}
