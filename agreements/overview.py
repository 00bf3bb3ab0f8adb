"""The page of all that two people set together."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.drafts.showing import drafts_with_letters
from agreements.kinds.base import all_kinds
from agreements.letters.models import Agreement
from agreements.letters.showing import Letter, letter_of
from couples.seats.access import PersonRequest, membership_of
from couples.seats.models import Membership


@require_safe
@login_required
def agreement_list(request: PersonRequest) -> HttpResponse:
    """All there is: to answer, in force, sent, drafts, set aside; and something to start."""
    seat = membership_of(request.user)
    context = {"drafts": drafts_with_letters(request), "kinds": all_kinds(), "submission": uuid.uuid4()}
    if seat:
        context |= _listed(seat)
    return render(request, "agreements/list.html", context)


def _listed(seat: Membership) -> dict[str, Any]:
    agreements = list(Agreement.objects.of(seat).with_words().order_by("-created_at"))
    return {
        "to_answer": [row for row in agreements if row.proposal and row.proposal.author_id != seat.user_id],
        "in_force": [
            (row, letter_of(row, row.in_force, seat)) for row in agreements if row.in_force and not row.ended_at
        ],
        "sent": [
            (row, letter_of(row, row.proposal, seat)) for row in agreements if row.proposal and _is_sent(row, seat)
        ],
        "over": [(row, _last_letter(row, seat)) for row in agreements if row.ended_at],
    }


def _is_sent(agreement: Agreement, seat: Membership) -> bool:
    return bool(agreement.proposal and agreement.proposal.author_id == seat.user_id and not agreement.in_force_id)


def _last_letter(agreement: Agreement, seat: Membership) -> Letter | None:
    """Return the words that were agreed; a letter that never was in force shows its kind alone."""
    return letter_of(agreement, agreement.in_force, seat) if agreement.in_force else None
