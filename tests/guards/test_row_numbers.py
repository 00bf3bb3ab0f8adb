"""No address and no field of the API carries the number of a row: numbers count over all people, and gaps tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from drf_spectacular.generators import SchemaGenerator

from config.api.middleware import WITH_API
from reminders.models import Notice
from reminders.notices.verbs import tell
from tests.helpers import factories

# A line of a letter, a moment, a scene of the look around and a step of a page are no rows.
NO_ROWS = {"line", "until", "number", "step"}
PAGING = {"limit", "offset", "count"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            if found.namespace != "admin":
                yield from patterns(found)
        else:
            yield found


def test_no_address_takes_the_number_of_a_row():
    whole = {
        (pattern.name, name)
        for pattern in patterns(get_resolver())
        for name, converter in pattern.pattern.converters.items()
        if isinstance(converter, IntConverter)
    }
    ours = {(name, taken) for name, taken in whole if taken not in NO_ROWS}
    # allauth's own, of one's own authenticators and none of anybody else's
    assert {name for name, _taken in ours} <= {"mfa_remove_webauthn", "mfa_edit_webauthn"}


def fields(schema: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if "type" in schema and name:
            yield name, schema
        for key, value in schema.items():
            yield from fields(value, key)
    elif isinstance(schema, list):
        for value in schema:
            yield from fields(value, name)


def test_no_field_of_the_api_is_the_number_of_a_row():
    schema = SchemaGenerator(urlconf=WITH_API).get_schema(request=None, public=True)
    named = [(name, found) for name, found in fields(schema) if name in ("id", "pk") or name.endswith("_id")]
    assert [(name, found) for name, found in named if found.get("type") == "integer"] == []
    parameters = [
        parameter
        for path in schema["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
        for parameter in operation.get("parameters", ())
    ]
    whole = {each["name"] for each in parameters if each["schema"].get("type") == "integer"}
    assert whole <= PAGING


@pytest.mark.django_db
def test_what_the_other_gets_changes_nothing_on_ones_own_page(pair, alice_client):
    tell([pair.alice.pk], "test", "channel:x", "first", pair.alice.date_joined)
    tell([pair.bob.pk], "test", "channel:x", "second", pair.alice.date_joined)
    newest = Notice.objects.of(pair.alice).newest_id()
    assert alice_client.get(f"/notices/after/{newest}/", headers={"HX-Request": "true"}).status_code == 204
    tell([pair.alice.pk], "test", "channel:x", "third", pair.alice.date_joined)
    assert alice_client.get(f"/notices/after/{newest}/", headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.django_db
def test_one_cannot_mark_the_others_notice_as_read(pair, alice_client):
    tell([pair.bob.pk], "test", "channel:x", "first", pair.bob.date_joined)
    theirs = Notice.objects.get()
    alice_client.post("/notices/read/", {"newest": theirs.public_id})
    assert Notice.objects.of(pair.bob).unread().count() == 1
    factories.signed_in(None, pair.bob).post("/notices/read/", {"newest": theirs.public_id})
    assert Notice.objects.of(pair.bob).unread().count() == 0
