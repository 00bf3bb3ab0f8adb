"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class CheckInsConfig(AppConfig):
    """The check-ins room."""

    name = "checkins"

    def ready(self) -> None:
        """Register the rhythm, this room's reminders and housekeeping, and what a leave or a new password ends."""
        from allauth.account.signals import email_changed

        from agreements.kinds import base as kinds
        from agreements.kinds.talks import register_talk_days
        from agreements.letters.put_off import register_put_off
        from basics.keeping import register as register_keepings
        from checkins import keeping
        from checkins.agenda.showing import letters_saved_by
        from checkins.agenda.table import newly_opened, settle
        from checkins.answers.starting import forget_lapsed_taps
        from checkins.deciding.kind import HowWeDecide
        from checkins.feed.verbs import revoke_feed
        from checkins.moving.forgetting import forget_moves
        from checkins.moving.movable import Talk, register_movable
        from checkins.moving.reminders import KINDS
        from checkins.rhythm.drawing import ask_after_pauses
        from checkins.rhythm.kind import Rhythm
        from checkins.rhythm.reminders import ANSWERS_OPEN, CHECK_IN
        from checkins.rhythm.scheduling import ensure_all_next, remind_by_own_lead
        from checkins.rhythm.talk_days import next_talk_day
        from checkins.rituals.moving import MovableOccasion
        from checkins.rituals.own_time import OwnTime
        from checkins.rituals.reminders import OCCASION_NEAR
        from checkins.rituals.ritual import Ritual
        from checkins.rituals.upcoming import UPCOMING_OCCASIONS, forget_occasions
        from checkins.talking.verbs import forget_turns
        from couples.people.signals import password_replaced
        from journal.appreciations.openings import Talks, register_talks
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register
        from reminders.preferences import register_own_lead

        register_keepings(*keeping.KEEPINGS)
        for agreed in (Rhythm(), Ritual(), OwnTime(), HowWeDecide()):
            kinds.register(agreed)
        register_put_off(letters_saved_by)
        register_talk_days(next_talk_day)
        register_talks(Talks(newly_opened, settle))
        for kind in (CHECK_IN, ANSWERS_OPEN, OCCASION_NEAR, *KINDS):
            register(kind)
        for sort in (Talk, MovableOccasion):
            register_movable(sort)
        register_housekeeping(ensure_all_next)
        register_housekeeping(UPCOMING_OCCASIONS.ensure_all_next)
        register_housekeeping(forget_moves)
        register_housekeeping(forget_occasions)
        register_housekeeping(ask_after_pauses)
        register_housekeeping(forget_turns)
        register_housekeeping(forget_lapsed_taps)
        register_own_lead(remind_by_own_lead)
        for signal in (password_replaced, email_changed):
            signal.connect(revoke_feed)
