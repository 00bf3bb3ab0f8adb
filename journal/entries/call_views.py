"""What pages of calls lead to: noticing, with what set one off, and keeping an answer for oneself."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.calls.models import Call
from basics.answering import tapped
from couples.seats.access import PartnerRequest, partners_only
from journal.entries.from_calls import keep_call, trigger_of_call


@require_safe
@partners_only
def notice_from_call(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Lead on to noticing, with what the rule is about."""
    try:
        trigger = trigger_of_call(request.membership, call_id, timezone.now())
    except Call.DoesNotExist:
        raise Http404 from None
    return redirect(f"{reverse('notice')}?{urlencode({'trigger': trigger})}" if trigger else "notice")


@require_POST
@partners_only
def call_keep(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep an answer for oneself, and stay where one is."""
    seat, now = request.membership, timezone.now()
    tapped(request, lambda: keep_call(seat, call_id, now), _("Kept in Mine. Only you can read it."), Call.DoesNotExist)
    return redirect("call", call_id)
