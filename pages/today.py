"""Today: what the day asks of one person, by the state the two are in."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.drafts.showing import drafts_of
from agreements.kinds.base import all_kinds, kind_named
from agreements.letters.showing import standing_agreements_of
from agreements.pauses.offers import agreed_among, offers
from agreements.pauses.showing import pause_as_seen
from agreements.pauses.verbs import running_pause
from checkins.answers.showing import not_opened
from checkins.rhythm.scheduling import RHYTHM
from couples.live.views import lives
from couples.pairing.models import Invitation, InvitationState
from couples.people.models import User
from couples.seats.access import PersonRequest, membership_of
from couples.seats.leaving import closing_is_untold
from couples.seats.models import Membership

MOST_TO_ANSWER = 3
MOST_CHECK_INS = 2


@require_safe
@lives
@login_required
def today(request: PersonRequest) -> HttpResponse:
    """Show one of four states: alone, just connected, a normal week, a pause."""
    seat, now = membership_of(request.user), timezone.now()
    if seat is None:
        return render(request, "pages/today_alone.html", _alone(request, now))
    if running_pause(seat.couple_id, now):
        return render(request, "pages/today_pause.html", {"pause": pause_as_seen(seat, now)})
    return render(request, "pages/today.html", _week(seat, request, now))


def _alone(request: PersonRequest, now: datetime) -> dict[str, Any]:
    held, my_claim = _invitations(request.user, now)
    return {
        "drafts": drafts_of(request.user),
        "kinds": all_kinds(),
        "submission": uuid.uuid4(),
        "invitation": held,
        "claimed": bool(held and held.state == InvitationState.CLAIMED),
        "my_claim": my_claim,
        "changes_at": _first(held.expires_at if held else None, my_claim.ends_by if my_claim else None),
        "closing_untold": closing_is_untold(request.user),
    }


def _invitations(person: User, now: datetime) -> tuple[Invitation | None, Invitation | None]:
    """Return the one that this person holds, and one that they said yes to. One query."""
    claimed = Q(claimed_by=person, state=InvitationState.CLAIMED)
    rows = list(Invitation.objects.usable(now).filter(claimed | Q(inviter=person)))
    mine = next((row for row in rows if row.inviter_id == person.pk), None)
    return mine, next((row for row in rows if row.inviter_id != person.pk), None)


def _week(seat: Membership, request: PersonRequest, now: datetime) -> dict[str, Any]:
    alive = standing_agreements_of(seat)
    to_answer = [row for row in alive if row.needs_my_answer]
    in_force = [row for row in alive if row.in_force]
    check_ins = not_opened(seat, now)[:MOST_CHECK_INS]
    return {
        "to_answer": to_answer[:MOST_TO_ANSWER],
        "more_to_answer": max(len(to_answer) - MOST_TO_ANSWER, 0),
        "in_force": in_force,
        "check_ins": check_ins,
        "changes_at": _first(*(row.changes_at for row in check_ins)),
        "drafts": drafts_of(request.user) if not alive else (),
        "just_connected": not alive,
        "kinds": all_kinds(),
        "talk_kind": kind_named(RHYTHM),
        "offer": offers(agreed_among(in_force), now)[0],
        "partner": seat.partner,
        "submission": uuid.uuid4(),
    }


def _first(*moments: datetime | None) -> datetime | None:
    """Return when the page reads otherwise though nobody does anything."""
    return min((moment for moment in moments if moment), default=None)
