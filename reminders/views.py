"""The notices page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reminders.notices import mark_all_read, notices_with_lines


@require_safe
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """A person's own notices."""
    return render(request, "reminders/notices.html", {"notices": notices_with_lines(request.user, timezone.now())})


@require_POST
@login_required
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark them as read, for this person alone."""
    mark_all_read(request.user, timezone.now())
    return redirect("notices")
