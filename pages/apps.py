"""The app's registration with Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages room."""

    name = "pages"

    def ready(self) -> None:
        """Register what this room does by the clock."""
        from pages.erasure.verbs import erase_what_is_due
        from reminders.housekeeping import register_housekeeping

        register_housekeeping(erase_what_is_due)
