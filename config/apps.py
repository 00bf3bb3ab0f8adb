"""The app's registration with Django."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """The config room."""

    name = "config"

    def ready(self) -> None:
        """Register what Django keeps, and let every empty required field say what to do."""
        from basics.keeping import register as register_keepings
        from config import keeping

        register_keepings(*keeping.KEEPINGS)
        Field.default_error_messages["required"] = _("Please fill this in.")
