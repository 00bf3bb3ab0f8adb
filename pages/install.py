"""Once after connecting: that Steady can stand on the home screen. Nobody else learns whether it does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from couples.seats.access import PersonRequest
from couples.seats.models import Membership

HINTED_FOR = timedelta(days=14)


def hints_at_install(seat: Membership, now: datetime) -> bool:
    """Tell whether Today says it to this person: soon after connecting, until they have put it away."""
    return not seat.user.install_told and now - seat.couple.connected_at < HINTED_FOR


@require_POST
@login_required
def install_told(request: PersonRequest) -> HttpResponse:
    """Put it away for good."""
    request.user.remember_install_told()
    return redirect("today")
