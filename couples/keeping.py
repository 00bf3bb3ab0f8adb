"""What this room keeps: people and their ways in, couples, invitations. A leave closes all that hangs on a couple."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from basics.keeping import Afterwards, Erasure, Keeping, Secrecy, Whose, all_keepings, exempt
from couples import exporting
from couples.access.browsers import KEPT_FOR as BROWSERS_KEPT_FOR
from couples.access.models import CountedTries, KnownBrowser
from couples.begun.models import BegunText
from couples.begun.verbs import KEPT_FOR as BEGUN_KEPT_FOR
from couples.codes import verbs as codes
from couples.codes.models import CodeMailbox, MailedCode
from couples.erasing import end_sign_ins, forget_invitations, forget_mailboxes, forget_name_in_seats
from couples.keys.models import ApiKey
from couples.pairing.models import INVITATION_OPEN_FOR, Invitation
from couples.people.models import NameChange, Revision, UnsentForm, User
from couples.people.renaming import CHANGES
from couples.people.unsent import KEPT_FOR
from couples.seats.models import Couple, Membership


def close_what_is_kept(couple: Couple, now: datetime, **_kwargs: Any) -> None:
    """Let every room close what is the couple's, the lower rooms first."""
    for keeping in all_keepings():
        if keeping.on_leaving:
            keeping.on_leaving(couple, now)


def _seats_of_both(seat: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(couple=seat.couple_id)


def _couple_itself(seat: Membership) -> QuerySet[Couple]:
    return Couple.objects.filter(pk=seat.couple_id)


KEEPINGS = (
    Keeping(
        User,
        Secrecy.MINE,
        _("Your account: your name and address, your language and your time zone. Your partner sees your name."),
        owner="pk",
        export=exporting.ACCOUNT,
    ),
    Keeping(
        NameChange,
        Secrecy.MINE,
        _("When you last changed your name: so that names do not change all the time."),
        owner="user",
        kept_for=CHANGES.within,
        not_exported="It counts changes of a name; the name stands with the account.",
    ),
    Keeping(
        UnsentForm,
        Secrecy.MINE,
        _("What you typed into a form after you had been signed out: so that it can come back to you."),
        owner="user",
        kept_for=KEPT_FOR,
        not_exported="An hour's copy of a form, which the page that asked for it gives back.",
    ),
    Keeping(
        BegunText,
        Secrecy.MINE,
        _("What you have begun to write and not sent."),
        owner="user",
        kept_for=BEGUN_KEPT_FOR,
        export=exporting.BEGUN,
    ),
    Keeping(
        MailedCode,
        Secrecy.MINE,
        _("That a code was sent to your mailbox: so that nobody has you sent ever more of them."),
        owner="person",
        kept_for=codes.KEPT_FOR,
        not_exported="It counts mails; there are no words in it.",
    ),
    exempt(
        CodeMailbox,
        "The hash of an address for which codes were asked for; counts for whoever asks, for a week.",
        on_erasing=forget_mailboxes,
    ),
    Keeping(
        Couple,
        Secrecy.OURS,
        _("Since when you two use Steady together, until when you did, and which colour is whose."),
        couple="pk",
        stays=_couple_itself,
        erasure=Erasure.STAYS,
        not_exported="It stands with the seat of each.",
        afterwards=(Afterwards(Whose.BOTH, _("your time together")),),
    ),
    Keeping(
        Membership,
        Secrecy.OURS,
        _("That you are one of the two, and the name you had when you stopped using Steady together."),
        owner="user",
        couple="couple",
        stays=_seats_of_both,
        on_erasing=forget_name_in_seats,
        erasure=Erasure.ANONYMISE,
        export=exporting.CONNECTIONS,
        afterwards=(Afterwards(Whose.BOTH, _("your time together")),),
    ),
    Keeping(
        Invitation,
        Secrecy.MINE,
        _("The invitation you sent, and the address you sent it to."),
        owner="inviter",
        on_erasing=forget_invitations,
        kept_for=INVITATION_OPEN_FOR,
        export=exporting.INVITATIONS,
    ),
    Keeping(
        KnownBrowser,
        Secrecy.MINE,
        _("The browsers you have signed in on, five at most: so that wrong tries by others do not keep you out."),
        owner="user",
        kept_for=BROWSERS_KEPT_FOR,
        not_exported="A keyed hash of a cookie; it says nothing to its owner.",
    ),
    Keeping(
        ApiKey,
        Secrecy.MINE,
        _("The keys you made for other programs, until when they work, and the day each was last used."),
        owner="user",
        ends_at_once=True,
        export=exporting.KEYS,
    ),
    Keeping(
        Revision,
        Secrecy.MINE,
        _("A mark by which an open page notices that something on it is new."),
        owner="user",
        not_exported="A random mark.",
    ),
    Keeping(
        EmailAddress,
        Secrecy.MINE,
        _("Your e-mail addresses, and which of them you confirmed."),
        owner="user",
        not_exported="The addresses stand with the account.",
    ),
    Keeping(
        EmailConfirmation,
        Secrecy.MINE,
        _("That you were asked to confirm an address."),
        owner="email_address__user",
        not_exported="A key that waits to be used once.",
    ),
    Keeping(
        Authenticator,
        Secrecy.MINE,
        _("Your second step for signing in."),
        owner="user",
        not_exported="Whoever found the file could sign in with it.",
    ),
    Keeping(
        UserSession,
        Secrecy.MINE,
        _("Where you are signed in."),
        owner="user",
        on_erasing=end_sign_ins,
        not_exported="It changes by the hour and has a page of its own; no file is to tell where somebody was.",
    ),
    exempt(CountedTries, "Counts tries under a keyed hash of what was tried; names nobody, and goes after hours."),
    exempt(User.groups.through, "Operators' rights; partners have none.", owner="user"),
    exempt(User.user_permissions.through, "Operators' rights; partners have none.", owner="user"),
)
