"""The entries behind a number on a card."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from basics.transactions import reading
from couples.seats.access import PersonRequest
from journal.entries.narrowing import NarrowForm, label_of
from journal.entries.reading import entries_of
from journal.entries.showing import help_line_of
from journal.lock.guard import own_page


@require_safe
@own_page
def entries_narrowed(request: PersonRequest) -> HttpResponse:
    """Exactly those that a query names, the newest first; a query that names none leads to all of them."""
    form, zone = NarrowForm(request.GET), request.user.time_zone
    if not form.is_valid():
        return redirect("entries")
    narrowing = form.narrowing
    with reading(request.user.pk):
        found = narrowing.of(entries_of(request.user.pk, narrowing.begins_at(zone), timezone.now()), zone)
    context = {"entries": found, "narrowing": narrowing, "label": label_of(found), "help_line": help_line_of(found)}
    return render(request, "journal/entries/narrowed.html", context)
