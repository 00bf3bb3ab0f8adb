"""The app's registration with Django and with the rooms below."""

from django.apps import AppConfig


class CouplesConfig(AppConfig):
    """The couples room."""

    name = "couples"

    def ready(self) -> None:
        """Register this room's reminders and admin, and what follows a new password or a confirmed address."""
        from allauth.account.signals import email_changed
        from django.contrib.auth.signals import user_logged_in

        from basics.keeping import register as register_keepings
        from couples import keeping
        from couples.keys.revoking import revoke_keys
        from couples.pairing.reminders import CONNECTED, INVITATION_MAIL
        from couples.people import admin  # noqa: F401 - Django looks for it in the room itself
        from couples.people.accounts import end_other_sign_ins, keep_mailbox_answer
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
        for kind in (ACCOUNT_MAIL, INVITATION_MAIL, CONNECTED):
            register(kind)
        register_objection(object_to_partners_name)
        register_housekeeping(forget_name_changes)
        register_housekeeping(forget_unsent_forms)
        # Sent for a first address too.
        for receiver in (keep_mailbox_answer, end_other_sign_ins, revoke_keys, stop_other_devices):
            email_changed.connect(receiver)
        password_replaced.connect(revoke_keys)
        password_replaced.connect(stop_other_devices)
        user_logged_in.connect(note_sign_in)
        member_left.connect(keeping.close_what_is_kept)
