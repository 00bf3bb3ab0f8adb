"""Today: what the day asks of one person, by the state the two are in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.drafts.showing import drafts_of, first_thing, offered_kinds
from agreements.letters.showing import todays_agreements_of
from agreements.pauses.forms import StartForm
from agreements.pauses.offers import agreed_among, offers
from agreements.pauses.showing import PauseOnToday, todays_pause
from agreements.trying import is_offered
from basics.localtime import earliest
from checkins.answers.showing import current_check_ins
from checkins.moving.showing import asked_between
from checkins.one_question.showing import one_question
from couples.live.asking import lives
from couples.pairing.models import Invitation, InvitationState
from couples.pairing.showing import own_invitation_as_seen
from couples.people.models import User
from couples.seats.access import PersonRequest, membership_of
from couples.seats.leaving import closing_is_untold
from couples.seats.models import Membership

MOST_TO_ANSWER = 3
MOST_CHECK_INS = 2


class JustAgreedForm(forms.Form):
    """To which agreement this person has said yes a moment ago."""

    agreed = forms.UUIDField(required=False)

    @property
    def agreement_id(self) -> uuid.UUID | None:
        """Return it; None for none, and for what is none."""
        return self.cleaned_data["agreed"] if self.is_valid() else None


@require_safe
@lives
@login_required
def today(request: PersonRequest) -> HttpResponse:
    """Show one of three states: alone, connected, a pause."""
    seat, now = membership_of(request.user), timezone.now()
    if seat is None and not request.user.first_steps_done:
        return redirect("first_steps")
    if seat is None:
        return render(request, "pages/today_alone.html", _alone(request, now))
    pause = todays_pause(seat, now)
    if pause and pause.is_running:
        return render(request, "pages/today_pause.html", {"pause": pause})
    week = _week(seat, now, JustAgreedForm(request.GET).agreement_id, pause)
    return render(request, "pages/today.html", week)


def _alone(request: PersonRequest, now: datetime) -> dict[str, Any]:
    held, my_claim = _invitations(request.user, now)
    mine = own_invitation_as_seen(held, now) if held else None
    return {
        "drafts": drafts_of(request.user),
        "kinds": offered_kinds(),
        "invitation": mine,
        "claimed": mine is not None and mine.waits_for_digits,
        "my_claim": my_claim,
        "changes_at": earliest(mine.changes_at if mine else None, my_claim.ends_by if my_claim else None),
        "closing_untold": closing_is_untold(request.user),
    }


def _invitations(person: User, now: datetime) -> tuple[Invitation | None, Invitation | None]:
    """Return the one that this person holds, and one that they said yes to. One query."""
    claimed = Q(claimed_by=person, state=InvitationState.CLAIMED)
    rows = list(Invitation.objects.usable(now).filter(claimed | Q(inviter=person)))
    mine = next((row for row in rows if row.inviter_id == person.pk), None)
    return mine, next((row for row in rows if row.inviter_id != person.pk), None)


def _week(seat: Membership, now: datetime, just_agreed: uuid.UUID | None, pause: PauseOnToday | None) -> dict[str, Any]:
    """Sort what there is by what matters now.

    Whoever has just said yes reads the same as the other does on their Today.
    """
    agreements, check_ins = todays_agreements_of(seat), current_check_ins(seat, now)
    asked = asked_between(seat, now)
    standing = [row for row in agreements if not row.ended_at]
    in_force = [row for row in standing if row.in_force]
    to_answer = [row for row in standing if row.needs_my_answer]
    asked_once, first = one_question(seat, check_ins, now), first_thing(seat, standing)
    opened = [row for row in check_ins if row.is_open]
    ahead = [row for row in check_ins if row.is_ahead_or_due][:MOST_CHECK_INS]
    # A talk whose time has come goes before what can wait until after it, and the one that is now before older ones.
    begun = [row for row in reversed(ahead) if row.has_begun and not row.handed_in]
    stands = {
        "pause": pause,
        "asked_now": asked.of_me,
        "opened": opened[-MOST_CHECK_INS:],
        "begun": begun,
        "to_answer": to_answer[:MOST_TO_ANSWER],
        "suggestions": asked.suggestions,
        # Together on the first day, before the letters; but a letter that is ready is sent with one tap.
        "question_first": None if first and first.ready else asked_once,
        "first": first,
        "check_ins": [row for row in ahead if row not in begun],
    }
    return {
        **stands,
        "second": _all_but_the_first(stands),
        "news": [row for row in agreements if row.is_news or (row.pk == just_agreed and row.in_force)],
        # Alone it stands here with its three answers; what it is compared with has a page of its own.
        "letter": to_answer[0] if len(to_answer) == 1 and to_answer[0].is_first_letter else None,
        "nothing_yet": not agreements,
        "one_question": asked_once,
        "tries_pause": stands["first"] is None and is_offered(seat, in_force, now),
        "in_force": in_force,
        "changes_at": earliest(
            asked.changes_at,
            asked_once.until if asked_once else None,
            pause.changes_at if pause else None,
            *(row.changes_at for row in check_ins),
        ),
        "offer": offers(agreed_among(in_force), now)[0],
        "start": StartForm(),
        "partner": seat.partner,
    }


def _all_but_the_first(stands: Mapping[str, Any]) -> Mapping[str, bool]:
    """Tell of each thing, in the order in which they stand, whether another one before it has the filled button."""
    first = next((name for name, found in stands.items() if found), None)
    return {name: name != first for name in stands}
