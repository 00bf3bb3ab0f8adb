"""What was sent before the question for the password: allauth keeps it in the session, and goes on with it after.

It can hold the address of another app with a token in it, and allauth puts every header beside it, the cookie of the
sign-in too. So it waits encrypted, without those, and for an hour: whoever never answers the question leaves nothing
that can be read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from basics.encryption import WordsUnreadable, decrypt, encrypt
from couples.people.unsent import KEPT_FOR

OPENS_DOORS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


def seal_suspended(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what waits for the answer sealed between two requests."""

    def answer(request: HttpRequest) -> HttpResponse:
        _open(request, timezone.now().timestamp())
        response = get_response(request)
        _seal(request.session, timezone.now().timestamp())
        return response

    return answer


def _open(request: HttpRequest, now: float) -> None:
    """Put back what waits where the answer may come, unless it is too old."""
    state = request.session.get(STATE_SESSION_KEY)
    if not state or "sealed" not in state:
        return
    opened = _read(state["sealed"]) if now - state["kept_at"] < KEPT_FOR.total_seconds() else ""
    if not opened:
        del request.session[STATE_SESSION_KEY]
    elif request.method == "POST":
        state["request"] = opened


def _read(sealed: str) -> str:
    try:
        return decrypt(sealed)
    except WordsUnreadable:
        return ""


def _seal(session: Any, now: float) -> None:
    state = session.get(STATE_SESSION_KEY)
    if state and "request" in state:
        kept = {"sealed": encrypt(_without_keys(state["request"])), "kept_at": now}
        session[STATE_SESSION_KEY] = {**kept, **{name: state[name] for name in kept if name in state}}


def _without_keys(suspended: str) -> str:
    request = json.loads(suspended)
    request["META"] = {name: value for name, value in request["META"].items() if name not in OPENS_DOORS}
    return json.dumps(request)
