"""How an agreement came to be, and what one once suggested."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.history.showing import history_of, once_suggested
from agreements.letters.views import agreement_or_404
from basics.transactions import reading
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@lives
@partners_only
def agreement_history(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The words that both accepted, the newest first."""
    agreement = agreement_or_404(request, agreement_id)
    with reading(request.user.pk):
        history = history_of(agreement)
    return render(request, "agreements/history/history.html", {"history": history, "ends_at": agreement.ends_at})


@require_safe
@partners_only
def agreement_suggested(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """What this person once wrote, and nobody else is shown."""
    agreement = agreement_or_404(request, agreement_id)
    with reading(request.user.pk):
        letters = once_suggested(agreement, request.membership)
    return render(request, "agreements/history/suggested.html", {"agreement_id": agreement.pk, "letters": letters})
