"""Pages of copies: what the two show each other, and taking one's own back."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from basics.answering import tapped
from basics.transactions import reading
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only
from journal.copies.models import ShownCopy
from journal.copies.showing import copies_of, copy_as_seen
from journal.copies.verbs import take_back


@require_safe
@lives
@partners_only
def copies(request: PartnerRequest) -> HttpResponse:
    """What the two show each other."""
    with reading(request.user.pk):
        found = copies_of(request.membership, timezone.now())
    return render(request, "journal/copies/list.html", {"copies": found})


@require_safe
@lives
@partners_only
def copy(request: PartnerRequest, copy_id: uuid.UUID) -> HttpResponse:
    """One of them. What was taken back, a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        row = get_object_or_404(ShownCopy.objects.readable_by(request.membership), pk=copy_id)
    return render(request, "journal/copies/one.html", {"copy": copy_as_seen(row, request.membership, timezone.now())})


@require_POST
@partners_only
def copy_take_back(request: PartnerRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Take back one of one's own."""
    seat, now = request.membership, timezone.now()
    said = _("Taken back. What was read cannot be unread.")
    tapped(request, lambda: take_back(seat, copy_id, now), said, ShownCopy.DoesNotExist)
    return redirect("copies")
