"""The app's registration with Django."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The reminders room."""

    name = "reminders"

    def ready(self) -> None:
        """Register this room's own kinds."""
        from reminders import news
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register
        from reminders.mailboxes import MailboxSetAside
        from reminders.missed import Missed
        from reminders.tallies import tally

        for kind in (Missed(), MailboxSetAside(), *news.KINDS):
            register(kind)
        register_housekeeping(tally)
