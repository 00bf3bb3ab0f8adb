"""What is said once a day to who wants to be asked: nothing that tells what it is about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from journal.daily.each_day import OnceADay
from journal.daily.models import DailyAsk
from reminders.subjects import Subject


class Log(OnceADay):
    """How are you?"""

    name = "log"
    subject, model, key, route = Subject("log"), DailyAsk, "person", "notice"

    def line(self) -> str:
        return _("How are you?")


LOG = Log()
