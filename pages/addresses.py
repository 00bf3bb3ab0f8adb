"""An address that only takes a form is no page: whoever opens it is led to the page that the form stands on.

It happens to people: signed out in the middle, they come back to where the form went; or they reload, restore a tab, or
find the address in their history. So a form's address lies below its page's, and this looks upwards.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from basics.links import route_of

READING = ("GET", "HEAD")
NOT_TAKEN = 405


def forms_lead_to_their_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer reading a form's address with its page, and every other method that is not taken with a page of ours."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != NOT_TAKEN or request.path.startswith("/api/"):
            return response
        if request.method in READING:
            return redirect(page_above(request.path))
        page = render(request, "405.html", status=NOT_TAKEN)
        page["Allow"] = response.get("Allow", "")
        return page

    return answer


def page_above(path: str) -> str:
    """Return the nearest address above `path` that leads anywhere; the start if none does."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        if route_of(above):
            return above
    return "/"
