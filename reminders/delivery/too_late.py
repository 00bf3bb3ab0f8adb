"""What came too late is never sent stale; one quiet line says that it was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from basics.limits import CLOCKS_APART
from reminders.kinds import Line, ReminderKind, find_kind, whole_line
from reminders.models import ChannelName, Notice, Reminder
from reminders.notices.verbs import tell

# One line says it for all that was missed in this time.
ONE_LINE_FOR = timedelta(hours=24)


class Missed(ReminderKind):
    """The line itself. It has no rows of its own; delivery writes the notice."""

    name = "missed"
    channels = (ChannelName.IN_APP,)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say it without a word of what it was about."""
        text = _("A reminder came too late and was not sent. Here is what is next.")
        return {notice.pk: whole_line(text, reverse("today")) for notice in notices}


def tell_missed(rows: Sequence[Reminder], now: datetime) -> None:
    """Write one line per person for the in-app rows among `rows`, at most one a day."""
    people = {row.user_id for row in rows if row.user_id and row.channel == ChannelName.IN_APP and find_kind(row.kind)}
    if not people:
        return
    lately = Notice.objects.filter(created_at__gt=now - ONE_LINE_FOR, created_at__lte=now + CLOCKS_APART)
    told = lately.filter(user__in=people, kind=Missed.name)
    people -= set(told.values_list("user_id", flat=True))
    # The key by the day keeps two workers from telling it twice.
    tell(people, Missed.name, "reminders", f"{now:%Y-%m-%d}", now)
