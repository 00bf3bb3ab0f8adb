"""Pages of responsibilities: read the input, call one verb, answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.responsibilities import unnoticed, verbs
from agreements.responsibilities.forms import NewUnnoticedForm, PickedForm, SwapForm
from agreements.responsibilities.models import Unnoticed
from agreements.responsibilities.showing import one_responsibility, responsibilities_of, side_by_side
from basics.answering import goes_through, tapped
from basics.directions import isolated_in_text
from basics.refusals import Refusal
from basics.submissions import SubmissionForm, body_hash
from basics.transactions import reading
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("words")
def responsibilities(request: PartnerRequest) -> HttpResponse:
    """Who does what, side by side, and a field for what nobody notices yet."""
    if request.method != "POST":
        return _page(request, NewUnnoticedForm(typed_before(request, "responsibilities")))
    form = NewUnnoticedForm(request.POST)
    if not goes_through(form, lambda: _write_down(request.membership, form)):
        return _page(request, form, 400)
    messages.success(request, _("It is there for both of you."))
    return redirect("responsibilities")


def _write_down(seat: Membership, form: NewUnnoticedForm) -> Unnoticed:
    words = form.cleaned_data["words"]
    return unnoticed.write_down(seat, words, form.submission_id, timezone.now(), body_hash(words))


def _page(request: PartnerRequest, form: NewUnnoticedForm, status: int = 200) -> HttpResponse:
    with reading(request.user.pk):
        seen = side_by_side(request.membership, timezone.now())
    context = {"seen": seen, "form": form}
    return render(request, "agreements/responsibilities/side_by_side.html", context, status=status)


@require_safe
@partners_only
def responsibility_turn(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Whose turn it is, for the agreement's own page; where it was opened by itself, all of them."""
    row = one_responsibility(request.membership, agreement_id, timezone.now())
    if row is None:
        raise Http404
    if not request.htmx:
        return redirect("responsibilities")
    return render(request, "agreements/responsibilities/_turn.html", {"row": row})


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def responsibility_swap(request: PartnerRequest) -> HttpResponse:
    """Swap, give or take: one of mine, one of the other's, or one of each."""
    seat = request.membership
    with reading(request.user.pk):
        rows = responsibilities_of(seat, timezone.now())
    data = request.POST if request.method == "POST" else None
    form = SwapForm(data, rows, seat.partner.name, PickedForm(request.GET).picked)
    if data is not None and goes_through(form, lambda: _swap(seat, form)):
        name = {"name": isolated_in_text(seat.partner.name)}
        messages.success(
            request, _("Sent to %(name)s. What you agreed before holds until %(name)s says yes too.") % name
        )
        return redirect("responsibilities")
    context = {"form": form, "rows": rows, "discussed": [row for row in rows if row.is_discussed]}
    return render(request, "agreements/responsibilities/swap.html", context, status=400 if data is not None else 200)


def _swap(seat: Membership, form: SwapForm) -> None:
    form.refuse_another(seat)
    chosen = (form.mine_id, form.theirs_id)
    verbs.swap(seat, *chosen, form.submission_id, timezone.now(), body_hash([str(each) for each in chosen]))


@require_POST
@partners_only
def unnoticed_take_away(request: PartnerRequest, line_id: uuid.UUID) -> HttpResponse:
    """Take a line away, mine or the other's."""
    seat, now = request.membership, timezone.now()
    tapped(request, lambda: unnoticed.take_away(seat, line_id, now), _("Taken away."), Unnoticed.DoesNotExist)
    return redirect("responsibilities")


@require_POST
@partners_only
def unnoticed_take_up(request: PartnerRequest, line_id: uuid.UUID) -> HttpResponse:
    """Begin a letter about it; where there is one already, say so."""
    submission = SubmissionForm(request.POST).submission_id
    try:
        return redirect("draft", unnoticed.take_up(request.membership, line_id, submission, timezone.now()).pk)
    except Unnoticed.DoesNotExist:
        pass
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("responsibilities")
