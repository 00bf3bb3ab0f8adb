"""The description of the API, its page, and the number of queries."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from agreements.kinds.base import all_kinds
from config.api.middleware import WITH_API
from journal.habits.models import Habit
from journal.habits.verbs import MOST
from journal.lists.lists import LINES
from tests.api.addresses import OPERATIONS
from tests.api.conftest import Caller
from tests.guards.allowed import ANSWERED, allowed, unlisted
from tests.guards.shown_fields import answered
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.journal import own

LISTS = [
    "/drafts/",
    "/agreements/",
    "/check-ins/",
    "/notices/",
    "/me/keys/",
    "/pause/",
    "/appreciations/",
    "/kept/",
    "/mine/entries/",
    "/mine/letters/",
    "/mine/lines/",
    "/mine/lists/",
    "/mine/habits/",
    "/letters/",
    "/mine/tags/",
    "/copies/",
    "/phrases/",
    "/sent-phrases/",
]


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator(urlconf=WITH_API).get_schema(request=None, public=True)
    return found


def test_the_description_is_valid_and_complete(description: dict[str, Any]) -> None:
    """As `manage.py spectacular --validate --fail-on-warn` has it, but for the lines of what it warns of."""
    assert not GENERATOR_STATS, "its warnings stand on standard error"
    validate_schema(description)
    assert OpenApiYamlRenderer().render(description, renderer_context={})


def test_every_operation_is_described_with_its_problems(description: dict[str, Any]) -> None:
    described = [operation for path in description["paths"].values() for operation in path.values()]
    assert len(described) == len(OPERATIONS)
    for operation in described:
        assert operation["description"]
        errors = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {"401", "403", "406"} <= errors.keys()
        assert all(list(answer["content"]) == ["application/problem+json"] for answer in errors.values())


def test_every_property_of_every_answer_is_allowed_and_nothing_else_is(description: dict[str, Any]) -> None:
    assert unlisted(answered(description), allowed(ANSWERED)) == []


@pytest.mark.parametrize("name", ["Terms", "WholeTermsRequest", "ChangedTermsRequest"])
def test_terms_are_one_schema_per_kind_told_apart_by_kind(description: dict[str, Any], name: str) -> None:
    terms = description["components"]["schemas"][name]
    assert len(terms["oneOf"]) == len(all_kinds())
    assert terms["discriminator"]["propertyName"] == "kind"
    assert terms["discriminator"]["mapping"].keys() == {kind.name for kind in all_kinds()}


def test_the_description_says_limits_and_units(description: dict[str, Any]) -> None:
    minutes = description["components"]["schemas"]["CoolDownTermsRequest"]["properties"]["minutes"]
    assert (minutes["type"], minutes["minimum"], minutes["maximum"]) == ("integer", 20, 1440)
    assert "In minutes." in minutes["description"]
    rhythm = description["components"]["schemas"]["RhythmTermsRequest"]["properties"]
    assert rhythm["weekday"]["enum"] == [*range(7), None]
    assert rhythm["weekdays"]["items"]["enum"] == [*range(7)]


def test_no_clock_time_is_said_to_have_seconds_and_a_zone(description: dict[str, Any]) -> None:
    """As `format: time` does; ours are 20:30, on somebody's own clock."""
    assert '"format": "time"' not in json.dumps(description, default=str)


def test_the_documentation_page_needs_no_other_site_and_keeps_the_policy_of_all_pages(client: Client) -> None:
    page = client.get("/api/docs/")
    text = page.content.decode()
    assert "http://" not in text
    assert "https://" not in text
    assert "<style" not in text
    assert page["Content-Security-Policy"] == client.get("/")["Content-Security-Policy"]
    assert "SwaggerUIBundle" in client.get("/api/docs/?script=").content.decode()


def _queries(caller: Caller, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert caller.get(path).status_code == 200
    return len(caught)


def _full(pair: Pair) -> None:
    factories.draft(pair.alice)
    factories.agreed_response_rule(pair)
    factories.amended(factories.agreed_response_rule(pair), pair.bob_seat, please="wave")
    factories.opened_check_in(pair)
    notebook.noted(pair.bob_seat, is_for_now=True)
    own.listed(pair.alice, str(uuid.uuid4()))
    own.listed(pair.alice, str(uuid.uuid4()), LINES)
    if Habit.objects.count() < MOST:
        own.habit(pair.alice)


def _leave_another(pair: Pair) -> None:
    _full(pair)
    pair.left()
    factories.connected_couple(pair.alice, factories.person())


def test_a_list_takes_as_many_queries_for_three_as_for_one(pair: Pair) -> None:
    caller = Caller(pair.alice)
    _full(pair)
    one = {path: _queries(caller, path) for path in LISTS}
    for _ in range(2):
        _full(pair)
    assert {path: _queries(caller, path) for path in LISTS} == one


def test_earlier_couples_take_as_many_queries_for_three_as_for_one(pair: Pair) -> None:
    caller = Caller(pair.alice)
    one = _queries(caller, "/earlier/")
    for _ in range(2):
        factories.pair_of(pair.alice).left()
        factories.connected_couple(pair.alice, factories.person())
    assert caller.get("/earlier/").json()["count"] == 3
    assert _queries(caller, "/earlier/") == one
