"""This room's kinds of reminder: account mails, the invitation, being connected."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from basics.links import absolute
from basics.tokens import NotClosedHere, close, open_closed
from couples.pairing.models import INVITATION_OPEN_FOR, Invitation, InvitationState
from couples.seats.models import Membership
from reminders.addresses import mailbox_key
from reminders.kinds import Decision, Drop, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.subjects import Subject

BLOCK_SALT = "couples.block"
INVITER = Subject("inviter")
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
CONNECTED = Connected()
