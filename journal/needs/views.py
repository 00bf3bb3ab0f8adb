"""The page of what one needs most: read the input, call one verb, answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import form_status, goes_through
from basics.keeping_itself import keep_itself
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest, membership_of
from journal.lock.guard import own_page
from journal.needs.forms import LinesForm, TapForm
from journal.needs.showing import RankingAsSeen, ranking_of
from journal.needs.verbs import rank


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def my_needs(request: PersonRequest) -> HttpResponse:
    """What I need most, in the order of its weight."""
    ranking = _ranking(request)
    data = request.POST if request.method == "POST" else typed_before(request, "my_needs", "keep_my_needs")
    form = TapForm(ranking, data)
    if request.method == "POST" and goes_through(form, lambda: rank(request.user, form.lines, form.tapped)):
        if not form.taps:
            messages.success(request, _("Saved."))
        return redirect("my_needs")
    return _page(request, ranking, form)


def _ranking(request: PersonRequest) -> RankingAsSeen:
    with reading(request.user.pk):
        return ranking_of(request.user.pk)


def _page(request: PersonRequest, ranking: RankingAsSeen, form: TapForm) -> HttpResponse:
    context = {
        "ranking": ranking,
        "rows": form.rows(ranking),
        "form": form,
        "is_connected": membership_of(request.user),
    }
    return render(request, "journal/needs/needs.html", context, status=form_status(request, form))


@require_POST
@own_page
@keeps_typed
def keep_my_needs(request: PersonRequest) -> HttpResponse:
    """Keep the lines while they are written; called by the page."""
    form = LinesForm(_ranking(request), request.POST)
    return keep_itself(request, form, lambda: rank(request.user, form.lines, lambda standing: standing))
