"""Join, said before there is an account: it is asked once, and counts for the sign-in that it led to, and no other.

The decision waits in the session of whoever is signed out. A sign-in takes it away, whoever signs in; it is carried out
only where that sign-in leads back to the very invitation, which it does for who came by its page. So on a phone that
two people use, nobody joins by what the other pressed.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from basics.links import route_of
from basics.refusals import Refusal
from couples.pairing.models import Invitation
from couples.pairing.verbs import claim, find_invitation
from couples.people.models import User

JOINING = "joining"
# Long enough for a new account and its code.
JOINING_FOR = timedelta(hours=1)


def say_join(request: HttpRequest, invitation: Invitation, now: datetime) -> None:
    """Remember that somebody pressed Join before signing in."""
    request.session[JOINING] = [str(invitation.pk), now.timestamp()]


def join_as_said(request: HttpRequest, user: User, response: HttpResponse | None = None, **_signal: Any) -> None:
    """Join what was said yes to. Where that does not work, the invitation's page comes next and says why."""
    said, now = request.session.pop(JOINING, None), timezone.now()
    if said is None or request.method != "POST" or response is None:
        return
    with suppress(Refusal):
        invitation = find_invitation(_token_in(response.get("Location", "")), now)
        if _is_meant(invitation, said, now) and claim(invitation, user, now):
            messages.success(request, _("You use Steady together now."))


def _is_meant(invitation: Invitation, said: tuple[str, float], now: datetime) -> bool:
    which, when = said
    return uuid.UUID(which) == invitation.pk and now.timestamp() - when < JOINING_FOR.total_seconds()


def _token_in(address: str) -> str:
    """Return the token in an invitation's address; "" for any other address."""
    route = route_of(urlsplit(address).path)
    return str(route.kwargs["token"]) if route and route.url_name == "invitation" else ""
