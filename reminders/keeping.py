"""What this room keeps: the queue, what was told in the app, and how each wants to be reached."""

from django.utils.translation import gettext_lazy as _

from basics.keeping import Keeping, Secrecy, exempt
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
        kept_for=ReminderKind.keep_for,
    ),
    Keeping(Notice, Secrecy.MINE, _("What the app has told you."), owner="user", kept_for=NOTICES_KEPT_FOR),
    Keeping(
        OutsideLink,
        Secrecy.MINE,
        _("Where the links in mails and notifications to you lead."),
        owner="user",
        kept_for=LINKS_KEPT_FOR,
    ),
    Keeping(Preferences, Secrecy.MINE, _("How and when you want to be reminded."), owner="user"),
    Keeping(SwitchedOff, Secrecy.MINE, _("Which reminders you have switched off."), owner="user"),
    Keeping(SwitchedOn, Secrecy.MINE, _("Which reminders you have switched on."), owner="user"),
    Keeping(SentAlways, Secrecy.MINE, _("Which reminders you want in any case."), owner="user"),
    Keeping(PushDevice, Secrecy.MINE, _("The browsers you allowed to notify you."), owner="user"),
    Keeping(OtherAddress, Secrecy.MINE, _("Another service you want to be reached by."), owner="user"),
    exempt(Mailbox, "Failures of a mailbox under the hash of its address; counts for whoever writes there."),
    exempt(BlockedAddress, "The hash of an address that wants no mail; it has to outlast any account."),
    exempt(SendingHold, "Says of a channel, not of a person, that it is held."),
    exempt(Tally, "Counts of all people together, without any person in them."),
    exempt(TalliedUntil, "How far those counts go."),
)
