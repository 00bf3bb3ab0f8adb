"""Today: what the day asks of one person, by the state the two are in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.drafts.showing import drafts_of, first_thing, offered_kinds
from agreements.letters.showing import todays_agreements_of
from agreements.pauses.offers import agreed_among, offers
from agreements.pauses.showing import pause_as_seen
from agreements.pauses.verbs import running_pause
from checkins.answers.showing import current_check_ins
from couples.pairing.models import Invitation, InvitationState
from couples.seats.access import PersonRequest, membership_of
from couples.seats.leaving import closing_is_untold
from couples.seats.models import Membership

MOST_TO_ANSWER = 3
MOST_CHECK_INS = 2


@require_safe
@login_required
def today(request: PersonRequest) -> HttpResponse:
    """Show one of three states: alone, connected, a pause."""
    seat, now = membership_of(request.user), timezone.now()
    if seat is None:
        return render(request, "pages/today_alone.html", _alone(request, now))
    if running_pause(seat.couple_id, now):
        return render(request, "pages/today_pause.html", {"pause": pause_as_seen(seat, now)})
    return render(request, "pages/today.html", _week(seat, now))


def _alone(request: PersonRequest, now: datetime) -> dict[str, Any]:
    held = Invitation.objects.held_by(request.user).filter(expires_at__gt=now).first()
    claim = Invitation.objects.usable(now).filter(claimed_by=request.user, state=InvitationState.CLAIMED)
    return {
        "drafts": drafts_of(request.user),
        "kinds": offered_kinds(),
        "invitation": held,
        "claimed": bool(held and held.state == InvitationState.CLAIMED),
        "my_claim": claim.first(),
        "closing_untold": closing_is_untold(request.user),
    }


def _week(seat: Membership, now: datetime) -> dict[str, Any]:
    """Sort what there is by what matters now: opened answers, letters, what is told once, the first things."""
    agreements, check_ins = todays_agreements_of(seat), current_check_ins(seat, now)
    standing = [row for row in agreements if not row.ended_at]
    in_force = [row for row in standing if row.in_force]
    to_answer = [row for row in standing if row.needs_my_answer]
    opened = [row for row in check_ins if row.is_open]
    return {
        "opened": opened[-MOST_CHECK_INS:],
        "to_answer": to_answer[:MOST_TO_ANSWER],
        "news": [row for row in agreements if row.is_news],
        # Whether something before it has the one filled button.
        "is_busy": bool(opened or to_answer),
        "nothing_yet": not standing,
        "first": first_thing(seat, standing),
        "check_ins": [row for row in check_ins if not row.is_open][:MOST_CHECK_INS],
        "in_force": in_force,
        "offer": offers(agreed_among(in_force), now)[0],
        "partner": seat.partner,
    }
