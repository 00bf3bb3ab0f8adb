"""Pages of cards: read the input, call one verb, answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import form_status, goes_through, refusals_lead_to
from basics.submissions import SubmissionForm
from basics.transactions import reading
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, PersonRequest, partners_only
from journal.lock.guard import own_page
from journal.triggers import verbs
from journal.triggers.copies import EASED_COPY, eased_said, sets_off
from journal.triggers.forms import EASED_LABELS, EasedForm, ShowCardForm
from journal.triggers.found import card_or_404
from journal.triggers.showing import cards_of


@require_safe
@own_page
def triggers(request: PersonRequest) -> HttpResponse:
    """What sets one off, a card each."""
    with reading(request.user.pk):
        found = cards_of(request.user, timezone.now())
    return render(request, "journal/triggers/list.html", {"found": found})


@require_safe
@own_page
def trigger(request: PersonRequest, trigger: str) -> HttpResponse:
    """One card: what is written down, what one can make of it, whether it has eased."""
    found = card_or_404(request.user, trigger)
    context = {"found": found, "card": found.card, "form": SubmissionForm(), "answers": EASED_LABELS.items()}
    return render(request, "journal/triggers/one.html", context)


@require_POST
@own_page
@refusals_lead_to("trigger")
def trigger_agreement(request: PersonRequest, trigger: str) -> HttpResponse:
    """Begin an agreement about it: a draft of one's own."""
    card_or_404(request.user, trigger)
    submission = SubmissionForm(request.POST).submission_id
    return redirect("draft", verbs.draft_about(request.user, trigger, submission, timezone.now()).pk)


@require_POST
@own_page
@refusals_lead_to("trigger")
def trigger_eased(request: PersonRequest, trigger: str) -> HttpResponse:
    """Say whether it has eased, for oneself."""
    card_or_404(request.user, trigger)
    form = EasedForm(request.POST)
    if form.is_valid():
        verbs.answer_eased(request.user, trigger, form.cleaned_data["answer"], timezone.now())
    else:
        messages.error(request, _("There is no such choice. Choose one from the list."))
    return redirect("trigger", trigger)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@partners_only
@keeps_words("helps")
def trigger_show(request: PartnerRequest, trigger: str) -> HttpResponse:
    """Show a copy of the card: what sets one off, and what helps."""
    found = card_or_404(request.user, trigger)
    data = request.POST if request.method == "POST" else typed_before(request, "trigger_show")
    form = ShowCardForm(data, initial={"helps": found.rule.please if found.rule else ""})
    if request.method == "POST" and goes_through(form, lambda: _show(request, trigger, form)):
        return _shown(request, trigger)
    sentence = sets_off(found.card.label, found.card.feelings[:1])
    context = {"found": found, "card": found.card, "form": form, "sentence": sentence}
    context["partner"] = request.membership.partner
    return render(request, "journal/triggers/show.html", context, status=form_status(request, form))


def _show(request: PartnerRequest, trigger: str, form: ShowCardForm) -> None:
    helps, submission = form.cleaned_data["helps"], form.submission_id
    verbs.show_card(request.membership, trigger, helps, submission, timezone.now())


def _shown(request: PartnerRequest, trigger: str) -> HttpResponse:
    messages.success(request, _("Shown. You can take it back at any time."))
    return redirect("trigger", trigger)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@partners_only
def eased_show(request: PartnerRequest, trigger: str) -> HttpResponse:
    """Show a copy of how it went: one sentence."""
    found, form = card_or_404(request.user, trigger), SubmissionForm(request.POST or None)
    seat, now = request.membership, timezone.now()
    if request.method == "POST" and goes_through(
        form, lambda: verbs.show_eased(seat, trigger, form.submission_id, now)
    ):
        return _shown(request, trigger)
    context = {"card": found.card, "form": form, "answer": found.answer, "partner": seat.partner}
    context["passages"] = EASED_COPY.passages(eased_said(trigger, found.card.label, found.answer))
    return render(request, "journal/triggers/show_eased.html", context, status=form_status(request, form))
