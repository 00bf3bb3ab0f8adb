"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal room."""

    name = "journal"

    def ready(self) -> None:
        """Register what this room keeps, and its reminders."""
        from basics.keeping import register as register_keepings
        from journal import keeping
        from journal.appreciations.reminders import APPRECIATION_NOW
        from journal.copies.kinds import register as register_copies
        from journal.copies.reminders import SHOWN_COPY
        from journal.entries.shown import ENTRY_COPY
        from journal.triggers.copies import CARD_COPY, EASED_COPY
        from reminders.kinds import register

        register_keepings(*keeping.KEEPINGS)
        for kind in (ENTRY_COPY, CARD_COPY, EASED_COPY):
            register_copies(kind)
        register(APPRECIATION_NOW)
        register(SHOWN_COPY)
