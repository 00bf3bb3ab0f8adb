"""Saving for the next talk what sets one off: its name to begin with, in words that are one's own to change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from basics.answering import form_status, goes_through
from basics.transactions import reading
from checkins.agenda import verbs as agenda
from checkins.agenda.forms import AboutTriggerForm
from checkins.agenda.showing import next_talk, save_label
from checkins.agenda.views import SEALED, Saving
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from journal.lock.guard import own_page
from journal.triggers.copies import sets_off
from journal.triggers.found import card_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@partners_only
@keeps_words("words")
def topic_of_trigger(request: PartnerRequest, trigger: str) -> HttpResponse:
    """Save for the next talk what sets one off: nothing of what is counted, nor of what one answered, goes along."""
    saving, seat, now = _saving(request, trigger), request.membership, timezone.now()
    typed = request.POST if request.method == "POST" else typed_before(request, "topic_of_trigger")
    form = AboutTriggerForm(typed, initial={"words": saving.words}, needs_words=True)
    if request.method == "POST" and goes_through(
        form, lambda: agenda.queue_own_words(seat, form.cleaned_data["words"], form.submission_id, now)
    ):
        messages.success(request, SEALED)
        return redirect(saving.back)
    with reading(request.user.pk):
        label = save_label(next_talk(seat, now), now)
    context = {"saving": saving, "form": form, "save_label": label}
    return render(request, "checkins/agenda/save.html", context, status=form_status(request, form))


def _saving(request: PartnerRequest, trigger: str) -> Saving:
    words = str(sets_off(card_or_404(request.user, trigger).card.label, ()))
    return Saving(_("What sets me off"), {}, reverse("trigger", args=[trigger]), words)
