"""The page of the lock, in the settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from basics.answering import says_what_for
from couples.seats.access import PersonRequest
from journal.lock.forms import LockForm
from journal.lock.guard import asks_for_password, can_be_asked, note_use, own_page
from journal.lock.verbs import set_lock


@require_http_methods(["GET", "HEAD", "POST"])
@says_what_for(gettext_lazy("This is to change the lock of Mine."))
@own_page
def lock(request: PersonRequest) -> HttpResponse:
    """Switch it on or off. While it is on this page asks as well: or whoever holds the phone would switch it off."""
    form = LockForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        set_lock(request.user, form.cleaned_data["is_on"] and can_be_asked(request))
        note_use(request, timezone.now())
        messages.success(request, _("Saved."))
        return redirect("lock")
    form = LockForm(initial={"is_on": asks_for_password(request.user.pk)})
    return render(request, "journal/lock/lock.html", {"form": form, "can_be_asked": can_be_asked(request)})
