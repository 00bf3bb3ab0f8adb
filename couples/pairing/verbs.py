"""Inviting and connecting: from an open hand to two seats."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from basics.limits import Limit
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.tokens import token_hash
from basics.transactions import acting, reading
from basics.typed import address_typed
from couples.live.verbs import raise_revisions
from couples.pairing.models import CLAIM_OPEN_FOR, DIGITS_TRIES, INVITATION_OPEN_FOR, Invitation, InvitationState
from couples.pairing.refusals import (
    AlreadyConnected,
    AnotherClaim,
    AnotherInvitation,
    ClaimGone,
    InvitationClosed,
    InvitesOneself,
    OpenAlready,
    TooManyAddresses,
    TooManyTries,
    WrongDigits,
)
from couples.pairing.reminders import (
    CONNECTED,
    COUPLE,
    INVITATION,
    INVITATION_MAIL,
    INVITER,
    SAID_YES,
)
from couples.people.models import User
from couples.seats.models import Couple, Membership
from reminders.addresses import address_key
from reminders.models import Reminder
from reminders.scheduling import schedule, schedule_for_address

if TYPE_CHECKING:
    from couples.pairing.models import InvitationQuerySet

# People mistype an address, or have several; nobody has more partners than this in a month.
ADDRESSES = Limit(5, timedelta(days=30))
# What an invitation holds while nobody has said yes to it.
NOBODY_WAITS: dict[str, Any] = {"claimed_by": None, "claimed_at": None, "digits": "", "digits_tries": 0}


def invite(inviter: User, address: str, submission: uuid.UUID, now: datetime, body: str = "") -> Invitation:
    """Open an invitation and, with an address, queue the one mail that address ever gets from the inviter.

    A repeated submission returns the invitation it made; `body` is the hash of what was sent. One that is open already
    is returned; it gets the address if it had none, and with another it stays as it is. Raises AlreadyConnected,
    TooManyAddresses, OpenAlready, SentDifferently.
    """
    if _is_seated(inviter, inviter):
        raise AlreadyConnected
    own = Invitation.objects.filter(inviter=inviter)
    if repeated := made_before(own, submission, body):
        return repeated
    try:
        with acting(inviter.pk):
            if address:
                _refuse_many_addresses(inviter, now)
            _withdraw_expired(inviter, now)
            invitation = _new_invitation(inviter, address_typed(address), submission, now, body)
            if invitation.address:
                schedule_invitation_mail(invitation, now)
            raise_revisions([inviter.pk])
            return invitation
    except IntegrityError:
        # One is open already, or the first tap of this submission made one a moment ago.
        return made_before(own, submission, body) or _the_open_one(inviter, address_typed(address), now)


def _the_open_one(inviter: User, address: str, now: datetime) -> Invitation:
    with acting(inviter.pk):
        if address:
            _refuse_many_addresses(inviter, now)  # and one at a time, so that an address that came meanwhile is seen
        held = Invitation.objects.held_by(inviter).select_related("inviter").first()
        if held is None:
            # It stood in the way, and was taken back a moment ago.
            raise Refusal
        if address not in ("", held.address):
            _mail_the_open_one(held, address, now)
        return held


def _mail_the_open_one(held: Invitation, address: str, now: datetime) -> None:
    if held.address:
        raise OpenAlready(address)
    held.address = address
    held.save(update_fields=["address"])
    # To its inviter a declined one is open. A mail to a mailbox of their own that did not come would tell them.
    this = Invitation.objects.filter(pk=held.pk, state=InvitationState.DECLINED)
    this.update(state=InvitationState.OPEN)
    schedule_invitation_mail(held, now)


def _refuse_many_addresses(inviter: User, now: datetime) -> None:
    """One mail an address is not enough: with ever new addresses anyone could be bothered in our name."""
    mails = Reminder.objects.about(INVITER.of(inviter.pk)).filter(kind=INVITATION_MAIL.name)
    # A mail that is tried again is due later than it was asked for.
    ADDRESSES.refuse_beyond(mails, "due_at", now, inviter.pk, TooManyAddresses, ahead=INVITATION_MAIL.useful_for)


def _withdraw_expired(inviter: User, now: datetime) -> None:
    Invitation.objects.held_by(inviter).filter(expires_at__lte=now).update(state=InvitationState.WITHDRAWN)


def _new_invitation(inviter: User, address: str, submission: uuid.UUID, now: datetime, body: str) -> Invitation:
    token = secrets.token_urlsafe(32)
    return Invitation.objects.create(
        inviter=inviter,
        submission=submission,
        body_hash=body,
        token=token,
        token_hash=token_hash(token),
        address=address,
        created_at=now,
        expires_at=now + INVITATION_OPEN_FOR,
    )


def schedule_invitation_mail(invitation: Invitation, now: datetime) -> None:
    """Queue the one mail. The key holds inviter and address, so a second one can never be made."""
    schedule_for_address(
        INVITATION_MAIL,
        subject=INVITER.of(invitation.inviter_id),
        occurrence="once",
        address=invitation.address,
        payload={"token": invitation.token, "language": invitation.inviter.language},
        due_at=now,
        expires_at=invitation.expires_at,
    )


def find_invitation(token: str, now: datetime) -> Invitation:
    """Return the usable invitation behind a link. Raises InvitationClosed for any other token."""
    found = (
        Invitation.objects.usable(now)
        .filter(token_hash=token_hash(token))
        .select_related("inviter", "claimed_by")
        .first()
    )
    if found is None:
        raise InvitationClosed
    return found


def withdraw(inviter: User, shown: uuid.UUID | None = None) -> bool:
    """Take back the inviter's open invitation, in whatever state it is; nobody is told. Tell whether there was one.

    `shown` is the one that the person saw; None means whichever is open. Raises AnotherInvitation for one that is over.
    """
    held = Invitation.objects.held_by(inviter)
    if shown and held.exclude(pk=shown).exists():
        raise AnotherInvitation
    return _end_claim(inviter, held, InvitationState.WITHDRAWN)


def _end_claim(inviter: User, held: InvitationQuerySet, state: InvitationState) -> bool:
    """Let go of an invitation's claim; its pages, and those of whoever waited, move on. Tell whether there was one."""
    with acting(inviter.pk):
        people = _put_away(held, state)
        raise_revisions(people)
        return bool(people)


def _put_away(rows: InvitationQuerySet, state: InvitationState) -> list[int | None]:
    """Return whose invitations these were, and who waited on them."""
    # The rows first: a claim that comes meanwhile is in what is read then, or finds nothing to claim.
    rows.update(state=F("state"))
    held = list(rows.values_list("pk", "inviter", "claimed_by"))
    rows.filter(pk__in=[key for key, *_people in held]).update(**NOBODY_WAITS, state=state)
    return [person for _key, *people in held for person in people]


def decline(invitation: Invitation, now: datetime, decliner: User | None = None) -> None:
    """Say no, and let go of one's own claim. Nothing that the inviter can see or try changes (docs/adr/0007).

    They have the link themself, so it goes on working, also for whoever thinks it over. A claim that was let go of
    looks as before and no digits fit it. Somebody else's claim stays theirs: a link may be in many hands, and without
    an account any of them could end it again and again.
    """
    this = Invitation.objects.usable(now).filter(pk=invitation.pk)
    this.filter(state=InvitationState.OPEN).update(state=InvitationState.DECLINED)
    if decliner:
        _let_go(this.filter(state=InvitationState.CLAIMED, claimed_by=decliner), decliner)


def let_go_of_all(person: User) -> None:
    """Take back one's own open invitation, and let go of whatever invitation one has said yes to."""
    withdraw(person)
    _let_go(Invitation.objects.filter(state=InvitationState.CLAIMED, claimed_by=person), person)


def _let_go(mine: InvitationQuerySet, claimer: User) -> None:
    with acting(claimer.pk):
        if mine.update(claimed_by=None, digits=""):
            raise_revisions([claimer.pk])


def claim(invitation: Invitation, claimer: User, now: datetime) -> Membership | None:
    """Say yes to an invitation.

    Bound to the claimer's own verified address it connects at once and returns the claimer's seat;
    otherwise it puts four digits on the claimer's screen, for the inviter to type, and returns None.
    Raises InvitesOneself, AlreadyConnected, InvitationClosed.
    """
    if invitation.inviter_id == claimer.pk:
        raise InvitesOneself
    if _is_seated(claimer, claimer):
        raise AlreadyConnected
    seat = None
    if invitation.address and address_key(invitation.address) == address_key(claimer.email):
        seat = _connect(Invitation.objects.usable(now), invitation, claimer, claimer, now)
    else:
        _take(invitation, claimer, now)
    # Who comes by an invitation begins with the two of them.
    claimer.finish_first_steps()
    return seat


def _take(invitation: Invitation, claimer: User, now: datetime) -> None:
    """Hold the invitation for one claimer at a time; the first of two wins by row count."""
    if invitation.claimed_by_id == claimer.pk:
        return
    usable = Invitation.objects.usable(now).filter(pk=invitation.pk)
    with acting(claimer.pk):
        if _go_on_with_claim(usable, claimer, now):
            invitation.refresh_from_db()
            raise_revisions([claimer.pk])
            return
        # Whoever held it for so long that it is another's now has digits that fit no more.
        held_before = invitation.claimed_by_id
        _begin_claim(usable, claimer, now)
        invitation.refresh_from_db()
        tell_somebody_said_yes(invitation, now)
        raise_revisions([invitation.inviter_id, claimer.pk, held_before])


def _go_on_with_claim(usable: InvitationQuerySet, claimer: User, now: datetime) -> int:
    """Take over what its claimer let go of, with other digits and nothing else that is new.

    A new claim would have a new name on the inviter's page, and another mail: both would tell of the no before it.
    """
    let_go = usable.filter(state=InvitationState.CLAIMED, claimed_by__isnull=True)
    return let_go.filter(claimed_at__gt=now - CLAIM_OPEN_FOR).update(claimed_by=claimer, digits=_new_digits())


def _begin_claim(usable: InvitationQuerySet, claimer: User, now: datetime) -> None:
    is_free = ~Q(state=InvitationState.CLAIMED) | Q(claimed_at__lte=now - CLAIM_OPEN_FOR)
    rows = usable.filter(is_free).update(
        state=InvitationState.CLAIMED, claimed_by=claimer, claimed_at=now, digits=_new_digits(), digits_tries=0
    )
    if not rows:
        raise InvitationClosed


def _new_digits() -> str:
    return f"{secrets.randbelow(10_000):04d}"


def tell_somebody_said_yes(invitation: Invitation, now: datetime) -> None:
    """Queue the one notice of a claim for the inviter."""
    schedule(
        SAID_YES,
        INVITATION.of(invitation.pk),
        occurrence=invitation.claim_name,
        people=[invitation.inviter_id],
        due_at=now,
        expires_at=invitation.expires_at,
    )


def refuse_claim(inviter: User, shown: str = "") -> bool:
    """Send away whoever opened the inviter's link; the link is open again. Tell whether somebody waited.

    `shown` names the claim that the person saw; "" means whichever waits. Raises AnotherClaim if it is not that one.
    """
    claimed = Invitation.objects.filter(inviter=inviter, state=InvitationState.CLAIMED)
    waiting = claimed.first()
    if waiting is None:
        return False
    if shown not in ("", waiting.claim_name):
        raise AnotherClaim
    return _end_claim(inviter, claimed.filter(pk=waiting.pk, claimed_at=waiting.claimed_at), InvitationState.OPEN)


def confirm_claim(inviter: User, digits: str, now: datetime) -> Membership:
    """Connect the inviter with whoever shows these digits; return the inviter's seat.

    Whether nobody has joined, who joined let go of it, or the digits are others: each try is counted, and before it is
    compared, so that parallel tries cannot go beyond the limit.
    Raises WrongDigits, TooManyTries, ClaimGone, AlreadyConnected.
    """
    usable = Invitation.objects.usable(now).filter(inviter=inviter)
    invitation = usable.select_related("claimed_by", "inviter").first()
    if invitation is None:
        raise _why_nothing_is_open(inviter)
    if not usable.filter(pk=invitation.pk, digits_tries__lt=DIGITS_TRIES).update(digits_tries=F("digits_tries") + 1):
        raise _why_no_try_was_left(inviter, usable)
    claimer = invitation.claimed_by
    if claimer is None or not secrets.compare_digest(invitation.digits.encode(), digits.encode()):
        raise WrongDigits
    claimed = usable.filter(state=InvitationState.CLAIMED, claimed_by=claimer)
    try:
        _connect(claimed, invitation, claimer, inviter, now)
    except Refusal as error:
        if _is_seated(inviter, inviter):
            raise AlreadyConnected from None
        if isinstance(error, AlreadyConnected):
            # It is the claimer, seated elsewhere: nothing the inviter may learn.
            refuse_claim(inviter)
        raise ClaimGone from None
    with reading(inviter.pk):
        return Membership.objects.active().of(inviter).select_related("couple").get()


def _why_nothing_is_open(inviter: User) -> Refusal:
    return AlreadyConnected() if _is_seated(inviter, inviter) else ClaimGone(_("Nothing was open any more."))


def _why_no_try_was_left(inviter: User, usable: InvitationQuerySet) -> Refusal:
    """Say why. The claim is sent away only if its tries are used up: a second tap on the button, or another page,
    may have connected the two or sent the claimer away meanwhile.
    """
    if not usable.exists():
        return _why_nothing_is_open(inviter)
    used_up = usable.filter(digits_tries__gte=DIGITS_TRIES)
    _end_claim(inviter, used_up.filter(state=InvitationState.CLAIMED), InvitationState.OPEN)
    # Where nobody had joined the count begins anew just the same.
    used_up.update(digits_tries=0)
    return TooManyTries()


def _is_seated(person: User, asking: User) -> bool:
    """Tell whether a person is connected already."""
    with reading(asking.pk):
        return Membership.objects.active().of(person).exists()


def _connect(
    usable: InvitationQuerySet, invitation: Invitation, claimer: User, asking: User, now: datetime
) -> Membership:
    """Seat both, once. The invitation's row is updated first, so of two connects one finds nothing left."""
    try:
        with acting(asking.pk):
            both = [invitation.inviter_id, claimer.pk]
            # Who has asked for the erasure of their account begins nothing new.
            if not (
                _take_turns(both)
                and usable.filter(pk=invitation.pk).update(
                    state=InvitationState.ACCEPTED, claimed_by=claimer, digits=""
                )
            ):
                raise InvitationClosed
            couple = Couple.objects.create(connected_at=now)
            Membership.objects.create(couple=couple, user_id=invitation.inviter_id, seat=1)
            seat = Membership.objects.create(couple=couple, user=claimer, seat=2)
            others = _close_other_invitations(claimer, invitation)
            schedule(CONNECTED, COUPLE.of(couple.pk), occurrence="once", people=both, due_at=now)
            # Two may have held the link: with an invitation to an address its owner needs no digits.
            raise_revisions([*both, invitation.claimed_by_id, *others])
            return seat
    except IntegrityError:
        # The unique constraint on active memberships: one of the two was seated elsewhere meanwhile.
        if _is_seated(claimer, asking):
            raise AlreadyConnected from None
        raise InvitationClosed from None


def _take_turns(people: Sequence[int]) -> bool:
    """Let connects that share a person follow each other; tell whether each of these accounts is to stay.

    Constraints keep connects right; this keeps two people who accept each other's invitations at once from a deadlock,
    which one of them would meet as an error.
    """
    staying = User.objects.select_for_update(no_key=True).filter(pk__in=people, erases_at=None)
    return len(staying.order_by("pk").values_list("pk")) == len(people)


def _close_other_invitations(claimer: User, accepted: Invitation) -> list[int | None]:
    """Withdraw the claimer's own open hand: two people may have invited each other. Return who waited on it."""
    others = Invitation.objects.held_by(claimer).exclude(pk=accepted.pk)
    return _put_away(others, InvitationState.WITHDRAWN)
