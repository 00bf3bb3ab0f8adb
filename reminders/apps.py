"""The app's registration with Django."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The reminders room."""

    name = "reminders"

    def ready(self) -> None:
        """Register this room's own kind."""
        from reminders.kinds import register
        from reminders.missed import Missed

        register(Missed())
