"""The pages outside every room: welcome, more, errors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from couples.seats.access import PersonRequest
from pages.look_around.stories import letter_of_the_cover


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first screen: the line, sign up, sign in, help. Signed-in people go on to Today."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "pages/welcome.html", {"letter": letter_of_the_cover()})


@require_safe
@login_required
def more(request: PersonRequest) -> HttpResponse:
    """What does not belong on every page."""
    return render(request, "pages/more.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how to keep what was typed when the form's key is too old."""
    return render(request, "403_csrf.html", status=403)
