"""Browsers on which a person has signed in: few, hashed, and gone with what they hang on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from couples.access.browsers import COOKIE, KEPT_FOR, forget_old_browsers
from couples.access.models import KnownBrowser
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def test_only_a_hash_of_the_cookie_is_kept_and_two_who_share_a_browser_share_none(pair, settings):
    settings.SESSION_COOKIE_SECURE = True
    tablet = factories.signed_in_by_password(pair.alice)
    cookie = tablet.cookies[COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    factories.signed_in_by_password(pair.bob, tablet)
    tablet.post("/account/logout/")
    factories.signed_in_by_password(pair.bob, tablet)
    assert tablet.cookies[COOKIE].value == cookie.value
    rows = list(KnownBrowser.objects.order_by("user"))
    assert [row.user_id for row in rows] == sorted([pair.alice.pk, pair.bob.pk])
    assert len({row.browser_hash for row in rows} | {cookie.value}) == 3


def test_a_session_that_goes_on_keeps_its_browser_known(dana):
    """Also one from before browsers were known. Once a week, and no page of the rest of the week writes anything."""
    client = factories.signed_in(None, dana)
    client.get("/today/")
    assert not KnownBrowser.objects.exists()
    session = client.session
    session["renewed_in"] = "2026-01"
    session.save()
    client.get("/today/")
    assert KnownBrowser.objects.get().user_id == dana.pk
    assert COOKIE in client.cookies


@pytest.mark.parametrize("written", ["", "x", "x" * 42, "x" * 4000, "ü" * 43])
def test_what_is_no_id_is_replaced(dana, written):
    client = Client()
    client.cookies[COOKIE] = written
    factories.signed_in_by_password(dana, client)
    assert len(client.cookies[COOKIE].value) == 43
    assert client.cookies[COOKIE].value != written


def test_five_are_known_and_the_oldest_goes(dana):
    for _ in range(6):
        factories.signed_in_by_password(dana)
    assert KnownBrowser.objects.filter(user=dana).count() == 5
    first = KnownBrowser.objects.earliest("pk").pk
    factories.signed_in_by_password(dana)
    assert not KnownBrowser.objects.filter(pk=first).exists()


def test_signing_in_again_on_one_adds_none_and_says_no_when(dana):
    client = factories.signed_in_by_password(dana)
    before = KnownBrowser.objects.get()
    client.post("/account/logout/")
    factories.signed_in_by_password(dana, client)
    assert KnownBrowser.objects.get().known_since == before.known_since


def test_signing_out_everywhere_forgets_them_and_nobody_elses(dana, charlie):
    for person in (dana, charlie):
        client = factories.signed_in_by_password(person)
    client = factories.signed_in_by_password(dana)
    client.post("/account/sessions/")
    assert list(KnownBrowser.objects.values_list("user", flat=True)) == [charlie.pk]


def test_a_new_password_forgets_them(dana, charlie):
    factories.signed_in_by_password(charlie)
    client = factories.signed_in_by_password(dana)
    fresh = "lanterns over the quiet river"
    client.post(
        "/account/password/change/", {"oldpassword": factories.PASSWORD, "password1": fresh, "password2": fresh}
    )
    assert list(KnownBrowser.objects.values_list("user", flat=True)) == [charlie.pk]


def test_they_go_with_their_cookies(dana):
    factories.signed_in_by_password(dana)
    forget_old_browsers(timezone.now() + KEPT_FOR - timedelta(days=1))
    assert KnownBrowser.objects.exists()
    forget_old_browsers(timezone.now() + KEPT_FOR + timedelta(days=1))
    assert not KnownBrowser.objects.exists()
