"""One computer for two: who sits down next, what is left on it, and what its history says."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from couples.people.models import UnsentForm
from reminders.choices import devices
from reminders.models import PushDevice
from tests.guards.test_pages import Page
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.reminders.channels.pushservice import Browser
from tests.safety.stories.seeing import PAGES

pytestmark = pytest.mark.django_db


def test_the_back_button_is_pressed_after_she_signed_out(alice_client: Client) -> None:
    """No browser keeps the page, and asked for again it leads to signing in."""
    for path in PAGES:
        assert "no-store" in alice_client.get(path)["Cache-Control"], path
    out = alice_client.post("/account/logout/")
    assert out["Clear-Site-Data"] == '"cache"'
    assert all(alice_client.get(path).status_code == 302 for path in PAGES)


def test_he_comes_in_and_she_leaves_quickly(alice_client: Client) -> None:
    alice_client.post("/exit/")
    assert alice_client.get("/today/")["Location"].startswith("/account/login/")
    assert not Session.objects.filter(pk=alice_client.cookies[settings.SESSION_COOKIE_NAME].value).exists()


def test_the_history_and_the_tabs_are_read(pair: Pair, alice_client: Client) -> None:
    """No title says whose, what about, or what was written; addresses are numbers."""
    entry = notebook.felt(pair.alice, text="CANARY")
    letter = factories.proposed_rule(pair, please="CANARY")
    for path in (*PAGES, f"/mine/entries/{entry.pk}/", f"/agreements/{letter.pk}/", "/help/", "/help/two-weeks/"):
        title = Page(alice_client.get(path).content.decode()).title
        assert title.endswith("· Steady"), path
        assert not {"Alice", "Bob", "CANARY", "uneasy"} & set(title.replace("·", " ").split()), title


def test_a_draft_is_looked_for_by_who_signs_in_next(pair: Pair, alice_client: Client) -> None:
    draft = factories.draft(pair.alice, please="CANARY", coping_line="CANARY")
    browser = alice_client
    browser.post("/account/logout/")
    browser.force_login(pair.bob)
    assert browser.get(f"/agreements/drafts/{draft.pk}/").status_code == 404
    assert "CANARY" not in browser.get("/agreements/").content.decode()


def test_what_was_typed_when_her_sign_in_ended_comes_to_him(pair: Pair, alice_client: Client) -> None:
    browser = alice_client
    browser.get("/check-ins/topics/")
    Session.objects.all().delete()
    typed = {"words": "CANARY", "submission": str(uuid.uuid4())}
    assert browser.post("/check-ins/topics/", typed)["Location"].startswith("/account/login/")
    assert UnsentForm.objects.count() == 1, "it waits, for her"
    browser.force_login(pair.bob)
    assert "CANARY" not in browser.get("/check-ins/topics/").content.decode()


def test_he_is_offered_what_she_typed_there_before(alice_client: Client) -> None:
    """A browser lists it for the same field of whoever types next, unless the field forbids it."""
    found = []
    for path in (*PAGES, "/mine/notice/", "/mine/thoughts/new/", "/mine/compose/", "/check-ins/something-good/"):
        fields = Page(alice_client.get(path).content.decode()).all("input")
        found += [field for field in fields if field.get("type") in ("text", "search")]
    assert len(found) >= 3
    assert [field for field in found if "autocomplete" not in field] == []


def test_he_signs_in_on_the_browser_that_gets_her_notifications(pair: Pair, alice_client: Client) -> None:
    """A device rests when its owner signs out, and another sign-in does not wake it."""
    device = devices.subscribe(pair.alice, Browser("shared").sent, timezone.now())
    devices.put_at_hand(pair.alice, alice_client.session, device)
    alice_client.post("/account/logout/")
    alice_client.force_login(pair.bob)
    alice_client.get("/today/")
    [left] = PushDevice.objects.all()
    assert left.user_id == pair.alice.pk
    assert not PushDevice.objects.filter(user=pair.bob).exists()
