"""This room's own kinds: the test one asks for, the code that proves an address, and news about the account.

None of them can be chosen: a test and a code go where the person just asked for them, news stay in the app, and that
it was changed where words go is told wherever its owner may hear of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reminders.channels.email.unsubscribing import KIND, NEWS_KIND
from reminders.channels.other.services import ADDRESS, CODE_KIND
from reminders.channels.web_push import STOPPED_KIND
from reminders.kinds import Line, Message, ReminderKind, find_kind, whole_line
from reminders.models import ChannelName, Notice, OtherAddress, Preferences, Reminder, WhoSees
from reminders.preferences import switched_off
from reminders.scheduling import row_for, schedule
from reminders.subjects import Subject, exact_moment, minute

CHANNEL = Subject("channel")
ACCOUNT = Subject("account")


class Test(ReminderKind):
    """What "send me a test" sends: a row like any other."""

    name = "test"
    channels = ()
    useful_for = timedelta(minutes=10)
    keep_for = timedelta(days=1)
    # It was asked for just now, so quiet hours have no say.
    has_agreed_clock_time = True

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return the text, as neutral as a real one."""
        return Message(
            subject=_("This is a test"),
            paragraphs=[_("It works: this is how something you planned will reach you.")],
            link_label=_("Open"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("reminder_settings")

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        line = whole_line(_("This is a test. It works."), reverse("reminder_settings"))
        return {notice.pk: line for notice in notices}


class AddressCode(ReminderKind):
    """A code to an address in another app, typed back by its owner before anything else goes there."""

    name = CODE_KIND
    channels = (ChannelName.OTHER,)
    useful_for = timedelta(minutes=15)
    keep_for = timedelta(days=1)
    is_account_mail = True

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return the code alone; it says neither what for nor who."""
        return Message(subject=_("Your code: %(code)s") % {"code": reminder.payload["code"]}, paragraphs=[])


class MailSwitchedOff(ReminderKind):
    """Someone unsubscribed through a link in a mail. It has no rows; unsubscribing writes the notice."""

    name = NEWS_KIND
    channels = (ChannelName.IN_APP,)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say which mails are off, in the words of the settings page, until they are on again."""
        by_mail = ChannelName.EMAIL.value
        off = {person: switched_off(person) for person in {notice.user_id for notice in notices}}
        return {
            notice.pk: whole_line(_switched_off_text(notice), reverse("reminder_settings"))
            for notice in notices
            if (KIND.key(notice), by_mail) in off[notice.user_id]
        }


def _switched_off_text(notice: Notice) -> str:
    kind = find_kind(KIND.key(notice))
    if kind is None or not kind.label:
        return _("Some mails are off now, by a link in a mail. You can have them back here.")
    return _("Mails are off now, by a link in a mail: “%(kind)s”. You can have them back here.") % {"kind": kind.label}


class PushStopped(ReminderKind):
    """A device does not take pushes any more. It has no rows; the channel writes the notice."""

    name = STOPPED_KIND
    channels = (ChannelName.IN_APP,)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        text = _("One of your devices takes no notifications any more. If you still use it, turn them on there again.")
        return {notice.pk: whole_line(text, reverse("reminder_settings")) for notice in notices}


class AccountNews(ReminderKind):
    """What happened to the account, most of it for people whose mailbox others see: they might see a mail first."""

    name = "account_news"
    channels = (ChannelName.IN_APP,)
    useful_for = timedelta(days=30)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say what happened, and lead to where the password is changed, or the question answered."""
        password = reverse("account_change_password")
        said = {
            ACCOUNT.of("reset"): whole_line(
                _("A code to set a new password was sent to your mailbox. If that was not you, change it."), password
            ),
            ACCOUNT.of("changed"): whole_line(
                _("Your password or your address was changed. If that was not you, get help."), password
            ),
            ACCOUNT.of("mailbox"): whole_line(
                _("Who sees your new mailbox? Until you say that only you do, mails there say little, or none come."),
                reverse("reminder_settings"),
            ),
            ACCOUNT.of("codes_stopped"): whole_line(
                _("Someone who reads your mailbox said that they did not ask for a code. No codes go there for a day."),
                password,
            ),
        }
        return {notice.pk: said[notice.subject] for notice in notices if notice.subject in said}


class ReachChanged(ReminderKind):
    """Words go further than before: told by every way that was there already, for whoever did not do it themself.

    Outside the app it is the same line whatever was changed.
    """

    name = "reach_changed"
    channels = (ChannelName.EMAIL, ChannelName.IN_APP, ChannelName.WEB_PUSH, ChannelName.OTHER)
    useful_for = timedelta(days=2)
    keep_for = timedelta(days=7)
    is_account_mail = True

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return the neutral line."""
        return Message(
            subject=_("Your reminder settings were changed"),
            paragraphs=[_("If this was you, there is nothing to do. If not, look at them, and set a new password.")],
            link_label=_("Open"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("reminder_settings")

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say what it was, and lead to where it is undone."""
        changes = {
            ACCOUNT.of("device"): (_("A device was added to those that notify you."), "reminder_settings"),
            ACCOUNT.of("other"): (_("Another app gets your reminders now."), "reminder_settings"),
            ACCOUNT.of("words"): (_("More is sent to you now, or mails say more."), "reminder_settings"),
            ACCOUNT.of("address"): (_("The address you sign in with was changed."), "account_email"),
            ACCOUNT.of("key"): (_("A key for another program was made."), "settings"),
            ACCOUNT.of("calendar"): (_("An address for calendars was made."), "calendar"),
        }
        found = {notice.pk: changes[notice.subject] for notice in notices if notice.subject in changes}
        said = _("%(change)s If this was not you, undo it here, and set a new password.")
        return {pk: whole_line(said % {"change": change}, reverse(page)) for pk, (change, page) in found.items()}


def request_test(user: Any, channel: str, now: datetime) -> None:
    """Queue a test on one channel: one a minute, however often the button is pressed."""
    row = row_for(user.pk, channel, TEST, CHANNEL.of(channel), occurrence=minute(now), due_at=now)
    Reminder.objects.bulk_create([row], ignore_conflicts=True)


def send_code(entered: OtherAddress, now: datetime) -> None:
    """Queue the code to an address that is not confirmed."""
    subject, occurrence = ADDRESS.of(entered.pk), exact_moment(now)
    row = row_for(entered.user_id, ChannelName.OTHER, ADDRESS_CODE, subject, occurrence=occurrence, due_at=now)
    row.payload = {"code": entered.code}
    row.save()


def tell_account_news(user_id: int, what: str, now: datetime) -> None:
    """Say `what` in the app: one of the lines of AccountNews."""
    schedule(ACCOUNT_NEWS, ACCOUNT.of(what), occurrence=exact_moment(now), people=[user_id], due_at=now)


def tell_if_others_see_mailbox(user_id: int, what: str, now: datetime) -> None:
    """Say it if the person said that others might see the mailbox, or wants no mails: they might see it there first.

    Of who never answered nothing is known; telling all of them would make asking for a new password write more for an
    address that has an account than for one that has none.
    """
    if Preferences.objects.filter(pk=user_id, who_sees_mailbox__in=(WhoSees.SOMEONE, WhoSees.NO_MAILS)).exists():
        tell_account_news(user_id, what, now)


def tell_reach_changed(user_id: int, what: str, now: datetime, not_by: str = "") -> None:
    """Say that words go further now, by all ways but the one that is new; once a minute of each sort."""
    schedule(REACH_CHANGED, ACCOUNT.of(what), occurrence=minute(now), people=[user_id], due_at=now, not_by=not_by)


TEST = Test()
ADDRESS_CODE = AddressCode()
MAIL_SWITCHED_OFF = MailSwitchedOff()
PUSH_STOPPED = PushStopped()
ACCOUNT_NEWS = AccountNews()
REACH_CHANGED = ReachChanged()
KINDS = (TEST, ADDRESS_CODE, MAIL_SWITCHED_OFF, PUSH_STOPPED, ACCOUNT_NEWS, REACH_CHANGED)
