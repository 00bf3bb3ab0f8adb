"""What this room keeps: the queue, what was told in the app, and how each wants to be reached."""

from django.utils.translation import gettext_lazy as _

from basics.keeping import Keeping, Secrecy, exempt
from reminders import exporting
from reminders.housekeeping import NOTICES_KEPT_FOR
from reminders.kinds import ReminderKind
from reminders.links import LINKS_KEPT_FOR
from reminders.models import (
    BlockedAddress,
    Mailbox,
    Notice,
    OtherAddress,
    OutsideLink,
    Preferences,
    PushDevice,
    Reminder,
    SendingHold,
    SentAlways,
    SwitchedOff,
    SwitchedOn,
    TalliedUntil,
    Tally,
)

KEEPINGS = (
    Keeping(
        Reminder,
        Secrecy.MINE,
        _("What you are reminded of, and whether it was sent."),
        owner="user",
        ends_at_once=True,
        kept_for=ReminderKind.keep_for,
        not_exported="It is the queue; what was told stands with the notices.",
    ),
    Keeping(
        Notice,
        Secrecy.MINE,
        _("What the app has told you."),
        owner="user",
        kept_for=NOTICES_KEPT_FOR,
        export=exporting.NOTICES,
    ),
    Keeping(
        OutsideLink,
        Secrecy.MINE,
        _("Where the links in mails and notifications to you lead."),
        owner="user",
        ends_at_once=True,
        kept_for=LINKS_KEPT_FOR,
        not_exported="Where a link leads is a page, which the file has in its place.",
    ),
    Keeping(
        Preferences,
        Secrecy.MINE,
        _("How and when you want to be reminded."),
        owner="user",
        export=exporting.PREFERENCES,
    ),
    Keeping(
        SwitchedOff,
        Secrecy.MINE,
        _("Which reminders you have switched off."),
        owner="user",
        not_exported="It stands with how one wants to be reached.",
    ),
    Keeping(
        SwitchedOn,
        Secrecy.MINE,
        _("Which reminders you have switched on."),
        owner="user",
        not_exported="It stands with how one wants to be reached.",
    ),
    Keeping(
        SentAlways,
        Secrecy.MINE,
        _("Which reminders you want in any case."),
        owner="user",
        not_exported="It stands with how one wants to be reached.",
    ),
    Keeping(
        PushDevice,
        Secrecy.MINE,
        _("The browsers you allowed to notify you."),
        owner="user",
        ends_at_once=True,
        export=exporting.WAYS,
    ),
    Keeping(
        OtherAddress,
        Secrecy.MINE,
        _("Another service you want to be reached by."),
        owner="user",
        ends_at_once=True,
        not_exported="It stands with the devices; the address itself may hold a password.",
    ),
    exempt(Mailbox, "Failures of a mailbox under the hash of its address; counts for whoever writes there."),
    exempt(BlockedAddress, "The hash of an address that wants no mail; it has to outlast any account."),
    exempt(SendingHold, "Says of a channel, not of a person, that it is held."),
    exempt(Tally, "Counts of all people together, without any person in them."),
    exempt(TalliedUntil, "How far those counts go."),
)
