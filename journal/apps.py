"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal room."""

    name = "journal"

    def ready(self) -> None:
        """Register what this room keeps, and its reminders."""
        from agreements.pauses.returning import register_keeper
        from agreements.trials.fitting import register_told
        from basics.keeping import register as register_keepings
        from journal import keeping
        from journal.appreciations.reminders import APPRECIATION_NOW
        from journal.closeness.copies import CLOSENESS_COPY
        from journal.copies.kinds import register as register_copies
        from journal.copies.reminders import SHOWN_COPY
        from journal.copies.verbs import forget_taken_back
        from journal.daily.reminders import LOG
        from journal.entries.from_pauses import keep_for_its_writer
        from journal.entries.shown import ENTRY_COPY
        from journal.habits.reminders import HABIT
        from journal.letters.reminders import HELD_TEXT, LETTER_COMPOSED
        from journal.lines.reminders import DAILY_LINE
        from journal.lists.verbs import forget_deleted
        from journal.triggers.copies import CARD_COPY, EASED_COPY
        from journal.triggers.told import told_of
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register

        register_keepings(*keeping.KEEPINGS)
        register_keeper(keep_for_its_writer)
        register_told(told_of)
        for copy in (ENTRY_COPY, CARD_COPY, EASED_COPY, CLOSENESS_COPY):
            register_copies(copy)
        for kind in (APPRECIATION_NOW, SHOWN_COPY, LETTER_COMPOSED, HELD_TEXT):
            register(kind)
        for once_a_day in (LOG, DAILY_LINE, HABIT):
            register(once_a_day)
            register_housekeeping(once_a_day.ask_again)
        register_housekeeping(forget_deleted)
        register_housekeeping(forget_taken_back)
