"""The app's registration with Django."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The reminders room."""

    name = "reminders"

    def ready(self) -> None:
        """Register the channels and this room's own kinds, and end a device's push when its owner signs out on it."""
        from basics.keeping import register as register_keepings
        from reminders import channels, keeping
        from reminders.channels.email.channel import EmailChannel
        from reminders.channels.email.mailboxes import MailboxSetAside
        from reminders.channels.in_app import InAppChannel
        from reminders.channels.other.channel import OtherChannel
        from reminders.channels.other.refusals import OtherAddressForgotten
        from reminders.channels.web_push import WebPushChannel
        from reminders.choices import devices, own_kinds, sessions
        from reminders.delivery.too_late import Missed
        from reminders.housekeeping import register_housekeeping
        from reminders.kinds import register
        from reminders.links import forget_links
        from reminders.operating import admin  # noqa: F401 - Django looks for it in the room itself
        from reminders.operating.tallies import tally

        register_keepings(*keeping.KEEPINGS)
        for channel in (EmailChannel(), InAppChannel(), OtherChannel(), WebPushChannel()):
            channels.register(channel)
        for kind in (Missed(), MailboxSetAside(), OtherAddressForgotten(), *own_kinds.KINDS):
            register(kind)
        register_housekeeping(tally)
        register_housekeeping(forget_links)
        register_housekeeping(devices.forget_gone)
        sessions.listen()
