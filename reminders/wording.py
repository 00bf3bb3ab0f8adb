"""In which words a reminder leaves the app: chosen here and nowhere else, by what its reader said.

*Neutral* reads like a calendar; *plain* says what it is, for who said that nobody else sees the mailbox; *detailed*
also names the other. A subject shows on lock screens wherever it came by, so all of it is in the subject's hands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from basics import formats
from reminders.kinds import Message, ReminderKind
from reminders.models import Preferences, Reminder, WhoSees


class Wording(IntEnum):
    """How much is said; more is asked about before it is stored."""

    NOTHING = 0
    NEUTRAL = 1
    PLAIN = 2
    DETAILED = 3


def wording_of_mails(preferences: Preferences) -> Wording:
    """Return how much mails say. Who never answered is taken for somebody whose mailbox others might see."""
    if preferences.who_sees_mailbox == WhoSees.NO_MAILS:
        return Wording.NOTHING
    if preferences.who_sees_mailbox != WhoSees.ONLY_ME:
        return Wording.NEUTRAL
    return Wording.DETAILED if preferences.says_what_it_is else Wording.PLAIN


def wording_on_screens(preferences: Preferences) -> Wording:
    """Return how much devices and other apps say: who holds the mailbox alone may still leave a phone on the table."""
    return Wording.DETAILED if preferences.devices_say_what_it_is else Wording.NEUTRAL


def mail_wording_for(user: Any) -> Wording:
    """Return how much a mail to this person, or to nobody with an account, says. No query for a row with its user."""
    chosen = _chosen_by(user)
    return wording_of_mails(chosen) if chosen else Wording.NEUTRAL


def screen_wording_for(user: Any) -> Wording:
    """Return how much this person's devices and other apps show."""
    chosen = _chosen_by(user)
    return wording_on_screens(chosen) if chosen else Wording.NEUTRAL


def _chosen_by(user: Any) -> Preferences | None:
    return getattr(user, "reminder_preferences", None)


def worded(kind: ReminderKind, reminder: Reminder, wording: Wording, now: datetime) -> Message:
    """Return the text. The recipient's language and zone are active. Account mails say the same to everybody."""
    if wording < Wording.PLAIN:
        return kind.neutral(reminder, now)
    message = kind.plain(reminder, now)
    named = kind.detail(reminder, now) if wording == Wording.DETAILED else ""
    return replace(message, subject=named) if named else message


# What several kinds say to everybody whose mailbox others might see.


def something_new() -> Message:
    """Say that there is something, of whatever kind."""
    return Message(
        subject=_("Steady: something new to read"),
        paragraphs=(_("There is a new entry for you in Steady. It stays there until it suits you."),),
        link_label=_("Open"),
    )


def nothing_said() -> Message:
    """Say nothing at all, for what is one's own: not even that there is something to read."""
    return replace(something_new(), subject=_("Steady"))


def calendar_entry(starts_at: datetime, minutes: int, today: date) -> Message:
    """Say when something begins and how long it takes, on the reader's clock, as their calendar would."""
    when = {"when": formats.when_said_on(starts_at, today), "length": formats.length(minutes)}
    return Message(
        subject=_("Reminder: %(day)s %(time)s") % day_and_time(starts_at, today),
        paragraphs=(_("An entry in your Steady calendar: %(when)s, about %(length)s.") % when,),
        link_label=_("Open"),
    )


def day_and_time(when: datetime, today: date) -> dict[str, str]:
    """Return day and time as the reader's own calendar and clock have them, for a sentence to put together.

    The moment is the agreement's, by its zone; elsewhere it may fall on another day.
    """
    return {"day": formats.day_said(timezone.localtime(when).date(), today), "time": formats.clock(when)}
