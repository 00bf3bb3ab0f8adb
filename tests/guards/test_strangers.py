"""What is another's: a stranger's thing and no thing at all answer the same, and nothing is done to it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from couples.keys.models import ApiKey
from tests.guards.access.listed import listed

pytestmark = pytest.mark.django_db


def told(response):
    """Return all that a response tells, but its own number and the form key."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Expires", "X-Request-ID")}
    return response.status_code, response.content, headers


def about_one_thing(method):
    """Return the routes about a thing of Alice and Bob's: a stranger who has a partner as well finds nothing there."""
    return [name for name, answers in listed(method).items() if answers["sam"] == "404"]


def test_a_strangers_id_and_an_unknown_id_answer_the_same_404(scene):
    client = Client()
    client.force_login(scene.people["sam"])
    requests = [(send, name) for send in (client.get, client.post) for name in about_one_thing(send.__name__.upper())]
    for send, name in requests:
        arguments = scene.arguments.get(name, {})
        unknown = {key: uuid.uuid4() if isinstance(value, uuid.UUID) else value for key, value in arguments.items()}
        theirs = told(send(reverse(name, kwargs=arguments), {"version": "1"}))
        nobodys = told(send(reverse(name, kwargs=unknown), {"version": "1"}))
        assert theirs[0] == 404, name
        assert theirs == nobodys, name


def test_a_key_to_the_api_is_revoked_by_its_owner_alone(scene):
    client = Client()
    client.force_login(scene.people["sam"])
    client.post(scene.path("key_revoke"), {"x": "x"})
    assert ApiKey.objects.count() == 1
    client.force_login(scene.people["alice"])
    client.post(scene.path("key_revoke"), {"x": "x"})
    assert ApiKey.objects.count() == 0


def test_someone_elses_draft_cannot_be_thrown_away(scene):
    client = Client()
    client.force_login(scene.people["bob"])
    client.post(scene.path("draft_delete"), {"x": "x"})
    assert scene.people["alice"].drafts.count() == 1
