"""Pages of lines for oneself: read the input, call one verb, answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import form_status, goes_through, refusals_lead_to
from basics.submissions import body_hash
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest
from journal.daily.verbs import tell_daily
from journal.lines.forms import DailyLineForm, TakeForm
from journal.lines.models import DailyLine
from journal.lines.reminders import DAILY_LINE
from journal.lines.showing import line_of_today, lines_of
from journal.lists.forms import NewItemForm
from journal.lists.lists import ALL, LINES
from journal.lists.verbs import add
from journal.lock.guard import own_page
from journal.words import suggestions

OWN_LINES = ALL[LINES]


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def own_lines(request: PersonRequest) -> HttpResponse:
    """One's own lines, and a field for one more."""
    data = request.POST if request.method == "POST" else typed_before(request, "own_lines")
    form = NewItemForm(data, own_list=OWN_LINES)
    if request.method == "POST" and goes_through(form, lambda: _add(request, form)):
        return redirect("own_lines")
    with reading(request.user.pk):
        seen = lines_of(request.user, timezone.now())
    return render(request, "journal/lines/lines.html", {"seen": seen, "form": form}, status=form_status(request, form))


def _add(request: PersonRequest, form: NewItemForm) -> None:
    words = form.cleaned_data["words"]
    add(request.user, OWN_LINES, words, form.submission_id, timezone.now(), body_hash(words))


@require_POST
@own_page
@refusals_lead_to("own_lines")
def own_line_take(request: PersonRequest) -> HttpResponse:
    """Take a suggestion among one's own, in the language in which one reads it; a second tap finds it there."""
    form = TakeForm(request.POST)
    if form.is_valid():
        words = suggestions()[form.cleaned_data["suggestion"]].label
        add(request.user, OWN_LINES, words, uuid.uuid4(), timezone.now())
    return redirect("own_lines")


@require_safe
@own_page
def line_of_today_page(request: PersonRequest) -> HttpResponse:
    """One line, by the date."""
    with reading(request.user.pk):
        line = line_of_today(request.user, timezone.now())
    return render(request, "journal/lines/today.html", {"line": line})


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def daily_line(request: PersonRequest) -> HttpResponse:
    """Show when one is told of it, and change it."""
    with reading(request.user.pk):
        at = DailyLine.objects.filter(person=request.user).values_list("at", flat=True).first()
    form = DailyLineForm(request.POST if request.method == "POST" else None, initial={"at": at})
    if form.is_bound and goes_through(form, lambda: _tell(request, form)):
        messages.success(request, _("Saved."))
        return redirect("own_lines")
    return render(request, "journal/lines/daily.html", {"form": form}, status=form_status(request, form))


def _tell(request: PersonRequest, form: DailyLineForm) -> None:
    tell_daily(DAILY_LINE, request.user, form.cleaned_data["at"], timezone.now())
