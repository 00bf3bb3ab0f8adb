"""Keeping the API's routes out of the way of pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from basics.links import API

WITH_API = "config.api.routes"


def api_routes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Look up an API request among all routes, any other among those of the pages.

    What only the API uses is loaded with the first call to it: that spares the embedded service of people who have no
    program half a second at its start and a quarter of its memory (`python -m bench embedded`).
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if f"{request.path_info}/".startswith(API):
            request.urlconf = WITH_API
        return get_response(request)

    return answer
