"""Answers to HEAD: as long as those to GET, and without a body, however the application answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from config.operating import canary
from config.operating.heads import BodilessHead


class Closing:
    """A body that is read while it is made, and wants to be closed."""

    def __init__(self, begin: Callable[[], object]) -> None:
        self._begin, self.is_closed = begin, False

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        yield b"ab"
        yield b"c"

    def close(self) -> None:
        self.is_closed = True


def asked(inner: Callable[[Any, Any], Iterable[bytes]], method: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    body = b"".join(BodilessHead(inner)({"REQUEST_METHOD": method}, lambda *begun: said.extend(begun)))  # type: ignore[arg-type]
    return said[0], dict(said[1]), body


@pytest.mark.parametrize(
    ("status", "headers", "length"),
    [
        ("200 OK", [("Content-Length", "3")], "3"),
        ("200 OK", [], "3"),
        ("404 Not Found", [("content-length", "7")], None),
        ("304 Not Modified", [], None),
    ],
)
def test_a_head_tells_the_length_alone(status: str, headers: list[tuple[str, str]], length: str | None) -> None:
    def inner(_environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(status, headers)
        return [b"ab", b"c"]

    assert asked(inner, "GET") == (status, dict(headers), b"abc")
    answered, told, body = asked(inner, "HEAD")
    assert (answered, body, told.get("Content-Length")) == (status, b"", length)


def test_what_begins_while_it_is_read_is_counted_and_closed() -> None:
    bodies: list[Closing] = []

    def inner(_environ: Any, start_response: Any) -> Iterable[bytes]:
        bodies.append(Closing(lambda: start_response("200 OK", [])("wx")))
        return bodies[-1]

    assert asked(inner, "HEAD") == ("200 OK", {"Content-Length": "5"}, b"")
    assert bodies[-1].is_closed


def test_both_servers_are_given_the_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary, "refuse_wrong_keys_before_forking", lambda: None)
    assert isinstance(import_string(settings.WSGI_APPLICATION), BodilessHead)
