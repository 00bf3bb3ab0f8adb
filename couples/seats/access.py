"""Whose things a request may touch: always through the caller's own seat."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from couples.people.models import User
from couples.seats.models import Membership


def membership_of(user: Any) -> Membership | None:
    """Return the user's active seat with its couple and partner, or None. One query a request and user object."""
    if not hasattr(user, "_active_membership"):
        user._active_membership = _with_partner(user)
    found: Membership | None = user._active_membership
    return found


class PersonRequest(HttpRequest):
    """A request of someone who is signed in; what `login_required` leaves through."""

    user: User
    htmx: HtmxDetails


class PartnerRequest(PersonRequest):
    """A request of someone who has a seat; what `partners_only` leaves through."""

    membership: Membership


def _with_partner(user: Any) -> Membership | None:
    mine = {"couple__memberships__user": user, "couple__memberships__ended_at__isnull": True}
    seats = {seat.user_id: seat for seat in Membership.objects.active().filter(**mine).select_related("couple", "user")}
    seat = seats.pop(user.pk, None)
    if seat:
        seat.user = user
        for other in seats.values():
            seat._partner = other.user
    return seat


View = Callable[..., HttpResponse]


def partners_only(view: View) -> View:
    """Let people with a seat through as `request.membership`; show the others how to connect."""

    @login_required
    @wraps(view)
    def guarded(request: PartnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seat = membership_of(request.user)
        if seat is None:
            return render(request, "couples/seats/not_connected.html", status=403 if request.method == "POST" else 200)
        request.membership = seat
        return view(request, *args, **kwargs)

    return guarded
