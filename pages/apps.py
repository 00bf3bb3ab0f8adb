"""The app's registration with Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages room."""

    name = "pages"

    def ready(self) -> None:
        """Make known what the room keeps, and what it does beside the pages."""
        from django.core.checks import register as register_check

        from basics.keeping import register as register_keepings
        from pages import keeping
        from pages.erasure.verbs import erase_what_is_due
        from pages.export.making import make
        from pages.export.verbs import forget_exports, take_silent
        from pages.help.checks import lines_are_fresh
        from pages.privacy.checks import somebody_may_be_asked
        from reminders.housekeeping import register_housekeeping
        from reminders.ticking.errands import Errand, register_errand

        register_keepings(*keeping.KEEPINGS)
        register_housekeeping(forget_exports)
        register_housekeeping(erase_what_is_due)
        register_errand(Errand("export", take_silent, make))
        register_check(lines_are_fresh)
        register_check(somebody_may_be_asked)
