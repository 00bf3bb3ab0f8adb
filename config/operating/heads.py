"""Answers to HEAD have no body, whoever serves them.

Django leaves that to the server, and not every server does it. On a kept connection the body would be read as the
beginning of the next answer, which a proxy may give to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# These say no length either.
_WITHOUT_LENGTH = ("1", "204", "304")


class BodilessHead:
    """A WSGI application whose answers to HEAD are those to GET without the body; their length is still told."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._application(environ, start_response)
        begun: list[Any] = []
        written: list[int] = []

        def begin(*said: Any) -> Any:
            begun[:] = said
            return lambda data: written.append(len(data))

        body = self._application(environ, begin)
        try:
            status, headers, *error = _with_length(begun, body, written)
        finally:
            close = getattr(body, "close", None)
            if close:
                close()
        start_response(status, headers, *error)
        return []


def _with_length(begun: list[Any], body: Iterable[bytes], written: list[int]) -> list[Any]:
    """Return status and headers; a length that the application leaves to the server is counted.

    Without one, a server would send the answer in chunks, and the end of those is a body too.
    """
    if begun and any(name.lower() == "content-length" for name, _value in begun[1]):
        return begun
    # Only now: an application may begin its answer while it is read.
    length = sum(len(part) for part in body) + sum(written)
    status, headers, *error = begun
    if not status.startswith(_WITHOUT_LENGTH):
        headers = [*headers, ("Content-Length", str(length))]
    return [status, headers, *error]
