"""What inviting and connecting refuse, and what is said then."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal


class AlreadyConnected(Refusal):
    """The person holds a seat in a couple."""

    name = "already-connected"
    message = _(
        "You use Steady with someone already. To use it with someone else, first stop using it together, under More."
    )


class InvitesOneself(Refusal):
    """The person who opens the invitation made it."""

    name = "own-invitation"
    message = _("This is your own invitation. Send the link to your partner; they open it on their own phone.")


class TooManyAddresses(Refusal):
    """The person had so many strangers written to that it is no invitation any more."""

    name = "too-many-requests"
    field = "address"
    message = _("You have invited several addresses lately. Leave it empty, and send your partner the link yourself.")


class InvitationClosed(Refusal):
    """The invitation was used, taken back, declined, or is too old."""

    name = "invitation-closed"
    message = _("This invitation is no longer open. Ask the person who sent it for a new one.")


class AnotherInvitation(Refusal):
    """The page was about an invitation that is over, and another one is open."""

    name = "changed"
    message = _("That page was about an earlier invitation. The one below is open now, and stays open.")


class AnotherClaim(Refusal):
    """The page was about somebody who is gone, and somebody else waits."""

    name = "changed"
    field = "claim"
    message = _("That page was about an earlier try. Somebody else is waiting now; nobody was sent away.")


class OpenAlready(Refusal):
    """An invitation is open, and not for this address."""

    name = "changed"
    field = "address"

    def __init__(self, address: str) -> None:
        said = _(
            "An invitation is open already, so no mail went to %(address)s. Take it back first, then invite there."
        )
        super().__init__(said % {"address": address})


class ClaimGone(InvitationClosed):
    """Nobody holds a claim that the inviter could confirm."""

    message = _("Nobody is waiting to join any more. Your link can be opened again, or taken back.")


class WrongDigits(Refusal):
    """The four digits fit nobody: the same whether they are wrong, nobody has joined, or who joined let go of it."""

    field = "digits"
    message = _("These digits don't fit. Your partner sees theirs after tapping Join; type exactly those.")


class TooManyTries(Refusal):
    """The digits were wrong too often; whatever claim there was is void."""

    name = "too-many-tries"
    message = _("That was wrong too often, so nothing happened. After tapping Join again your partner sees new digits.")
