"""The door of the embedded service, on real sockets: nobody can keep it closed, and nobody reads another's answer."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

from config.operating.door import MOST_BODY_BYTES, THREADS, Door
from tests.conftest import Site
from tests.helpers.waiting import wait_until


class Held:
    """A connection as the door sees it."""

    def __init__(self, active: float, requests: int = 0, unsent: int = 0) -> None:
        self.last_activity, self.requests, self.total_outbufs_len = active, [None] * requests, unsent
        self.is_closed = False

    def handle_close(self) -> None:
        self.is_closed = True


@pytest.fixture
def door() -> Iterator[Door]:
    """A door that nobody serves at, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        door = Door(lambda _environ, _start: [], listener, connections=10, idle_seconds=60, watch=lambda: None)
        yield door
        door.task_dispatcher.shutdown(timeout=1)
        door.close()


def test_who_is_silent_or_does_not_read_is_closed_and_who_waits_for_an_answer_is_not(door: Door) -> None:
    silent, talking, unread, waiting = Held(39), Held(41), Held(39, requests=1, unsent=9), Held(39, requests=1)
    door.active_channels = dict(enumerate((silent, talking, unread, waiting)))
    door.maintenance(100)
    assert [held.is_closed for held in (silent, talking, unread, waiting)] == [True, False, True, False]


def test_a_thread_that_died_is_replaced(door: Door) -> None:
    dispatcher = door.task_dispatcher
    with dispatcher.lock:
        # As if another had been there, and had ended.
        dispatcher.threads.add(99)
        dispatcher.threads.discard(3)
    door.readable()
    assert 99 not in dispatcher.threads
    assert len(dispatcher.threads) == THREADS


Opening = Callable[[bytes], socket.socket]


@pytest.fixture
def site(serve: Callable[..., Site]) -> Site:
    """Few connections, so that few fill it."""
    return serve(CONNECTION_LIMIT="6")


@pytest.fixture
def opened(site: Site) -> Iterator[Opening]:
    """A function that opens a connection and says something on it."""
    kept: list[socket.socket] = []

    def opening(said: bytes) -> socket.socket:
        kept.append(socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 0), timeout=10))
        kept[-1].sendall(said)
        return kept[-1]

    yield opening
    for one in kept:
        one.close()


def requested(method: str, path: str, *headers: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def read(connection: socket.socket, method: str) -> tuple[int, bytes, int]:
    """Return one answer of a kept connection, read as a browser does: its status, its body, and the length it tells."""
    response = HTTPResponse(connection, method=method)
    response.begin()
    return response.status, response.read(), int(response.headers["Content-Length"])


@pytest.mark.embedded
def test_the_door(site: Site, opened: Opening) -> None:
    """One process for all of it: it takes seconds to start."""
    heads_are_bodiless(opened)
    silence_keeps_nobody_out(site, opened)
    what_is_too_large_is_refused_before_it_is_read(opened)
    assert "Traceback" not in site.process.log


def heads_are_bodiless(opened: Opening) -> None:
    """The answer that follows on the same connection begins where the head ended."""
    for path in ("/help/", "/no-such-page/", "/healthz", "/today/", "/api/v1/no-such-thing/"):
        kept = opened(requested("HEAD", path))
        _status, body, length = read(kept, "HEAD")
        assert body == b"", path
        kept.setblocking(False)
        with pytest.raises(BlockingIOError):
            kept.recv(1)
        kept.settimeout(10)
        kept.sendall(requested("GET", path))
        _status, body, same = read(kept, "GET")
        # A page holds a fresh key for its forms, always as long.
        assert (len(body), same) == (length, length), path
    too_large = opened(requested("HEAD", "/help/", f"Content-Length: {MOST_BODY_BYTES}"))
    assert too_large.makefile("rb").read().endswith(b"\r\n\r\n")


def silence_keeps_nobody_out(site: Site, opened: Opening) -> None:
    """Neither those who say nothing, nor those who never finish, nor those whose answer has been read."""
    used = opened(requested("GET", "/healthz"))
    assert read(used, "GET")[0] == 200
    silent = [
        opened(said) for said in (b"", b"GET / HTTP/1.1\r\nHost: ", requested("POST", "/", "Content-Length: 9")) * 4
    ]
    for _one in range(3):
        assert answers(site)
    # On a busy machine an answer is read before the thread that sent it is done, and the connection waits from then on:
    # maybe longer than some of the silent ones, but longer than those that come after.
    wait_until(lambda: opened(b"") and answers(site) and is_closed(used), what="who has read the answer makes room")
    wait_until(lambda: is_closed(silent[0]))


def answers(site: Site) -> bool:
    """Ask on a connection of its own, for which another one has to make room."""
    connection = HTTPConnection("localhost", urlsplit(site.url).port, timeout=10)
    connection.request("GET", "/healthz")
    status = connection.getresponse().status
    connection.close()
    return status == 200


def is_closed(connection: socket.socket) -> bool:
    """Tell whether the door has closed it."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False


def what_is_too_large_is_refused_before_it_is_read(opened: Opening) -> None:
    refused = opened(requested("POST", "/help/", f"Content-Length: {1024**3}"))
    assert read(refused, "POST")[0] == 413
    assert refused.recv(1) == b""
    long = opened(requested("GET", "/help/", *(f"X-{number}: {'x' * 4000}" for number in range(9))))
    assert b" 431 " in long.recv(100)
