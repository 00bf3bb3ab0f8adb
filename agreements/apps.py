"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The agreements room."""

    name = "agreements"

    def ready(self) -> None:
        """Register this room's kinds of agreement and of reminder, its housekeeping, and what a leave closes."""
        from agreements import keeping
        from agreements.calls.forgetting import follow_rule, forget_calls
        from agreements.calls.reminders import KINDS as CALL_KINDS
        from agreements.kinds import base as kinds
        from agreements.kinds.boundary import Boundary
        from agreements.kinds.cool_down import CoolDown
        from agreements.kinds.response_rule import ResponseRule
        from agreements.kinds.responsibility import Responsibility
        from agreements.letters.ending import close_all_over
        from agreements.letters.naming import object_to_partners_former_name
        from agreements.letters.reminders import KINDS as LETTER_KINDS
        from agreements.letters.tries import forget_refused_tries
        from agreements.letters.versions import register_on_standing
        from agreements.pauses.reminders import KINDS as PAUSE_KINDS
        from agreements.pauses.returning import let_return_pages_go
        from agreements.pauses.running import object_to_name_in_pause, object_to_tint_in_pause
        from agreements.pauses.verbs import forget_pauses
        from agreements.phrases.reminders import KINDS as PHRASE_KINDS
        from agreements.phrases.verbs import forget_phrases
        from agreements.responsibilities.unnoticed import forget_what_is_agreed
        from agreements.trials.reminders import KINDS as TRIAL_KINDS
        from agreements.trials.reminders import remind_of_trial
        from agreements.trials.verbs import follow
        from basics.keeping import register as register_keepings
        from couples.people.renaming import register_objection
        from couples.seats import tints
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register

        register_keepings(*keeping.KEEPINGS)
        kinds.register(Boundary())
        kinds.register(CoolDown())
        kinds.register(ResponseRule())
        kinds.register(Responsibility())
        for kind in (*LETTER_KINDS, *PAUSE_KINDS, *TRIAL_KINDS, *CALL_KINDS, *PHRASE_KINDS):
            register(kind)
        register_on_standing(follow)
        register_on_standing(remind_of_trial)
        register_on_standing(forget_what_is_agreed)
        register_on_standing(follow_rule)
        register_housekeeping(close_all_over)
        # A pause would take its pages along.
        register_housekeeping(let_return_pages_go)
        register_housekeeping(forget_pauses)
        register_housekeeping(forget_refused_tries)
        register_housekeeping(forget_calls)
        register_housekeeping(forget_phrases)
        register_objection(object_to_name_in_pause)
        tints.register_objection(object_to_tint_in_pause)
        register_objection(object_to_partners_former_name)
