"""Whose things a request may touch: always through the caller's own seat."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from basics.transactions import reading
from couples.people.models import Revision, User, present_value
from couples.people.unsent import words_typed_here
from couples.seats.models import Membership

# Where a user object keeps its seat once it was looked up; the class knows nothing of seats.
_KEPT_SEAT = "_active_membership"


def membership_of(user: User) -> Membership | None:
    """Return the user's active seat with its couple and partner, or None. One query a request and user object."""
    if not hasattr(user, _KEPT_SEAT):
        setattr(user, _KEPT_SEAT, _seat_with_partner(user))
    seat: Membership | None = getattr(user, _KEPT_SEAT)
    return seat


class PersonRequest(HttpRequest):
    """A request of someone who is signed in; what `login_required` leaves through."""

    user: User
    htmx: HtmxDetails


class PartnerRequest(PersonRequest):
    """A request of someone who has a seat; what `partners_only` leaves through."""

    membership: Membership


def _seat_with_partner(user: User) -> Membership | None:
    mine = {"couple__memberships__user": user, "couple__memberships__ended_at__isnull": True}
    rows = Membership.objects.active().filter(**mine).select_related("couple", "user")
    revision = Revision.objects.filter(pk=OuterRef("user")).values(present=present_value(timezone.now()))
    rows = rows.annotate(found_revision=Subquery(revision))
    with reading(user.pk):
        seats = {seat.user_id: seat for seat in rows}
    seat = seats.pop(user.pk, None)
    if seat:
        seat.user, seat.revision = user, seat.found_revision
        for other in seats.values():
            seat.partner = other.user
            seat.show_tints()
    return seat


def _had_a_partner(user: User) -> bool:
    """Tell whether what was agreed before stays for this person to read."""
    with reading(user.pk):
        return Membership.objects.of(user).exists()


View = Callable[..., HttpResponse]


def partners_only(view: View) -> View:
    """Let people with a seat through as `request.membership`; show the others how to connect."""

    @login_required
    @wraps(view)
    def guarded(request: PartnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seat = membership_of(request.user)
        if seat is None:
            # The other may have left while this was written: it is shown, so that it can be copied.
            context = {"typed": words_typed_here(request), "had_a_partner": _had_a_partner(request.user)}
            status = 403 if request.method == "POST" else 200
            return render(request, "couples/seats/not_connected.html", context, status=status)
        request.membership = seat
        return view(request, *args, **kwargs)

    return guarded
