"""Pages of a check-in: what one prepares until it opens, and its table from then on."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import goes_through
from basics.keeping_itself import keep_itself
from basics.transactions import reading
from checkins.agenda.forms import BackForm
from checkins.answers import verbs as opening
from checkins.answers import views as answers
from checkins.answers.forms import ANSWERS, TakeAwayForm
from checkins.answers.views import check_in_or_404
from checkins.rhythm.models import CheckIn
from checkins.table.coming import what_comes
from checkins.table.showing import LAST, Table, sections, table_of
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words(among=ANSWERS)
def check_in_page(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """One check-in: my answers until they open; then what lies on the table."""
    check_in = check_in_or_404(request, check_in_id)
    if request.method == "POST" or not check_in.is_on(timezone.now()):
        return answers.preparing(request, check_in)
    return _page(request, check_in, "check_in")


@require_safe
@lives
@partners_only
def ten_minutes(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """What ten minutes hold, one part after the other."""
    return _read(request, check_in_id, "ten_minutes")


@require_safe
@lives
@partners_only
def table(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """All that lies on the table, one part after the other."""
    return _read(request, check_in_id, "table")


def _read(request: PartnerRequest, check_in_id: uuid.UUID, page: str) -> HttpResponse:
    """Read on one of the two ways; before the opening there is nothing to read, whatever the other has done."""
    check_in = check_in_or_404(request, check_in_id)
    if check_in.is_on(timezone.now()):
        return _page(request, check_in, page)
    return redirect("check_in", check_in.pk)


def _page(request: PartnerRequest, check_in: CheckIn, page: str, status: int = 200, **sent: Any) -> HttpResponse:
    seat, now = request.membership, timezone.now()
    with reading(request.user.pk):
        shown, following = table_of(check_in, seat, now), what_comes(check_in, seat, now)
    parts = {"take_away_form": _take_away_form(request, shown), "next": following, **_laid_out(shown, page)}
    context = {"table": shown, "check_in": shown.talk, "page": page, **parts, **sent}
    template = "table" if page == "check_in" and shown.turns_over else "read"
    return render(request, f"checkins/table/{template}.html", context, status=status)


def _laid_out(shown: Table, page: str) -> dict[str, Any]:
    """Return what of the table stands on a page of it; what felt good stands where both come to first."""
    turns_over = shown.turns_over and page != "check_in"
    is_short = page == "ten_minutes" or (shown.turns_over and not turns_over)
    parts = sections(shown.ten_minutes if is_short else shown.items)
    left = shown.left if is_short else ()
    return {"sections": parts[1:] if turns_over else parts, "left": left, "turns_over": turns_over}


def _take_away_form(request: PartnerRequest, shown: Table) -> TakeAwayForm:
    words = typed_before(request, "take_away", "keep_take_away")
    kept = {"words": shown.talk.my_begun_take_away or shown.talk.my_take_away}
    return TakeAwayForm(words) if words else TakeAwayForm(initial=kept)


@require_POST
@partners_only
@keeps_words("words")
def take_away(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Keep what I take with me."""
    check_in = check_in_or_404(request, check_in_id)
    form, seat, now = TakeAwayForm(request.POST), request.membership, timezone.now()
    if not goes_through(form, lambda: opening.keep_take_away(check_in, seat, form.cleaned_data["words"], now)):
        return _page(request, check_in, "check_in", 400, take_away_form=form)
    is_there = form.cleaned_data["words"].strip()
    messages.success(request, _("Kept. You both see it here.") if is_there else _("Taken away."))
    return redirect(BackForm(request.POST).address(LAST) or reverse("check_in", args=[check_in.pk]))


@require_POST
@partners_only
@keeps_words("words")
def keep_take_away(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Keep what I take with me while I write it, for me alone."""
    check_in = check_in_or_404(request, check_in_id)
    form, seat, now = TakeAwayForm(request.POST), request.membership, timezone.now()
    return keep_itself(request, form, lambda: opening.begin_take_away(check_in, seat, form.cleaned_data, now))
