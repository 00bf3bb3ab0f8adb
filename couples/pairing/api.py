"""Inviting and joining in the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer, Text
from basics.api.moments import Moment
from basics.api.problems import Problem
from basics.api.views import Api
from basics.limits import Limit
from couples.access.throttling import PersonThrottle
from couples.pairing import verbs as pairing
from couples.pairing.forms import DigitsForm, InviteForm
from couples.pairing.refusals import InvitationClosed
from couples.pairing.showing import show_own_invitation, show_received_invitation
from couples.people.models import User
from couples.seats.api import ConnectionSerializer
from couples.seats.showing import show_connection


class TriesThrottle(PersonThrottle):
    """Opening links and typing digits: often enough for two people, too seldom to try them all."""

    scope = "pairing"
    limit = Limit(20, timedelta(minutes=1))


# The inviter's side


class InvitationInput(FormSerializer):
    """An address, or nothing: then there is only the link."""

    form_class = InviteForm

    # Nobody invites while the API is described.
    def __init__(self, *args: Any, inviter: User | None = None, **options: Any) -> None:
        super().__init__(*args, form_options={"inviter": inviter or User()}, **options)


class InvitationSerializer(serializers.Serializer[Any]):
    """My open invitation. It looks the same whether it was declined, blocked, or not opened."""

    claim = serializers.CharField(
        read_only=True, help_text="Names who waits now; send it with a refusal. Empty while nobody does."
    )
    open_until = Moment(help_text="In UTC.")
    link = serializers.CharField(read_only=True, help_text="For the partner alone.")
    address = serializers.CharField(help_text="Where the one mail went; empty for a plain link.")
    waits_for_digits = serializers.BooleanField(
        read_only=True, help_text="Whether somebody opened the link and shows digits."
    )


class DigitsInput(FormSerializer):
    """The four digits from the other screen."""

    form_class = DigitsForm


class RefusalInput(StrictSerializer):
    """Whom to send away; with an empty body, whoever waits."""

    claim = Text(
        required=False, help_text="The `claim` that was shown. If somebody else waits by now, nobody is sent away."
    )


class MyInvitation(Api):
    """The caller's one open invitation."""

    @operation("getInvitation", answer=InvitationSerializer, problems=["not-found"])
    def get(self, request: Request) -> Response:
        """Show my open invitation: until when it is open, and its link."""
        shown = show_own_invitation(self.person, timezone.now())
        if shown is None:
            raise Problem("not-found")
        return Response(InvitationSerializer(shown).data)

    @operation(
        "invite",
        body=InvitationInput,
        answer=InvitationSerializer,
        status=201,
        problems=["already-connected", "invitation-closed", "changed", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Invite by link, or by one mail to an address, which an open invitation gets too if it had none."""
        form = self.read(InvitationInput, inviter=self.person).form
        address = form.cleaned_data["address"]
        pairing.invite(self.person, address, self.submission(), timezone.now(), self.body_hash())
        shown = show_own_invitation(self.person, timezone.now())
        if shown is None:
            # A repeated request whose invitation was taken back meanwhile.
            raise InvitationClosed
        return Response(InvitationSerializer(shown).data, status=201)

    @operation("withdrawInvitation", status=204)
    def delete(self, request: Request) -> Response:
        """Take my open invitation back. Nobody is told."""
        pairing.withdraw(self.person)
        return Response(status=204)


class ConfirmClaim(Api):
    """Typing the digits from the other screen."""

    throttle_classes = (TriesThrottle,)

    @operation(
        "confirmDigits",
        body=DigitsInput,
        answer=ConnectionSerializer,
        problems=["invitation-closed", "already-connected", "too-many-tries"],
    )
    def post(self, request: Request) -> Response:
        """Connect with whoever shows these digits."""
        form = self.read(DigitsInput).form
        seat = pairing.confirm_claim(self.person, form.cleaned_data["digits"], timezone.now())
        return Response(ConnectionSerializer(show_connection(self.person, seat)).data)


class RefuseClaim(Api):
    """Whoever opened the link is not the partner."""

    @operation("refuseClaim", body=RefusalInput, status=204, problems=["changed"])
    def post(self, request: Request) -> Response:
        """Connect nothing; the link is open again."""
        pairing.refuse_claim(self.person, self.read(RefusalInput).validated_data.get("claim", ""))
        return Response(status=204)


# The receiver's side


class ReceivedSerializer(serializers.Serializer[Any]):
    """An invitation, as its receiver sees it."""

    inviter_name = serializers.CharField()
    is_own = serializers.BooleanField(read_only=True, help_text="Whether the caller made it.")
    digits = serializers.CharField(
        read_only=True, help_text="What the caller shows to the inviter after claiming; empty before."
    )


class ClaimSerializer(serializers.Serializer[Any]):
    """What came of a claim."""

    connected = serializers.BooleanField()
    digits = serializers.CharField(help_text="Four digits for the inviter to type; empty once connected.")


class ReceivedInvitation(Api):
    """An invitation behind a link."""

    throttle_classes = (TriesThrottle,)

    @operation("readInvitation", answer=ReceivedSerializer, problems=["invitation-closed", "too-many-requests"])
    def get(self, request: Request, token: str) -> Response:
        """Read whom an invitation is from."""
        found = pairing.find_invitation(token, timezone.now())
        return Response(ReceivedSerializer(show_received_invitation(found, self.person)).data)


class ClaimInvitation(Api):
    """Joining."""

    throttle_classes = (TriesThrottle,)

    @operation(
        "claimInvitation",
        answer=ClaimSerializer,
        problems=["invitation-closed", "own-invitation", "already-connected", "too-many-requests"],
    )
    def post(self, request: Request, token: str) -> Response:
        """Join. With a link that is not bound to my address, the inviter types the digits before anything is shared."""
        now = timezone.now()
        found = pairing.find_invitation(token, now)
        seat = pairing.claim(found, self.person, now)
        return Response(ClaimSerializer({"connected": seat is not None, "digits": "" if seat else found.digits}).data)


class DeclineInvitation(Api):
    """Not for me."""

    throttle_classes = (TriesThrottle,)

    @operation("declineInvitation", status=204, problems=["invitation-closed", "too-many-requests"])
    def post(self, request: Request, token: str) -> Response:
        """Decline. The inviter's view does not change."""
        now = timezone.now()
        pairing.decline(pairing.find_invitation(token, now), now, self.person)
        return Response(status=204)
