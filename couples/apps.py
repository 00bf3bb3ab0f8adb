"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class CouplesConfig(AppConfig):
    """The couples room."""

    name = "couples"

    def ready(self) -> None:
        """Register this room's reminders and admin, and what follows a new password or a confirmed address."""
        from allauth.account import signals
        from allauth.usersessions.models import UserSession
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import pre_save

        from basics.keeping import register as register_keepings
        from couples import keeping
        from couples.access.browsers import forget_browsers, forget_old_browsers
        from couples.access.counting import forget_counted_tries
        from couples.access.sign_ins import keep_what_the_list_shows
        from couples.begun.verbs import forget_old_begun
        from couples.codes.flows import count_in_rows
        from couples.codes.verbs import forget_codes
        from couples.keys.revoking import revoke_keys
        from couples.pairing.joining import join_as_said
        from couples.pairing.reminders import CONNECTED, INVITATION_MAIL, SAID_YES
        from couples.people import admin  # noqa: F401 - Django looks for it in the room itself
        from couples.people.accounts import end_other_sign_ins, forget_tries_here, keep_mailbox_answer
        from couples.people.middleware import note_sign_in
        from couples.people.reminders import ACCOUNT_MAIL
        from couples.people.renaming import forget_name_changes, register_objection
        from couples.people.signals import password_replaced
        from couples.people.unsent import forget_unsent_forms
        from couples.seats.naming import object_to_partners_name
        from couples.seats.signals import member_left
        from reminders.choices.sessions import stop_other_devices
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register

        register_keepings(*keeping.KEEPINGS)
        for kind in (ACCOUNT_MAIL, INVITATION_MAIL, SAID_YES, CONNECTED):
            register(kind)
        register_objection(object_to_partners_name)
        register_housekeeping(forget_name_changes)
        for piece in (forget_unsent_forms, forget_old_begun, forget_counted_tries, forget_old_browsers, forget_codes):
            register_housekeeping(piece)
        count_in_rows()
        # Sent for a first address too.
        for receiver in (keep_mailbox_answer, end_other_sign_ins, revoke_keys, stop_other_devices):
            signals.email_changed.connect(receiver)
        for receiver in (revoke_keys, stop_other_devices, forget_browsers):
            password_replaced.connect(receiver)
        signals.password_reset.connect(forget_tries_here)
        user_logged_in.connect(note_sign_in)
        # Allauth's own comes last, when it is clear where the sign-in leads.
        signals.user_logged_in.connect(join_as_said)
        pre_save.connect(keep_what_the_list_shows, sender=UserSession)
        member_left.connect(keeping.close_what_is_kept)
