"""What this room knows of a person by more than their key: sign-ins, and hashes of their addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from couples.codes.models import CodeMailbox
from couples.pairing.models import Invitation, InvitationState
from couples.pairing.reminders import INVITATION_MAIL, INVITER
from couples.people.models import User
from couples.seats.models import Membership
from reminders.addresses import mailbox_keys
from reminders.models import Mailbox, Reminder


def end_sign_ins(person: User, now: datetime) -> None:
    """Sign this person out everywhere; a sign-in that waits for its second step or a code ends too."""
    keys = set(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    addresses = addresses_of(person)
    keys |= {row.pk for row in _unfinished() if _is_about(row.get_decoded(), str(person.pk), addresses)}
    Session.objects.filter(pk__in=keys).delete()


def _unfinished() -> Iterator[Session]:
    """Return the sessions in which nobody has signed in to the end; whose one is stands inside it, where none can ask.

    They are few. All others are named by their owner, and however many there are none is opened.
    """
    named = UserSession.objects.filter(session_key=OuterRef("pk"))
    return Session.objects.exclude(Exists(named)).iterator()


def _is_about(held: Any, person: str, addresses: set[str], name: str = "") -> bool:
    """Tell whether a session, or what lies in it, names this person: by a key under a name of users, or an address."""
    if isinstance(held, dict):
        return any(_is_about(inner, person, addresses, key) for key, inner in held.items())
    if isinstance(held, list):
        return any(_is_about(inner, person, addresses, name) for inner in held)
    return str(held).lower() in addresses or ("user" in name and str(held) == person)


def addresses_of(person: User) -> set[str]:
    """Return all that were ever this account's and are still, in small letters."""
    own = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {address.lower() for address in (person.email, *own)}


def forget_mailboxes(person: User, now: datetime) -> None:
    """Forget what is known of their mailboxes for the account's sake, and every mail to them.

    That an inviter has written to an address once stays: the row lets nobody write to it twice, account or not. So does
    its owner's "never again", which is no row of the account's.
    """
    keys = {key for address in addresses_of(person) for key in mailbox_keys(address)}
    CodeMailbox.objects.filter(pk__in=keys).delete()
    Mailbox.objects.filter(pk__in=keys).delete()
    mails = Reminder.objects.filter(recipient__in=[f"address:{key}" for key in keys])
    mails.exclude(kind=INVITATION_MAIL.name).delete()
    mails.filter(finished_at__isnull=False).update(address="")


def forget_name_in_seats(person: User, now: datetime) -> None:
    """Forget what they were called when a couple of theirs ended."""
    Membership.objects.of(person).update(name_at_end="")


def forget_invitations(person: User, now: datetime) -> None:
    """Forget to whom they had written, and the invitations of others that they said yes to."""
    Reminder.objects.about(INVITER.of(person.pk)).delete()
    Invitation.objects.filter(claimed_by=person, state=InvitationState.ACCEPTED).delete()
