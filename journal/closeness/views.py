"""Pages of closeness: read the input, call one verb, answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import form_status, goes_through, tapped
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PartnerRequest, PersonRequest, membership_of, partners_only
from journal.closeness import verbs
from journal.closeness.copies import SOURCE
from journal.closeness.forms import ExampleForm, SentenceForm, ShowForm
from journal.closeness.models import ClosenessSentence
from journal.closeness.showing import BeginningAsSeen, closeness_of, known_by
from journal.copies.showing import shown_from
from journal.help_hints import help_line
from journal.lock.guard import own_page


@require_safe
@own_page
def closeness(request: PersonRequest) -> HttpResponse:
    """The four beginnings, and how one goes on from each: now, and a year ago."""
    now, seat = timezone.now(), membership_of(request.user)
    with reading(request.user.pk):
        found = closeness_of(request.user, now)
        copies = shown_from(SOURCE, seat, now) if seat else []
    context = {
        "found": found,
        "copies": copies,
        "is_written": any(each.sentences for each in found),
        "can_show": seat and any(each.now for each in found),
    }
    return render(request, "journal/closeness/closeness.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def closeness_beginning(request: PersonRequest, beginning: str) -> HttpResponse:
    """Go on from one of them. An example that is tapped goes into the field, and nowhere else."""
    found = beginning_or_404(request, beginning)
    data = request.POST if request.method == "POST" else typed_before(request, "closeness_beginning")
    words, form = ExampleForm(data).words_with(found.beginning.examples), SentenceForm(data)
    if words is not None:
        return _beginning_page(request, found, SentenceForm(initial={"words": words}))
    if request.method == "POST" and goes_through(form, lambda: _write(request, beginning, form)):
        messages.success(request, _("Saved."))
        return redirect("closeness")
    standing = found.now.words if found.now else ""
    return _beginning_page(request, found, form if data else SentenceForm(initial={"words": standing}))


def _write(request: PersonRequest, beginning: str, form: SentenceForm) -> None:
    verbs.go_on(request.user, beginning, form.cleaned_data["words"], timezone.now())


def _beginning_page(request: PersonRequest, found: BeginningAsSeen, form: SentenceForm) -> HttpResponse:
    line = help_line(each.words for each in found.sentences)
    context = {"found": found, "form": form, "help_line": line}
    return render(request, "journal/closeness/beginning.html", context, status=form_status(request, form))


def beginning_or_404(request: PersonRequest, name: str) -> BeginningAsSeen:
    """Return one beginning as its reader sees it. Raises Http404 for one that there is not."""
    with reading(request.user.pk):
        found = closeness_of(request.user, timezone.now())
    one = next((each for each in found if each.beginning.name == name), None)
    if one is None:
        raise Http404
    return one


@require_POST
@own_page
def closeness_delete(request: PersonRequest, sentence_id: uuid.UUID) -> HttpResponse:
    """Delete a sentence of one's own."""
    person = request.user
    tapped(request, lambda: verbs.delete(person, sentence_id), _("Deleted."), ClosenessSentence.DoesNotExist)
    return redirect("closeness")


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@partners_only
def closeness_show(request: PartnerRequest) -> HttpResponse:
    """Choose sentences, and show the other a copy of them."""
    with reading(request.user.pk):
        found = closeness_of(request.user, timezone.now())
    form = ShowForm(request.POST if request.method == "POST" else None, known_by=known_by(found))
    if request.method == "POST" and goes_through(form, lambda: _show(request, form)):
        messages.success(request, _("Shown. You can take it back at any time."))
        return redirect("closeness")
    context = {"found": [each for each in found if each.now], "form": form, "partner": request.membership.partner}
    return render(request, "journal/closeness/show.html", context, status=form_status(request, form))


def _show(request: PartnerRequest, form: ShowForm) -> None:
    chosen = form.cleaned_data
    verbs.show_closeness(request.membership, chosen["sentences"], form.submission_id, timezone.now(), chosen["words"])
