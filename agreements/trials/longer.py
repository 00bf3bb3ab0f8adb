"""Trying something longer: until a talk after four more weeks, four weeks, or another day; a year in all at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from agreements.kinds.quick_days import FOUR_WEEKS
from agreements.kinds.talks import talk_to_try_until
from agreements.letters.models import Agreement, Version
from basics.localtime import local
from basics.refusals import Refusal

# However often it is made longer.
LONGEST_IN_ALL = timedelta(days=365)


class LongEnough(Refusal):
    """What is tried for a year is known."""

    field = "answer"
    message = _("You have tried this for a year. Keep it, suggest a change, or let it go.")


class NotLonger(Refusal):
    """That day comes no later than the one on which it ends anyway."""

    field = "longer_until"
    message = _("You try it until then anyway. Choose a later day.")


class TooLong(Refusal):
    """More than a year in all."""

    field = "longer_until"
    message = _("A year in all is the longest. Choose a nearer day.")


@dataclass(frozen=True)
class Tried:
    """Between which days words are tried by now."""

    since: date
    until: date

    @classmethod
    def of(cls, agreement: Agreement, words: Version) -> Tried:
        """Return them, by the clock of the words, however often that was made longer."""
        assert words.trial_until, "what has no day is not tried"
        return cls(local(agreement.tried_since or words.created_at, words.zone).date(), words.trial_until)

    @property
    def can_be_longer(self) -> bool:
        """Tell whether there is any time left to try it."""
        return self.until < self.last

    @property
    def last(self) -> date:
        """Return the last day until which it can be tried at all."""
        return self.since + LONGEST_IN_ALL

    def refuse(self, day: date) -> None:
        """Refuse a day that makes it no longer, or too long. Raises LongEnough, NotLonger, TooLong."""
        if not self.can_be_longer:
            raise LongEnough
        if day <= self.until:
            raise NotLonger
        if day > self.last:
            raise TooLong


@dataclass(frozen=True)
class Longer:
    """What is offered to who would try it longer: the day of a talk where one comes then, and the usual day."""

    talk: date | None
    usual: date

    @classmethod
    def of(cls, agreement: Agreement, words: Version, now: datetime) -> Longer:
        """Return it. The queries of one who looks for a talk."""
        tried = Tried.of(agreement, words)
        weeks = tried.until + FOUR_WEEKS
        talk = talk_to_try_until(agreement.couple_id, weeks, words.zone, now)
        talk = talk if talk and talk <= tried.last else None
        return cls(talk, talk or max(tried.until, min(weeks, tried.last)))
