"""Whoever opens help, or answers the two questions, leaves no row, no session, no cache, no message and no line."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.operating.metrics import exposition
from tests.helpers import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
CHOSEN = {"interest": "nearly_every_day", "low": "over_half", "more": "canary-of-the-body"}
WRITING = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "TRUNCATE")


def visits(client: Client) -> Iterator[Any]:
    """All that there is to open, and both answers of the two questions, and an unfinished one."""
    for path in ("/help/", "/safety/", "/help/two-weeks/"):
        yield client.get(path, headers={"Sec-Fetch-Mode": "navigate"})
    for sent in (CHOSEN, {**CHOSEN, "interest": "not_at_all", "low": "not_at_all"}, {"interest": "over_half"}):
        yield client.post("/help/two-weeks/", sent, headers={"Sec-Fetch-Mode": "navigate"})


@pytest.mark.both_databases("sessions, the cache and Redis are others there")
def test_nothing_stays_of_who_is_signed_in(pair, caplog, django_capture_on_commit_callbacks):
    """Not even in the week in which a session would be renewed; another page shows that this is such a week."""
    with time_machine.travel(NOW - timedelta(days=8), tick=False):
        client = factories.signed_in(None, pair.alice)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with time_machine.travel(NOW, tick=False):
        with nothing_stays(caplog), django_capture_on_commit_callbacks() as later:
            answers = list(visits(client))
        assert later == []
        assert [answer.status_code for answer in answers] == [200] * 6
        assert client.cookies[settings.SESSION_COOKIE_NAME].value == session
        before = dump()
        client.get("/today/", headers={"Sec-Fetch-Mode": "navigate"})
        assert dump() != before


@pytest.mark.both_databases("sessions, the cache and Redis are others there")
def test_nothing_stays_of_a_stranger(pair, caplog):
    client = Client()
    with nothing_stays(caplog):
        assert [answer.status_code for answer in visits(client)] == [200] * 6
    # The form's key is by chance, the same for all forms of a visit, and names nobody.
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_a_message_waits_for_another_page(alice_client, pair):
    """Shown here it would be gone: from where it waits, and for who comes back."""
    assert alice_client.post(reverse("tint"), {"tint": "clay"}).status_code == 302
    kept = alice_client.cookies["messages"].value
    for answer in visits(alice_client):
        assert 'class="messages"' not in answer.content.decode()
    assert alice_client.cookies["messages"].value == kept
    assert 'class="messages"' in alice_client.get("/settings/").content.decode()


def test_a_page_of_help_asks_for_nothing_by_itself(alice_client, pair):
    """An open page's question, or a device that says whose it is, would tell the server and its logs."""
    for path in ("/help/", "/safety/", "/help/two-weeks/"):
        html = alice_client.get(path).content.decode()
        assert "live.js" not in html
        assert "push.js" not in html
        assert "hx-" not in html


@contextmanager
def nothing_stays(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Compare every row, the cache, Redis, the metrics and the log before and after."""
    before, metrics = dump(), exposition(NOW)
    caplog.clear()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        yield
    assert [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITING)] == []
    assert dump() == before
    assert exposition(NOW) == metrics
    assert said(caplog.records) == []


def said(records: list[logging.LogRecord]) -> list[str]:
    """Return what was logged but for the database's own statements, which no log of the service takes."""
    return [record.getMessage() for record in records if not record.name.startswith("django.db")]


def dump() -> Mapping[str, Any]:
    """Return all that is stored: rows of every table, sessions and what waits to be sent among them."""
    with connection.cursor() as cursor:
        tables = {name: rows(cursor, name) for name in connection.introspection.table_names(cursor)}
    return {**tables, "cache": dict(getattr(cache, "_cache", {})), "redis": in_redis()}


def rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f'SELECT * FROM "{table}"')
    return sorted(map(repr, cursor.fetchall()))


def in_redis() -> Mapping[bytes, bytes]:
    if settings.EMBEDDED:
        return {}
    from redis import Redis

    with Redis.from_url(settings.CELERY_BROKER_URL) as redis:
        return {key: redis.dump(key) for key in redis.scan_iter()}
