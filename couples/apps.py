"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class CouplesConfig(AppConfig):
    """The couples room."""

    name = "couples"

    def ready(self) -> None:
        """Register this room's kinds of reminder and its admin."""
        from basics.keeping import register as register_keepings
        from couples import keeping
        from couples.keys import revoking  # noqa: F401 - importing it connects the signal
        from couples.pairing.reminders import CONNECTED, INVITATION_MAIL
        from couples.people import admin  # noqa: F401 - Django looks for it in the room itself
        from couples.people.reminders import ACCOUNT_MAIL
        from reminders.kinds import register

        register_keepings(*keeping.KEEPINGS)
        for kind in (ACCOUNT_MAIL, INVITATION_MAIL, CONNECTED):
            register(kind)
