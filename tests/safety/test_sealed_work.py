"""Before the time, the same request costs the same queries whether or not the other has answered (invariant 6)."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkins.rhythm.models import CheckIn
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("how many queries, and which")


def asked(client, method: str, path: str, body: dict) -> list[str]:
    """Return the shapes of the statements that one request makes."""
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(client, method)(path, body)
    assert answer.status_code in (200, 302)
    return [
        re.sub(r"(s\d+_x\d+|'[^']*'|\b[0-9a-f]{32}\b|\b\d+\b|\bNULL\b)(::\w+)?", "?", query["sql"])
        for query in captured.captured_queries
    ]


@both_databases
@pytest.mark.parametrize("again", [False, True])
def test_handing_in_and_reading_cost_the_same(pair, alice_client, again):
    check_in = factories.upcoming_check_in(pair)
    body = dict.fromkeys(check_in.prompts, "words")
    page = f"/check-ins/{check_in.pk}/"
    requests = [("post", page, body), ("post", f"{page}keep/", body), ("get", page, {}), ("get", "/today/", {})]
    requests += [("get", "/api/v1/check-ins/", {}), ("get", f"/api/v1/check-ins/{check_in.pk}/", {})]
    alice_client.post(page, body)
    alone = [asked(alice_client, *each) for each in requests]
    factories.handed_in(check_in, pair.bob_seat)
    if again:
        # Once more: the first time after the other came in must not differ from later times either.
        alice_client.post(page, body)
    assert [asked(alice_client, *each) for each in requests] == alone
    assert CheckIn.objects.get().both_in_at is not None


def test_the_moment_both_were_in_is_kept(pair):
    check_in = factories.upcoming_check_in(pair)
    factories.handed_in(check_in, pair.alice_seat)
    first = factories.handed_in(check_in, pair.bob_seat).both_in_at
    assert first is not None
    assert factories.handed_in(check_in, pair.alice_seat).both_in_at == first
