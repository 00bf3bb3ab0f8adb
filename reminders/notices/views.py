"""The notices page."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reminders.models import Notice
from reminders.notices.forms import ReadForm
from reminders.notices.seeing import mark_told
from reminders.notices.verbs import mark_shown_read, shown_now


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """A person's own notices. What is read by that is new on this page for the last time."""
    context = _notices_context(request)
    mark_told(request, context["notices"], timezone.now())
    return render(request, "reminders/notices/notices.html", context)


@require_safe
def notices_fresh(request: HttpRequest, newest: uuid.UUID) -> HttpResponse:
    """Answer an open page's poll: the list if `newest` is not the newest any more, else nothing. One query then."""
    if not request.user.is_authenticated:
        # A page that was left open must not get the sign-in page into its middle: it loads itself anew.
        again = HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return again if "HX-Request" in request.headers else redirect_to_login(request.get_full_path())
    if Notice.objects.of(request.user).newest_id() == newest:
        return HttpResponse(status=204)
    return render(request, "reminders/notices/_notices.html", _notices_context(request))


def _notices_context(request: HttpRequest) -> dict[str, Any]:
    newest, notices = shown_now(request.user, timezone.now())
    return {"notices": notices, "newest": newest}


@require_POST
@login_required
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark those that the page showed as read, for this person alone."""
    form = ReadForm(request.POST)
    if form.is_valid():
        mark_shown_read(request.user, form.cleaned_data["newest"], timezone.now())
    return redirect("notices")
