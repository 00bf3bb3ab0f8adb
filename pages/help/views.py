"""Help, for everyone, signed in or not. Nothing of a visit is stored, and nobody stays signed in by one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from couples.people.traces import leaves_no_trace
from pages.help.forms import TwoWeeksForm
from pages.help.lines import countries_for, nearest_codes, numbers_for_danger


@leaves_no_trace
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to call, what to do when one is afraid or low, and what a phone gives away."""
    return render(request, "pages/help/help.html", _whom_to_call(request))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a device that keeps it shows without a network: whom to call. It is the same for everyone."""
    return render(request, "pages/help/offline.html", _whom_to_call(request))


@leaves_no_trace
@require_http_methods(["GET", "HEAD", "POST"])
def two_weeks(request: HttpRequest) -> HttpResponse:
    """Ask two questions, and answer in the same response: there is no address under which the answer stands.

    One left open comes back as 200: an error's status would be a line in the log.
    """
    form = TwoWeeksForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        by_country = _by_country(request)
        found = [country.listening_first() for country in by_country["countries"]]
        context = {**by_country, "countries": found, "answered": form}
        return render(request, "pages/help/answer.html", context)
    return render(request, "pages/help/two_weeks.html", {"form": form})


def _whom_to_call(request: HttpRequest) -> dict[str, Any]:
    by_country = _by_country(request)
    return {**by_country, "dangers": numbers_for_danger(by_country["countries"])}


def _by_country(request: HttpRequest) -> dict[str, Any]:
    accepted = request.headers.get("Accept-Language", "")
    return {"countries": countries_for(accepted), "is_country_likely": bool(nearest_codes(accepted))}
