"""The page of one's own address for calendars, what that address answers, and one talk as a file."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_POST, require_safe

from basics.answering import asks_who_it_is, refusals_lead_to
from basics.limits import Limit
from basics.links import absolute
from basics.submissions import SubmissionForm
from basics.transactions import reading
from checkins.feed.showing import calendar_of
from checkins.feed.verbs import feed_of, make_feed, seat_by, stop_feed
from checkins.rhythm.calendar import CALENDAR_TYPE, FILE_NAME, calendar_file, entry_of
from checkins.rhythm.models import CheckIn
from couples.access.counting import Counter
from couples.access.networks import network_of
from couples.seats.access import PartnerRequest, partners_only

# From one network; a right address is never refused for them.
WRONG_ADDRESSES = Limit(30, timedelta(minutes=1))


@require_safe
@partners_only
def calendar_page(request: PartnerRequest) -> HttpResponse:
    """Whether my calendar follows our talks."""
    return _page(request)


def _page(request: PartnerRequest, token: str = "") -> HttpResponse:
    address = absolute(reverse("feed", args=[token])) if token else ""
    context = {
        "feed": feed_of(request.membership),
        "form": SubmissionForm(),
        "address": address,
        # With HTTPS it is webcals: the secret never goes out without.
        "subscribing": address.replace("http", "webcal", 1),
    }
    return render(request, "checkins/feed/calendar.html", context)


@require_POST
@partners_only
@asks_who_it_is(gettext_lazy("This is to let a calendar follow your talks."))
@refusals_lead_to("calendar")
def calendar_make(request: PartnerRequest) -> HttpResponse:
    """Make an address and show it this once."""
    form = SubmissionForm(request.POST)
    token = make_feed(request.membership, form.submission_id, timezone.now())
    if token is None:
        messages.info(request, _("This address was made already and is shown only once. You can make a new one."))
        return redirect("calendar")
    return _page(request, token)


@require_POST
@partners_only
def calendar_stop(request: PartnerRequest) -> HttpResponse:
    """Let the address open nothing from now on."""
    stop_feed(request.membership)
    messages.success(request, _("Switched off. The address opens nothing any more."))
    return redirect("calendar")


@require_safe
@partners_only
def check_in_calendar(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """One talk, for whatever calendar opens it."""
    check_in = get_object_or_404(CheckIn.objects.of(request.membership), pk=check_in_id)
    return _file(calendar_file([entry_of(check_in)]))


@require_safe
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The talks of whoever made this address, for the calendar that follows it."""
    seat = seat_by(token)
    if seat is None:
        return _not_there(request)
    with reading(seat.user_id), translation.override(seat.user.language):
        return _file(calendar_file(calendar_of(seat, timezone.now())))


def _not_there(request: HttpRequest) -> HttpResponse:
    """Answer the same for what is wrong, was revoked, or is of two who are not connected."""
    tries = Counter.of(WRONG_ADDRESSES, "wrong-calendar", network_of(request))
    return HttpResponse(status=404 if tries.take(timezone.now()) else 429)


def _file(content: bytes) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(content, content_type=f"{CALENDAR_TYPE}; charset=utf-8", headers=disposition)
