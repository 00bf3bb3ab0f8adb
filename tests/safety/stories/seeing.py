"""All that one of the two gets to see: pages, the API, what an open page is answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.test import Client

from tests.couples.live.test_lives import asked, question_on
from tests.helpers.pages import without_chance

PAGES = (
    *("/today/", "/agreements/", "/agreements/card/", "/pause/", "/check-ins/", "/check-ins/topics/", "/week/"),
    *("/notices/", "/copies/", "/letters/", "/ask/", "/responsibilities/", "/decks/", "/kept/", "/settings/", "/more/"),
)
API = (
    *("agreements", "check-ins", "topics", "copies", "notices", "pause", "calls", "sent-phrases", "letters", "kept"),
    *("connection", "week", "responsibilities", "card"),
)
# Where whatever happens is shown first.
NEAR = (
    "/today/",
    "/check-ins/",
    "/week/",
    "/notices/",
    "/api/v1/connection/",
    "/api/v1/check-ins/",
    "/api/v1/notices/",
)
BY_CHANCE = ("X-Request-ID", "Expires")


def all_seen_by(client: Client, *more: str, near: bool = False) -> Mapping[str, Any]:
    """Return what every page and every address of the API answers, or the nearest. The clock has to stand."""
    paths = NEAR if near else (*PAGES, *(f"/api/v1/{name}/" for name in API))
    seen = {path: _seen(client, path) for path in (*paths, *more)}
    assert {status for status, *_rest in seen.values()} <= {200, 302}, "what is not there tells nothing"
    return seen


def _seen(client: Client, path: str) -> tuple[Any, ...]:
    answer = client.get(path)
    text = without_chance(answer.content.decode())
    headers = {name: value for name, value in answer.headers.items() if name not in BY_CHANCE}
    question = question_on(text)
    return answer.status_code, text, headers, asked(client, question).status_code if question else None


def asks_for_password(answer: Any) -> bool:
    """Tell whether nothing was done before the password is typed again."""
    return answer.status_code == 302 and str(answer["Location"]).startswith("/account/reauthenticate/")


def once() -> dict[str, str]:
    """Return what makes a form's sending one of its own."""
    return {"submission": str(uuid.uuid4())}
