"""Showing one's partner a copy: exactly what they would read stands there before."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from basics.answering import goes_through
from basics.transactions import reading
from couples.seats.access import PartnerRequest, partners_only
from journal.copies.showing import shown_from
from journal.entries.forms import ShowForm, SizeForm
from journal.entries.models import Entry
from journal.entries.reading import as_read
from journal.entries.shown import show_entry, sizes_of, source_of
from journal.lock.guard import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@partners_only
def entry_show(request: PartnerRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Choose how much of it, read what the other would read, and show it or not."""
    with reading(request.user.pk):
        row = get_object_or_404(Entry, pk=entry_id, person=request.user)
    form = ShowForm(request.POST) if request.method == "POST" else None
    if form and goes_through(form, lambda: _show(request, entry_id, form)):
        messages.success(request, _("Shown. You can take it back at any time."))
        # The page then stands at what was shown: at its first size, one more tap would show less again.
        return redirect(reverse("entry_show", args=[entry_id], query={"size": form.cleaned_data["size"]}))
    return _page(request, row, form)


def _show(request: PartnerRequest, entry_id: uuid.UUID, form: ShowForm) -> None:
    chosen = form.cleaned_data
    show_entry(request.membership, entry_id, chosen["size"], form.submission_id, timezone.now(), chosen["words"])


def _page(request: PartnerRequest, row: Entry, form: ShowForm | None) -> HttpResponse:
    sizes = sizes_of(as_read(row))
    wanted = SizeForm(request.GET if form is None else request.POST).size_named
    with reading(request.user.pk):
        copies = shown_from(source_of(row.pk), request.membership, timezone.now())
    size = next((size for size in sizes if size.name == wanted), sizes[0] if sizes else None)
    context = {
        "entry": row,
        "copies": copies,
        "sizes": sizes,
        "size": size,
        # What the other reads of it already, word for word, needs no second tap.
        "is_shown": size is not None and bool(copies) and copies[0].passages == size.passages,
        "form": form or ShowForm(),
        "partner": request.membership.partner,
    }
    return render(request, "journal/entries/show.html", context, status=400 if form else 200)
