"""The app's registration with Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages room."""

    name = "pages"

    def ready(self) -> None:
        """Let operators be told when numbers for help have grown old."""
        from django.core.checks import register

        from pages.help.checks import lines_are_fresh

        register(lines_are_fresh)
