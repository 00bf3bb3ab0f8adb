"""The app's registration with Django."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """The config room."""

    name = "config"

    def ready(self) -> None:
        """Register what Django keeps and forgets, and let every empty required field say what to do."""
        from basics.keeping import register as register_keepings
        from config import keeping
        from config.operating.sessions import forget_expired_sessions
        from reminders.housekeeping import register_housekeeping

        register_keepings(*keeping.KEEPINGS)
        register_housekeeping(forget_expired_sessions)
        Field.default_error_messages["required"] = _("Please fill this in.")
