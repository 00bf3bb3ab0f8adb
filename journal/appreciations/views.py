"""Pages of something good: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from dataclasses import astuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import goes_through, tapped
from basics.keeping_itself import keep_itself
from basics.submissions import body_hash
from basics.transactions import reading
from couples.begun.verbs import begun_by
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership
from journal.appreciations import verbs as appreciating
from journal.appreciations.forms import WORDS, AppreciationForm, NewAppreciationForm
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import AppreciationAsSeen, appreciations_of, readable_by


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words(*WORDS)
def appreciations(request: PartnerRequest) -> HttpResponse:
    """Something good to write down; what of mine waits, and what was given."""
    if request.method != "POST":
        typed = typed_before(request, "appreciations", "keep_appreciation")
        return _page(request, NewAppreciationForm(typed) if typed else _begun(request.membership))
    form = NewAppreciationForm(request.POST)
    if not goes_through(form, lambda: _tell(request, form, _write_down(request.membership, form))):
        return _page(request, form, 400)
    return redirect("appreciations")


def _write_down(seat: Membership, form: NewAppreciationForm) -> Appreciation:
    said, is_for_now = form.said, form.cleaned_data["now"]
    body = body_hash([*astuple(said), is_for_now])
    return appreciating.write_down(seat, said, is_for_now, form.submission_id, timezone.now(), body)


def _tell(request: PartnerRequest, form: AppreciationForm, made: Appreciation) -> None:
    """Say what became of it; of what can still be changed, also what could be said more exactly."""
    if made.given_at:
        messages.success(request, _("Given. You can both read it here."))
        return
    if form.cleaned_data["now"]:
        messages.success(request, _("That is all that goes at once today. This one waits for your talk."))
    else:
        messages.success(request, _("It waits for your talk. Until then only you can read it."))
    if form.hint:
        messages.info(request, form.hint)


def _begun(seat: Membership) -> NewAppreciationForm:
    return NewAppreciationForm(initial=dict(begun_by(seat.user_id, appreciating.NEW_APPRECIATION, timezone.now())))


def _page(request: PartnerRequest, form: NewAppreciationForm, status: int = 200) -> HttpResponse:
    with reading(request.user.pk):
        found = appreciations_of(request.membership, timezone.now())
    context = {"appreciations": found, "form": form, "partner": request.membership.partner}
    return render(request, "journal/appreciations/list.html", context, status=status)


@require_POST
@partners_only
@keeps_words(*WORDS)
def keep_appreciation(request: PartnerRequest) -> HttpResponse:
    """Keep it while it is written, for its writer alone, and say what could be more exact; called by the page."""
    form, seat = NewAppreciationForm(request.POST, use_required_attribute=False), request.membership
    form.fields["what_you_did"].required = False
    return keep_itself(
        request, form, lambda: appreciating.begin(seat, form.typed, form.submission_id, timezone.now()), hint=form.hint
    )


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words(*WORDS)
def appreciation(request: PartnerRequest, appreciation_id: uuid.UUID) -> HttpResponse:
    """One of them: what was given to read, what of mine waits to be changed, too."""
    seen = _seen_or_404(request, appreciation_id)
    data = request.POST if request.method == "POST" else typed_before(request, "appreciation")
    form = AppreciationForm(data, initial={name: getattr(seen, name) for name in WORDS})
    if request.method == "POST" and goes_through(form, lambda: _change(request, seen, form)):
        return redirect("appreciations")
    context = {"appreciation": seen, "form": form, "partner": request.membership.partner}
    status = 400 if request.method == "POST" else 200
    return render(request, "journal/appreciations/one.html", context, status=status)


def _seen_or_404(request: PartnerRequest, appreciation_id: uuid.UUID) -> AppreciationAsSeen:
    """Find what this person may read; what waits of the other's, a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        rows, see = readable_by(request.membership, timezone.now())
        return see(get_object_or_404(rows, pk=appreciation_id))


def _change(request: PartnerRequest, seen: AppreciationAsSeen, form: AppreciationForm) -> None:
    if not seen.is_mine:
        raise appreciating.GivenAlready
    said, is_for_now = form.said, form.cleaned_data["now"]
    try:
        _tell(request, form, appreciating.change(request.membership, seen.pk, said, is_for_now, timezone.now()))
    except Appreciation.DoesNotExist:  # taken back since it was found
        raise Http404 from None


@require_POST
@partners_only
def appreciation_take_back(request: PartnerRequest, appreciation_id: uuid.UUID) -> HttpResponse:
    """Take back what of mine waits."""
    seat, now = request.membership, timezone.now()
    taken_back = _("Taken back.")
    tapped(request, lambda: appreciating.take_back(seat, appreciation_id, now), taken_back, Appreciation.DoesNotExist)
    return redirect("appreciations")
