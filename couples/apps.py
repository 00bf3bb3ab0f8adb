"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class CouplesConfig(AppConfig):
    """The couples room."""

    name = "couples"

    def ready(self) -> None:
        """Register this room's kinds of reminder."""
        from couples.reminders import ACCOUNT_MAIL, CONNECTED, INVITATION_MAIL
        from reminders.kinds import register

        for kind in (ACCOUNT_MAIL, INVITATION_MAIL, CONNECTED):
            register(kind)
