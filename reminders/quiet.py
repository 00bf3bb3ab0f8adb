"""Quiet hours: what has no agreed clock time and was not marked as always waits until they end. In-app never waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from basics.localtime import is_between, next_moment_at
from reminders.kinds import Hold, ReminderKind
from reminders.models import ChannelName, Preferences, Reminder
from reminders.preferences import who_wants_always


def held_by_quiet_hours(kind: ReminderKind, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Hold]:
    """Return which rows wait, each until its recipient's quiet hours end. Two queries a batch."""
    ringing = [row for row in reminders if row.channel != ChannelName.IN_APP and row.user_id]
    if kind.has_agreed_clock_time or kind.is_account_mail or not ringing:
        return {}
    people = {row.user_id for row in ringing if row.user_id}
    always = who_wants_always(kind, people)
    preferences = Preferences.objects.in_bulk(people - always)
    holds = {
        row.pk: _hold(row, preferences.get(row.user_id), now)
        for row in ringing
        if row.user_id and row.user_id not in always
    }
    return {key: hold for key, hold in holds.items() if hold}


def _hold(reminder: Reminder, preferences: Preferences | None, now: datetime) -> Hold | None:
    chosen = preferences or Preferences()
    if reminder.user is None:
        return None
    zone = reminder.user.time_zone
    if not is_between(now, chosen.quiet_from, chosen.quiet_until, zone):
        return None
    return Hold(next_moment_at(now, chosen.quiet_until, zone))
