"""Quick exit: it leaves from every page, ends the sign-in, and neither waits nor leaves anything to come back to."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.people import unsent
from couples.people.models import UnsentForm
from reminders.choices import devices
from reminders.models import Notice, PushDevice
from tests.helpers import factories
from tests.reminders.channels.pushservice import Browser

pytestmark = pytest.mark.django_db
OURS = {"origin": "null", "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
BY_SCRIPT = {"origin": "http://testserver", "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
DEVICES = "/settings/reminders/devices/"
WORDS = "what I had written"


def strict(person=None):
    """Return a browser that is asked for the key of each form, as all are."""
    client = Client(enforce_csrf_checks=True)
    if person:
        client.force_login(person)
    return client


def leave(client, headers=None):
    return client.post("/exit/", headers=BY_SCRIPT if headers is None else headers)


def is_signed_in(client):
    return client.get("/today/").status_code == 200


def leads_away(answer):
    assert answer.status_code == 200, "a redirect would meet the policy on where forms lead"
    html = answer.content.decode()
    assert '<meta http-equiv="refresh" content="0; url=https://www.wikipedia.org/">' in html
    assert "<title>www.wikipedia.org</title>" in html
    assert "steady" not in html.lower()
    assert "no-store" in answer["Cache-Control"]
    return True


@pytest.mark.parametrize("headers", [OURS, BY_SCRIPT, {}])
def test_it_ends_this_sign_in_without_a_key(alice, headers):
    here, elsewhere = strict(alice), strict(alice)
    stale = here.cookies["sessionid"].value
    assert leads_away(leave(here, headers))
    assert not Session.objects.filter(session_key=stale).exists(), "on the server, not in the browser alone"
    assert here.cookies["sessionid"].value == ""
    here.cookies["sessionid"] = stale
    assert not is_signed_in(here)
    assert is_signed_in(elsewhere), "a second device stays signed in"
    assert leads_away(leave(here, headers)), "again, from the page that is still open"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ],
)
def test_another_site_signs_nobody_out(alice, headers):
    client = strict(alice)
    answer = leave(client, headers)
    assert leads_away(answer)
    assert "sessionid" not in answer.cookies
    assert is_signed_in(client)


def test_reading_the_address_leads_away_and_changes_nothing(alice):
    client = strict(alice)
    assert leads_away(client.get("/exit/"))
    assert is_signed_in(client)


def test_signed_out_it_costs_nothing(client):
    with CaptureQueriesContext(connection) as caught:
        assert leads_away(leave(client))
    assert not caught.captured_queries


def test_it_leads_where_the_operator_says_and_by_the_language(client, settings, alice):
    type(alice).objects.update(language="zh-hans")
    assert "url=https://www.baidu.com/" in leave(strict(alice)).content.decode()
    settings.QUICK_EXIT_URL = 'https://elsewhere.example/?a=1&b="2"'
    html = leave(client).content.decode()
    assert 'content="0; url=https://elsewhere.example/?a=1&amp;b=&quot;2&quot;"' in html
    assert "<title>elsewhere.example</title>" in html


def test_the_cache_alone_is_cleared_and_nobody_waits_for_it(alice):
    assert leave(strict(alice), BY_SCRIPT)["Clear-Site-Data"] == '"cache"'
    # Browsers clear before they show the page that asks for it.
    assert "Clear-Site-Data" not in leave(strict(alice), OURS)
    out = factories.signed_in(None, alice).post("/account/logout/")
    assert (out.status_code, out["Clear-Site-Data"]) == (302, '"cache"')
    assert "Clear-Site-Data" not in factories.signed_in(None, alice).get("/")


def test_what_a_page_was_yet_to_tell_is_told_to_nobody(alice):
    client = factories.signed_in(None, alice)
    client.post(f"{DEVICES}{uuid.uuid4()}/stop/", {"x": "x"})
    assert client.cookies["messages"].value
    leave(client)
    assert not client.cookies["messages"].value


# Text that a form brought after a sign-in had ended


def with_unsent_text(pair):
    client = factories.signed_in(None, pair.alice)
    client.get("/today/")
    Session.objects.all().delete()
    check_in = factories.begun_check_in(pair)
    client.post(f"/check-ins/{check_in.pk}/", dict.fromkeys(check_in.prompts, WORDS))
    assert UnsentForm.objects.exists()
    return client


def test_it_keeps_no_text_that_was_to_come_back(pair):
    client = with_unsent_text(pair)
    leave(client)
    assert not UnsentForm.objects.exists()
    assert not client.cookies[unsent.UNSENT].value
    assert not client.cookies[unsent.WHOSE].value, "what is sent from here now is nobody's"
    another = with_unsent_text(pair)
    leave(another, {"sec-fetch-site": "cross-site"})
    assert UnsentForm.objects.exists(), "another site deletes nothing"


def test_signing_out_keeps_no_such_text_either(pair):
    client = with_unsent_text(pair)
    client.force_login(pair.alice)
    client.post("/account/logout/")
    assert not UnsentForm.objects.exists()


# Push


def test_a_device_rests_until_its_owner_signs_in_on_it_again(alice, bob, asked_just_now):
    browser = Browser("phone")
    client = factories.signed_in(None, alice)
    client.post(DEVICES, browser.form)
    added(bob)
    other = added(alice)
    leave(client)
    assert set(PushDevice.objects.alive()) == {other, PushDevice.objects.get(user=bob)}
    again = factories.signed_in(None, alice)
    assert look(again, browser) == "renew"
    assert look(again, Browser("renewed")) == "keep"
    assert PushDevice.objects.alive().filter(user=alice).count() == 2
    assert not Notice.objects.exists(), "its owner did it"


def added(person):
    return devices.subscribe(person, Browser(person.name).sent, timezone.now())


def look(client, held):
    return client.post(f"{DEVICES}look/", held.form).json()["advice"]


def test_signing_out_forgets_the_device_as_before(alice):
    client = factories.signed_in(None, alice)
    client.post(DEVICES, Browser("phone").form)
    client.post("/account/logout/")
    assert not PushDevice.objects.exists()
