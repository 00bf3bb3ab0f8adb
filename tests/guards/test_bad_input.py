"""What no form expects: NUL characters, bodies of ten megabytes, broken numbers, every script of the world."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from couples.keys.models import ApiKey
from tests.guards.access.listed import ACCESS, AS_A_BROWSER
from tests.helpers import factories
from tests.helpers.undone import undone

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("PostgreSQL refuses what SQLite stores: NUL, numbers too large")

FORMS = [name for name, rows in ACCESS.items() if "POST" in rows]
# Every name that any of our forms reads.
FIELDS = [
    "address",
    "submission",
    "digits",
    "kind",
    "starter",
    "version",
    "offer",
    "based_on",
    "action",
    "coping_line",
    "words",
    "channel",
    "when",
    "feel",
    "need",
    "please",
    "who",
    "within_minutes",
    "except_when",
    "a_line_is_enough",
    "word",
    "minutes",
    "we_do_not",
    "stays_allowed",
    "speaks_first",
    "every",
    "weeks",
    "weekdays",
    "day_of_month",
    "weekday",
    "week_of_month",
    "at",
    "zone",
    "once_on",
    "starts_on",
    "ends_on",
    "remind_minutes",
    "about",
    "name",
    "what_you_did",
    "was_heavy",
    "start_01",
    "until_next_time",
    "announced",
    "check_in",
    "mark",
    "tap",
    "item",
    "by",
    "page",
    "aloud",
    "profile-name",
    "profile-time_zone",
    "profile-language",
    "profile-theme",
]


NUMBER, SCRIPTS, MARKUP = "9" * 400, "\ud7ff\uffff🫂 \u202e אב 词", "'; -- %00 {{ 1 }}"
# Either database may refuse a number; NUL PostgreSQL alone, and what fails on it before any database fails there too.
# The others no database sees as anything but text: one tells.
VALUES = [NUMBER, "-1", SCRIPTS, "NaN", MARKUP] if settings.EMBEDDED else [NUMBER, "\0", "a\0b"]
# Of different names, so that none hides another.
QUERY = f"?next=%00&%00=1&page={NUMBER}&q=%F0%9F%AB%82&a=%ff%fe"


def each_on_the_same_rows(values):
    """Yield each value, and take back what was done with it."""
    for value in values:
        with undone():
            yield value


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@both_databases
def test_no_form_breaks_on_any_value(scene):
    """Whatever is sent in every field at once is answered, and never with a server error."""
    for value in each_on_the_same_rows(VALUES):
        client, data = client_of(scene.people["alice"]), urlencode(dict.fromkeys(FIELDS, value))
        for name in sorted(FORMS, key=lambda name: name == "leave"):
            response = client.post(scene.path(name), data, AS_A_BROWSER)
            assert response.status_code < 500, (name, value)


@both_databases
def test_no_page_breaks_on_any_query(scene):
    client = client_of(scene.people["alice"])
    for name, rows in ACCESS.items():
        if "GET" in rows and name not in ("readyz",):
            assert client.get(scene.path(name) + QUERY).status_code < 500, name


def test_a_body_of_ten_megabytes_is_refused_with_a_page_that_says_so(alice, alice_client):
    draft = factories.draft(alice)
    response = alice_client.post(f"/agreements/drafts/{draft.pk}/1/", {"when": "x" * 10_000_000})
    assert response.status_code in (400, 413)
    html = response.content.decode()
    assert "<h1" in html
    assert "/help/" in html
    assert "short" in html.lower() or "long" in html.lower(), "what to do"


def test_two_thousand_fields_are_refused_not_read(charlie_client):
    assert charlie_client.post("/invite/", {f"field{n}": "x" for n in range(2000)}).status_code == 400


def test_a_form_whose_key_is_too_old_says_how_to_keep_the_text(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post("/agreements/drafts/", {"kind": "rhythm"})
    assert response.status_code == 403
    assert "<h1" in response.content.decode()


# Settings


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Europe/Berlin\0", "../../etc/passwd"])
def test_an_unknown_zone_is_refused_and_the_rest_of_the_form_stays(alice, alice_client, zone):
    data = {
        "profile-name": "Alice 🫂 爱丽丝",
        "profile-language": "en",
        "profile-time_zone": zone,
        "profile-theme": "auto",
    }
    response = alice_client.post("/settings/", data)
    html = response.content.decode()
    assert response.status_code == 400
    assert "Alice 🫂 爱丽丝" in html
    assert "Choose one from the list" in html or "fill this in" in html
    alice.refresh_from_db()
    assert alice.time_zone == "Europe/Berlin"


@pytest.mark.parametrize("name", ["", "x" * 81, "a\0b"])
def test_a_wrong_name_is_refused(alice, alice_client, name):
    data = {"profile-name": name, "profile-language": "en", "profile-time_zone": "UTC"}
    assert alice_client.post("/settings/", {**data, "profile-theme": "auto"}).status_code == 400
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_a_double_tap_on_make_a_key_makes_one(client, alice):
    """The key is shown once; the second tap says what to do."""
    client.post("/account/login/", {"login": alice.email, "password": factories.PASSWORD})
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    data = {"name": "phone", "submission": str(uuid.uuid4())}
    first = client.post("/settings/keys/", data)
    second = client.post("/settings/keys/", data, follow=True)
    assert ApiKey.objects.count() == 1
    assert "steady_" in first.content.decode()
    assert "steady_" not in second.content.decode()
    assert "Revoke it and make another" in second.content.decode()
