"""The next time of a ritual or of own time: when it is, another time, and leaving it out."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.letters.models import Agreement
from agreements.letters.showing import agreement_as_seen
from basics.answering import refusals_lead_to
from basics.transactions import reading
from checkins.moving import verbs
from checkins.moving.views import STAYS, TAKEN_BACK, another_time, answer_time, skipping
from checkins.rituals.moving import MovableOccasion
from checkins.rituals.showing import next_as_seen
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from couples.people.unsent import keeps_words
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@partners_only
def next_occasion(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """When the next one is, and what one can do about it; loaded into the agreement's page that part alone."""
    now, seat = timezone.now(), request.membership
    with reading(request.user.pk):
        in_force = Agreement.objects.of(seat).now_in_force(now).filter(kind__in=UPCOMING_OCCASIONS.kinds)
        agreement = get_object_or_404(in_force.with_words(), pk=agreement_id)
        context = {"next": next_as_seen(agreement, seat, now), "agreement": agreement_as_seen(agreement, seat)}
    template = "checkins/rituals/_next.html" if request.htmx else "checkins/rituals/next.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("line")
def move(request: PartnerRequest, occasion_id: uuid.UUID) -> HttpResponse:
    """Suggest another time."""
    return another_time(request, MovableOccasion.of(request.membership, occasion_id))


@require_POST
@partners_only
@refusals_lead_to("occasion_move")
def accept(request: PartnerRequest, occasion_id: uuid.UUID) -> HttpResponse:
    """The time that the other suggested is good."""
    return answer_time(request, MovableOccasion.of(request.membership, occasion_id), verbs.accept_time, "")


@require_POST
@partners_only
@refusals_lead_to("occasion_move")
def decline(request: PartnerRequest, occasion_id: uuid.UUID) -> HttpResponse:
    """It stays where it is."""
    return answer_time(request, MovableOccasion.of(request.membership, occasion_id), verbs.leave_as_it_is, STAYS)


@require_POST
@partners_only
@refusals_lead_to("occasion_move")
def take_back(request: PartnerRequest, occasion_id: uuid.UUID) -> HttpResponse:
    """Take back a time that one suggested oneself."""
    return answer_time(request, MovableOccasion.of(request.membership, occasion_id), verbs.take_time_back, TAKEN_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("line")
def leave_out(request: PartnerRequest, occasion_id: uuid.UUID) -> HttpResponse:
    """Leave this one out; asked once, with room for a line."""
    return skipping(request, MovableOccasion.of(request.membership, occasion_id))
