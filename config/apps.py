"""The app's registration with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """The config room."""

    name = "config"

    def ready(self) -> None:
        """Register what Django keeps, watch over the keys, and let every empty required field say what to do."""
        from basics.keeping import register as register_keepings
        from basics.keeping import register_elsewhere
        from config import keeping
        from config.operating import canary
        from config.operating.outbox import forget_mails_to
        from config.operating.sessions import forget_expired_sessions
        from reminders.housekeeping import register_housekeeping

        register_keepings(*keeping.KEEPINGS)
        register_elsewhere(forget_mails_to)
        register_housekeeping(forget_expired_sessions)
        # A migration may write words: with wrong keys it does not begin.
        pre_migrate.connect(canary.refuse_wrong_keys, sender=self)
        post_migrate.connect(canary.lay_canary, sender=self)
        Field.default_error_messages["required"] = _("Please fill this in.")
