"""The pages outside every room: welcome, help, more, errors, health."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from basics.problems import CONTENT_TYPE, problem_body
from config.help import resources
from couples.access import PersonRequest


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """The first screen: the line, sign up, sign in, help. Signed-in people go on to Today."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "config/welcome.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Help, for everyone, signed in or not; it stores nothing."""
    return render(request, "config/help.html", {"resources": resources()})


@require_safe
@login_required
def more(request: PersonRequest) -> HttpResponse:
    """What does not belong on every page."""
    return render(request, "config/more.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say how to keep what was typed when the form's key is too old."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is too large or broken to be read: as a problem in the API, else as a page."""
    if not request.path.startswith("/api/"):
        return render(request, "400.html", status=400)
    said = _("This was too large or broken on its way. Please correct it, and send it again.")
    return JsonResponse(problem_body("invalid", said), status=400, content_type=CONTENT_TYPE)
