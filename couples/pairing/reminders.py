"""This room's kinds of reminder: the invitation, somebody's yes to it, being connected."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.links import absolute
from basics.tokens import NotClosedHere, close, open_closed
from couples.pairing.models import INVITATION_OPEN_FOR, Invitation, InvitationState
from couples.seats.models import Membership
from reminders.addresses import mailbox_key
from reminders.flood_limit import all_but
from reminders.kinds import Decision, Drop, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.subjects import Subject
from reminders.wording import something_new

BLOCK_SALT = "couples.block"
INVITER = Subject("inviter")
INVITATION = Subject("invitation")
COUPLE = Subject("couple")


class InvitationMail(ReminderKind):
    """The one mail an invited address ever gets from one inviter."""

    name = "invitation"
    channels = (ChannelName.EMAIL,)
    useful_for = INVITATION_OPEN_FOR
    keep_for = None

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what was taken back or answered. Each mail asks about its own link: there may be a newer one."""
        inviters = {int(INVITER.key(reminder)) for reminder in reminders}
        open_ones = Invitation.objects.filter(inviter__in=inviters, state=InvitationState.OPEN, expires_at__gt=now)
        tokens = set(open_ones.values_list("token", flat=True))
        return {reminder.pk: Drop() for reminder in reminders if reminder.payload.get("token") not in tokens}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return a text without names or free words; the page behind the link says who it is from."""
        block = reverse("block_address", args=[block_token(reminder.address)])
        return Message(
            subject=_("Someone who knows you has invited you"),
            paragraphs=[
                _("Someone who knows this address uses Steady and would like to set a few things together with you."),
                _("The link shows who it is, and what each of you would see. You decide there, freely."),
            ],
            link_label=_("See the invitation"),
            closing=[
                _("This is the only mail. There will be no reminder."),
                # On a line of its own: right behind a full stop or colon some mail programs take that for its part.
                "\n".join((_("If you do not want to hear from us again:"), absolute(block))),
            ],
        )

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("invitation", args=[reminder.payload["token"]])


class SaidYes(ReminderKind):
    """Somebody pressed Join and shows four digits: for the inviter, who is told nothing else about a link."""

    name = "said_yes"
    label = gettext_lazy("Someone said yes to your invitation")
    useful_for = INVITATION_OPEN_FOR

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is about a claim that is gone. One that was let go of is there, as it is on the inviter's page."""
        waiting = _waiting(reminders, now)
        true = [row for row in reminders if (row.subject, row.occurrence) in waiting]
        return all_but(true, reminders, now)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        """Say what it is; not who: the inviter learns that by the digits."""
        return Message(
            subject=_("Someone said yes to your invitation"),
            paragraphs=(_("Someone said yes to your invitation. Enter the four digits."),),
            link_label=_("Open"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("invite")

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say it while the claim waits."""
        waiting = _waiting(notices, now)
        line = Line(_("Someone said yes to your invitation. Enter the four digits."), reverse("invite"))
        return {notice.pk: line for notice in notices if (notice.subject, notice.occurrence) in waiting}


def _waiting(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> set[tuple[str, str]]:
    """Return subject and occurrence of each claim that waits to be confirmed. One query a batch."""
    asked = Invitation.objects.usable(now).filter(pk__in=INVITATION.keys(rows), state=InvitationState.CLAIMED)
    return {(INVITATION.of(each.pk), each.claim_name) for each in asked.only("claimed_at")}


class Connected(ReminderKind):
    """Both are seated: an in-app line for each."""

    name = "connected"
    channels = (ChannelName.IN_APP,)
    useful_for = timedelta(days=30)

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop for couples that are closed already."""
        open_couples = _open_couples(reminders)
        return {row.pk: Drop() for row in reminders if row.subject not in open_couples}

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say it while the couple is open."""
        open_couples = _open_couples(notices)
        line = Line(_("You use Steady together now."), reverse("today"))
        return {notice.pk: line for notice in notices if notice.subject in open_couples}


def _open_couples(rows: Sequence[Reminder] | Sequence[Notice]) -> set[str]:
    ids = [uuid.UUID(key) for key in COUPLE.keys(rows)]
    seats = Membership.objects.active().filter(couple__in=ids)
    return {COUPLE.of(couple) for couple in seats.values_list("couple_id", flat=True)}


def block_token(address: str) -> str:
    """Return a closed token that lets the owner of a mailbox say: don't write again."""
    return close(BLOCK_SALT, mailbox_key(address))


def read_block_token(token: str) -> str | None:
    """Return the key of the mailbox; None if we did not make the token. Older mails hold signed ones."""
    try:
        return str(open_closed(BLOCK_SALT, token))
    except NotClosedHere:
        pass
    try:
        return str(signing.loads(token, salt=BLOCK_SALT))
    except signing.BadSignature:
        return None


INVITATION_MAIL = InvitationMail()
SAID_YES = SaidYes()
CONNECTED = Connected()
