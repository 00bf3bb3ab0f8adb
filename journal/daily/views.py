"""The page where one says when to be asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from basics.answering import goes_through
from basics.transactions import reading
from couples.seats.access import PersonRequest
from journal.daily.forms import DailyForm
from journal.daily.models import DailyAsk
from journal.daily.verbs import ask_daily
from journal.lock.guard import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def daily(request: PersonRequest) -> HttpResponse:
    """Show when one is asked, and change it."""
    with reading(request.user.pk):
        at = DailyAsk.objects.filter(person=request.user).values_list("at", flat=True).first()
    form = DailyForm(request.POST if request.method == "POST" else None, initial={"at": at})
    if form.is_bound and goes_through(form, lambda: _ask(request, form)):
        messages.success(request, _("Saved."))
        return redirect("mine")
    return render(request, "journal/daily/daily.html", {"form": form}, status=400 if form.is_bound else 200)


def _ask(request: PersonRequest, form: DailyForm) -> None:
    ask_daily(request.user, form.cleaned_data["at"], timezone.now())
