"""The safety page, for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from couples.people.traces import leaves_no_trace
from pages.privacy.contact import contact
from pages.safety import sentences
from pages.safety.showing import safety


@leaves_no_trace
@require_safe
def safety_page(request: HttpRequest) -> HttpResponse:
    """What protects, what cannot and what helps, signed in or not."""
    told = {"introduction": sentences.INTRODUCTION, "sections": safety(), "contact": contact()}
    return render(request, "pages/safety/safety.html", told)
