"""The card on its page, and the sheet of all agreements in full; both are made to be printed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.card import showing
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@lives
@partners_only
def our_card(request: PartnerRequest) -> HttpResponse:
    """One sheet from what is agreed."""
    return render(request, "agreements/card/card.html", {"card": showing.card_of(request.membership, timezone.now())})


@require_safe
@lives
@partners_only
def in_full(request: PartnerRequest) -> HttpResponse:
    """All that is agreed, word for word."""
    return render(
        request, "agreements/card/in_full.html", {"agreed": showing.in_full(request.membership, timezone.now())}
    )
