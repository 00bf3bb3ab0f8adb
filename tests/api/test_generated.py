"""Requests that nobody would write by hand, made from the description, on a couple that has everything."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from agreements.calls.models import Call
from agreements.calls.verbs import ask
from checkins.rituals.models import Occasion
from couples.keys.verbs import make_key
from journal.entries.tags import add_own
from tests.helpers import factories, letters, notebook
from tests.helpers.people import connected_pair
from tests.journal import own

# PostgreSQL refuses what SQLite stores: NUL, numbers too large, texts too long. What both refuse it tells as well.
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.postgres]

# `make faults` asks for many.
EXAMPLES = int(os.environ.get("EXAMPLES", 2))
CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"mode": "all", "max-examples": EXAMPLES, "with-security-parameters": False, "database": "none"},
        "phases": {"coverage": {"enabled": False}, "examples": {"enabled": False}},
    }
)
# Each process reads it: as JSON in a third of the time that YAML takes.
JSON = {"Accept": "application/vnd.oai.openapi+json"}
SCHEMA = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application(), config=CONFIG, headers=JSON)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's connection over many requests, as Django's own test client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="module")
def known(rows_of_the_module: None) -> dict[str, Any]:
    """What is there: a key of Alice's, and the ids of the couple's things."""
    pair = connected_pair()
    factories.agreed("ritual", pair, every="day", at="20:30")
    upcoming = factories.handed_in(factories.upcoming_check_in(pair), pair.bob_seat)
    rule = factories.amended(factories.agreed_response_rule(pair), pair.bob_seat, please="wave")
    earlier = pair.alice.memberships.get(ended_at__isnull=False)
    return {
        "key": make_key(pair.alice, "a program", uuid.uuid4(), timezone.now()),
        "call_id": str(_asked_by_bob(pair).pk),
        "draft_id": str(factories.draft(pair.alice).pk),
        "agreement_id": str(rule.pk),
        "line_id": str(factories.unnoticed(pair.alice_seat).pk),
        "mine": str(factories.agreed("responsibility", pair, notice="author", plan="author", do="author").pk),
        "try_id": str(factories.tried(pair).pk),
        "check_in_id": str(factories.opened_check_in(pair).pk),
        "upcoming_id": str(upcoming.pk),
        "occasion_id": str(Occasion.objects.get().pk),
        # One's own, and what was said, go by the same name.
        "phrase_id": str(factories.said_phrase(pair.bob_seat).pk),
        "appreciation_id": str(notebook.noted(pair.alice_seat).pk),
        "entry_id": str(notebook.felt(pair.alice, trigger="late_reply").pk),
        "trigger_id": add_own(pair.alice, "a slammed door", timezone.now()),
        "copy_id": str(notebook.shown_of(pair.alice_seat, notebook.felt(pair.alice)).pk),
        "item_id": str(own.listed(pair.alice).pk),
        "habit_id": str(own.habit(pair.alice).pk),
        "letter_id": str(letters.letter_draft(pair.alice).pk),
        "couple_id": str(earlier.couple_id),
        "token": factories.open_invitation(factories.person("Dana")).token,
    }


def _asked_by_bob(pair: factories.Pair) -> Call:
    """Return what Alice is asked."""
    rule = factories.agreed_response_rule(pair, who="both")
    return ask(pair.bob_seat, rule.pk, "a hard day", uuid.uuid4(), timezone.now())


@pytest.mark.usefixtures("one_connection")
@SCHEMA.parametrize()  # type: ignore[untyped-decorator]  # see pyproject.toml: its types are not read
@settings(suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_the_answer_is_as_described(case: Any, known: dict[str, Any]) -> None:
    cache.clear()  # limits have tests of their own
    for name, value in (case.path_parameters or {}).items():
        if name == "token" or _fits(value):
            case.path_parameters[name] = known.get(name, value)
    if case.path.endswith(("/answers/", "/hand-in/")) and case.path_parameters["check_in_id"] == known["check_in_id"]:
        case.path_parameters["check_in_id"] = known["upcoming_id"]
    if case.path.endswith("/swap/") and isinstance(case.body, dict) and _fits(case.body.get("mine")):
        case.body["mine"] = known["mine"]
    if case.path.endswith("/calls/") and isinstance(case.body, dict) and _fits(case.body.get("agreement")):
        case.body["agreement"] = known["agreement_id"]
    case.call_and_validate(headers={"Authorization": f"Bearer {known['key']}"}, checks=CHECKS)


def _fits(value: Any) -> bool:
    """Tell whether a generated id could be one: a broken one stays broken."""
    try:
        return bool(uuid.UUID(str(value)))
    except ValueError:
        return False
