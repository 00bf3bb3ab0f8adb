"""The privacy page, for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.privacy.contact import contact
from pages.privacy.showing import privacy


@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    """What is stored and why, signed in or not."""
    return render(request, "pages/privacy/privacy.html", {"privacy": privacy(), "contact": contact()})
