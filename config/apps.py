"""The app's registration with Django."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class ConfigConfig(AppConfig):
    """The config room."""

    name = "config"

    def ready(self) -> None:
        """Let every empty required field say what to do."""
        Field.default_error_messages["required"] = _("Please fill this in.")
