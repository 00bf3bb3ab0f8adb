"""Quiet hours: what has no agreed clock time and is not marked as always waits until they end; in-app never does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from basics.localtime import local, moment
from reminders.kinds import Hold, ReminderKind
from reminders.models import ChannelName, Preferences, Reminder
from reminders.preferences import who_wants_always


def held_by_quiet_hours(kind: ReminderKind, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Hold]:
    """Return which mails wait, each until its recipient's quiet hours end. Two queries a batch."""
    mails = [row for row in reminders if row.channel != ChannelName.IN_APP and row.user_id]
    if kind.has_agreed_clock_time or kind.is_account_mail or not mails:
        return {}
    always = who_wants_always(kind, {row.user_id for row in mails if row.user_id})
    mails = [row for row in mails if row.user_id not in always]
    preferences = Preferences.objects.in_bulk({row.user_id for row in mails})
    ends = {row.pk: _end_for(row, preferences.get(row.user_id), now) for row in mails}
    return {key: Hold(end) for key, end in ends.items() if end}


def _end_for(reminder: Reminder, preferences: Preferences | None, now: datetime) -> datetime | None:
    chosen = preferences or Preferences()
    if reminder.user is None:
        return None
    return end_of_quiet(now, chosen.quiet_from, chosen.quiet_until, reminder.user.time_zone)


def end_of_quiet(now: datetime, quiet_from: time, quiet_until: time, zone: str) -> datetime | None:
    """Return when the quiet hours that run at `now` end; None if none run.

    They run from the moment that `quiet_from` means to the next that `quiet_until` means, so a change of the
    clocks makes a night shorter or longer, and never holds a mail for a day more.
    """
    if quiet_from == quiet_until:
        return None
    today = local(now, zone).date()
    for day in (today - timedelta(days=1), today):
        # On the day that it ends by its clock: a night that the clocks skip is no night, and not one until the next.
        last_day = day if quiet_from < quiet_until else day + timedelta(days=1)
        end = moment(last_day, quiet_until, zone)
        if moment(day, quiet_from, zone) <= now < end:
            return end
    return None
