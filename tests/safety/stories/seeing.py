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
BY_CHANCE = ("X-Request-ID", "Expires")


def all_seen_by(client: Client, *more: str) -> Mapping[str, Any]:
    """Return what every page and every address of the API answers, headers included. The clock has to stand."""
    paths = (*PAGES, *(f"/api/v1/{name}/" for name in API), *more)
    return {path: _seen(client, path) for path in paths}


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
