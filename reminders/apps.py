"""The app's registration with Django."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The reminders room."""

    name = "reminders"

    def ready(self) -> None:
        """Register this room's own kinds, and end a device's push when its owner signs out on it."""
        from reminders import news, sessions
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register
        from reminders.mailboxes import MailboxSetAside
        from reminders.missed import Missed
        from reminders.refusals import OtherAddressForgotten
        from reminders.tallies import tally

        for kind in (Missed(), MailboxSetAside(), OtherAddressForgotten(), *news.KINDS):
            register(kind)
        register_housekeeping(tally)
        sessions.listen()
