"""What a calendar asks for has nothing to do with who is signed in where it asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FEEDS = "/ical/"


def without_cookies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Read and set no cookie there, and let nobody keep the answer or find it. Before the middleware of sessions.

    A browser that opens such an address would else be renewed by it, or known to whoever wrote it down.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(FEEDS):
            return get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer
