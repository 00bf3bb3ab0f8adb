"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from couples.keys.api import Keys, OneKey
from couples.pairing.api import (
    ClaimInvitation,
    ConfirmClaim,
    DeclineInvitation,
    MyInvitation,
    ReceivedInvitation,
    RefuseClaim,
)
from couples.people.api import Me
from couples.seats.api import ClosingTold, Connection

urlpatterns = [
    path("me/", Me.as_view(), name="me"),
    path("me/keys/", Keys.as_view(), name="keys"),
    path("me/keys/<uuid:key_id>/", OneKey.as_view(), name="key"),
    path("connection/", Connection.as_view(), name="connection"),
    path("connection/closing-told/", ClosingTold.as_view(), name="closing_told"),
    path("invitation/", MyInvitation.as_view(), name="invitation"),
    path("invitation/confirm/", ConfirmClaim.as_view(), name="claim_confirm"),
    path("invitation/refuse/", RefuseClaim.as_view(), name="claim_refuse"),
    path("invitations/<str:token>/", ReceivedInvitation.as_view(), name="received_invitation"),
    path("invitations/<str:token>/claim/", ClaimInvitation.as_view(), name="invitation_claim"),
    path("invitations/<str:token>/decline/", DeclineInvitation.as_view(), name="invitation_decline"),
]
