"""Callers of the API: each person by session or by key."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from couples.keys.verbs import make_key
from couples.people.models import User

ROOT = "/api/v1"


class Caller:
    """One person's program."""

    def __init__(self, user: User | None, by_key: bool = False, **options: Any) -> None:
        self.client = Client(**options)
        self.headers: dict[str, str] = {}
        if user and by_key:
            key = make_key(user, "a program", uuid.uuid4(), timezone.now())
            self.headers = {"Authorization": f"Bearer {key}"}
        elif user:
            self.client.force_login(user)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request with a JSON body; text and bytes go as they are."""
        data = body if isinstance(body, str | bytes) else b"" if body is None else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = named.pop("Content-Type", "application/json" if data else "application/octet-stream")
        where = path if path.startswith("/api/") else ROOT + path
        return self.client.generic(method, where, data, content_type=kind, headers={**self.headers, **named})

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.call("DELETE", path, **headers)


def problem(response: Any, status: int, name: str) -> dict[str, Any]:
    """Return the problem that a response is, after checking that it is one and which."""
    asked = response.request
    assert response.status_code == status, f"{asked['REQUEST_METHOD']} {asked['PATH_INFO']}: {response.content}"
    assert response["Content-Type"] == "application/problem+json"
    assert "no-store" in response["Cache-Control"]
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/api/problems/{name}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def told(response: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return all that a response tells, but the clock and the number of the request."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Expires", "X-Request-ID")}
    return response.status_code, response.content, headers


def pointers(response: Any) -> set[str]:
    """Return where in the body the errors of an invalid request are."""
    return {error["pointer"] for error in problem(response, 400, "invalid")["errors"]}


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    """Count tries anew in each test."""
    cache.clear()


# The way of programs alone where the suite has only what a database does otherwise.
@pytest.fixture(params=["session", "key"] if settings.EMBEDDED else ["key"])
def way(request: pytest.FixtureRequest) -> str:
    """Both ways to sign in."""
    return str(request.param)


@pytest.fixture
def sign_in(way: str) -> Callable[[User], Caller]:
    """A function that makes a caller who signs in one of both ways."""
    return lambda user: Caller(user, by_key=way == "key")


@pytest.fixture
def as_alice(alice: User) -> Caller:
    return Caller(alice)


@pytest.fixture
def as_bob(bob: User) -> Caller:
    return Caller(bob)


@pytest.fixture
def as_charlie(charlie: User) -> Caller:
    return Caller(charlie)


@pytest.fixture
def as_eve(eve: User) -> Caller:
    return Caller(eve)
