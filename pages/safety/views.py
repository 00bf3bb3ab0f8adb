"""The safety page, for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.privacy.contact import contact
from pages.safety.showing import safety


@require_safe
def safety_page(request: HttpRequest) -> HttpResponse:
    """What protects, what cannot and what helps, signed in or not."""
    return render(request, "pages/safety/safety.html", {"sections": safety(), "contact": contact()})
