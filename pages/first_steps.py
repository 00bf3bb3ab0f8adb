"""The fourth of the five first screens: what would help first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.kinds.base import first_kinds
from couples.seats.access import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def first_steps(request: PersonRequest) -> HttpResponse:
    """Offer three beginnings, each a prefilled draft; POST skips them."""
    if request.method == "POST":
        request.user.finish_first_steps()
    if request.user.first_steps_done:
        return redirect("today")
    return render(request, "pages/first_steps.html", {"kinds": first_kinds()})
