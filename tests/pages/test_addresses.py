"""Signed out in the middle, a reload, a restored tab: every address leads on."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from couples.people.middleware import RENEWED_IN
from pages.addresses import page_above
from tests.guards.access.listed import ACCESS, listed
from tests.helpers import factories

pytestmark = pytest.mark.django_db
FORMS = [name for name, rows in ACCESS.items() if "GET" not in rows]
# Which nobody has to sign in for.
OPEN_TO_ALL = ("invitation_claim", "invitation_decline", "push_renew", "wording_hint")


@pytest.fixture
def scene(scene, settings):
    settings.OUTBOX_PAGES = True
    return scene


def shown_to_alice(scene):
    """Return where she is shown a page: test_each_route_shows_each_person_what_is_listed opens them."""
    return {scene.path(name) for name, answers in listed("GET").items() if answers["alice"] == "200"}


def test_reading_a_forms_address_leads_to_its_page(scene):
    """Of each form. That none is read, test_no_route_takes_another_method tells in tests/guards/access."""
    client = Client()
    client.force_login(scene.people["alice"])
    for read in (client.get, client.head):
        assert read(scene.path("agreement_accept")).headers["Location"] == scene.path("agreement")
    for page in {page_above(scene.path(name)) for name in FORMS} - shown_to_alice(scene):
        response = client.get(page, follow=True)
        assert response.status_code == 200, (page, response.redirect_chain)
        assert [page, *(address for address, _status in response.redirect_chain)][-1] != "/", page


def test_a_button_tapped_after_signing_out_leads_back_to_its_page(scene):
    client = Client()
    for name in FORMS:
        if name not in OPEN_TO_ALL:
            away = client.post(scene.path(name))
            assert away.status_code == 302, name
            assert parse_qs(urlsplit(away["Location"]).query)["next"] == [scene.path(name)], name
    _signs_in_and_is_led_back(client, scene, "agreement_accept")


def _signs_in_and_is_led_back(client, scene, name):
    away = client.post(scene.path(name))
    assert "A button you have just tapped did nothing yet." in client.get(away["Location"]).content.decode()
    credentials = {"login": scene.people["alice"].email, "password": factories.PASSWORD}
    back = client.post(away["Location"], {**credentials, "next": scene.path(name)}, follow=True)
    assert back.status_code == 200
    assert back.redirect_chain[-1] == client.get(scene.path(name), follow=True).redirect_chain[-1]


def test_the_plain_sign_in_page_says_nothing_of_it(client):
    assert "did nothing yet" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_no_page_takes_is_told_on_a_page_of_the_house(alice_client, pair, language):
    pair.alice.language = language
    pair.alice.save()
    response = alice_client.put("/today/")
    assert response.status_code == 405
    assert response["Allow"]
    assert "<h1>" in response.content.decode()


def test_the_api_keeps_its_own_answer(alice_client):
    assert alice_client.get("/api/v1/pause/return/").status_code == 405


# A session that is used lasts on


def expiry() -> datetime:
    return Session.objects.get().expire_date


def shifted(client: Client, days: int) -> datetime:
    """Let this session have been renewed so many days ago; return until when it then lasts."""
    session = client.session
    session[RENEWED_IN] = "long ago"
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(days=60 - days))
    return expiry()


def test_opening_a_page_renews_a_session(alice_client):
    before = shifted(alice_client, 20)
    response = alice_client.get("/today/")
    assert expiry() > before + timedelta(days=19)
    assert response.cookies["sessionid"]["max-age"] == 60 * 24 * 3600


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Mode": "no-cors"}])
def test_what_a_page_fetches_by_itself_renews_nothing(alice_client, headers):
    before = shifted(alice_client, 20)
    alice_client.get("/today/", headers=headers)
    assert expiry() == before


def test_a_session_is_renewed_once_a_week_and_says_no_more_of_visits(alice_client):
    alice_client.get("/today/")
    before = expiry()
    alice_client.get("/agreements/")
    assert expiry() == before
    assert alice_client.session[RENEWED_IN] == f"{timezone.now():%G-%V}"
