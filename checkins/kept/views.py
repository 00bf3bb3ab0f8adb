"""The page of what is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from basics.transactions import reading
from checkins.kept.forms import QuarterForm, SearchForm
from checkins.kept.showing import MOST_FOUND, Quarter, found_in_kept, kept_of
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("words")
def kept(request: PartnerRequest) -> HttpResponse:
    """What felt good and what we took with us, a quarter at a time, and a search in all of it."""
    form = SearchForm(request.POST if request.method == "POST" else typed_before(request, "kept"))
    if form.is_bound:
        return _found(request, form)
    now = timezone.now()
    quarter = QuarterForm(request.GET).wanted or Quarter.of(now)
    return render(request, "checkins/kept/kept.html", {"form": form, "kept": kept_of(quarter, request.membership, now)})


def _found(request: PartnerRequest, form: SearchForm) -> HttpResponse:
    if not form.is_valid():
        return render(request, "checkins/kept/kept.html", {"form": form}, status=400)
    with reading(request.user.pk):
        words = found_in_kept(form.cleaned_data["words"], request.membership, timezone.now())
    context = {"form": form, "found": words, "has_searched": True, "is_full": len(words) == MOST_FOUND}
    return render(request, "checkins/kept/kept.html", context)
