"""Which answers are made smaller on their way. Static files are, when they are collected."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Django's, for what anybody may read: of whatever no cache may keep, the length must not depend on the words.

    Compressed, a page is shorter where two texts on it are alike. One of the two can choose what stands on the other's
    page, beside what is kept from them, and the network at home shows how long answers are.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress the answer if it is everybody's."""
        if "no-store" in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)
