"""Push goes on when a browser changes its subscription, and stops, with a word to its owner, in other hands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from couples.people.models import User
from reminders.channels.web_push import note_gone
from reminders.choices import devices
from reminders.models import Notice, PushDevice
from tests.helpers import factories
from tests.reminders.channels.pushservice import Browser

pytestmark = pytest.mark.django_db
DEVICES = "/settings/reminders/devices/"
OLD, NEW = Browser("old"), Browser("new")
STOPPED = "One of your devices takes no notifications any more."


def added(user: User, browser: Browser = OLD) -> PushDevice:
    return devices.subscribe(user, browser.sent, timezone.now() - timedelta(days=3))


def look(client: Client, held: Browser | None = None, **changed: str) -> str:
    """Do what a page does once a day; return what it is told."""
    advice: str = client.post(
        f"{DEVICES}look/", {**(held.form if held else {"csrfmiddlewaretoken": "x"}), **changed}
    ).json()["advice"]
    return advice


def renew(client: Client, old: Browser = OLD, new: Browser = NEW, /, **changed: str) -> int:
    """Do what a service worker does; return the status."""
    proof = {"old_endpoint": old.endpoint, "old_auth": old.form["auth"]}
    headers = {"origin": django_settings.SITE_URL}
    return client.post(f"{DEVICES}renew/", {**new.form, **proof, **changed}, headers=headers).status_code


def on_the_list() -> dict[str, str]:
    """Return each living device and its owner's name."""
    return {device.endpoint.rsplit("/", 1)[-1]: device.user.name for device in PushDevice.objects.alive()}


def told(user: User) -> bool:
    user.refresh_from_db()  # a new password ends the sign-ins of the old one
    return STOPPED in factories.signed_in(None, user).get("/notices/").content.decode()


# The worker


def test_a_worker_renews_its_device_whoever_is_signed_in(alice: User, bob: User, eve: User, charlie: User) -> None:
    before = added(alice)
    browsers = [Browser(str(number)) for number in range(5)]
    holders = [None, alice, bob, eve, charlie]
    for old, new, who in zip([OLD, *browsers], browsers, holders, strict=False):
        client = factories.signed_in(None, who) if who else Client(enforce_csrf_checks=True)
        assert renew(client, old, new) == 204
        assert on_the_list() == {new.name: "Alice"}, "its owner's, wherever it is"
    after = PushDevice.objects.get()
    assert (after.pk, after.added_at) == (before.pk, before.added_at)
    assert after.public_key == browsers[-1].public_key


def test_nobody_renews_what_they_cannot_prove(alice: User, bob: User, eve: User, charlie: User) -> None:
    added(alice)
    wrong = Browser("x", secret=b"another sixteen!").form["auth"]
    for who in (None, alice, bob, eve, charlie):
        client = factories.signed_in(None, who) if who else Client()
        for proof in ({"old_auth": wrong}, {"old_auth": ""}, {"old_endpoint": Browser("unknown").endpoint}):
            assert renew(client, **proof) == 404
    assert on_the_list() == {"old": "Alice"}


def test_no_other_site_renews(client: Client, alice: User) -> None:
    added(alice)
    body = {**NEW.form, "old_endpoint": OLD.endpoint, "old_auth": OLD.form["auth"]}
    for headers in ({}, {"origin": "null"}, {"origin": "https://evil.example"}):
        assert client.post(f"{DEVICES}renew/", body, headers=headers).status_code == 403
    assert on_the_list() == {"old": "Alice"}


def test_a_device_is_not_put_in_anothers_place(client: Client, alice: User, bob: User) -> None:
    """Who names another's device as their new one loses their own, as on a browser that was switched on anew."""
    added(alice, OLD)
    added(bob, Browser("bobs"))
    assert renew(client, Browser("bobs"), Browser("old", secret=b"another sixteen!")) == 204
    assert on_the_list() == {"old": "Alice"}
    assert PushDevice.objects.get().public_key == OLD.public_key


def test_renewing_twice_makes_one_device(client: Client, alice: User) -> None:
    added(alice)
    assert [renew(client), renew(client)] == [204, 204]
    assert on_the_list() == {"new": "Alice"}


def test_what_is_no_subscription_renews_nothing(client: Client, alice: User) -> None:
    added(alice)
    for wrong in ({"endpoint": "https://example.org/"}, {"p256dh": "AAAA"}, {"auth": ""}):
        assert renew(client, **wrong) == 400
    assert on_the_list() == {"old": "Alice"}


def test_what_its_owner_took_off_the_list_does_not_come_back(client: Client, alice: User, alice_client: Client) -> None:
    device = added(alice)
    alice_client.post(f"{DEVICES}{device.pk}/stop/", {"x": "x"})
    assert renew(client) == 404
    assert look(alice_client, OLD) == look(alice_client, NEW) == "stop"
    assert look(alice_client) == "keep"
    assert not PushDevice.objects.exists()


# A device that the push service calls gone


def test_a_device_that_is_gone_is_renewed_by_its_browser_alone(client: Client, alice: User) -> None:
    note_gone(added(alice), timezone.now())
    assert on_the_list() == {}
    assert told(alice)
    assert renew(client) == 204
    assert on_the_list() == {"new": "Alice"}
    assert not told(alice), "it is not so any more"


def test_a_device_renewed_while_a_push_was_refused_is_not_gone(client: Client, alice: User) -> None:
    as_it_was = added(alice)
    renew(client)
    note_gone(as_it_was, timezone.now())
    assert on_the_list() == {"new": "Alice"}
    assert not told(alice)


def test_a_device_that_nobody_renewed_is_forgotten_in_the_end(alice: User) -> None:
    note_gone(added(alice), timezone.now())
    devices.forget_gone(timezone.now())
    assert PushDevice.objects.exists()
    devices.forget_gone(timezone.now() + timedelta(days=61))
    assert not PushDevice.objects.exists()


# The page, at a visit


def test_a_page_that_finds_all_as_it_was_keeps_it_and_signing_out_still_ends_it(alice: User) -> None:
    """Also after the sign-in that switched it on had run out."""
    added(alice)
    phone = factories.signed_in(None, alice)
    assert look(phone, OLD) == "keep"
    phone.post("/account/logout/")
    assert on_the_list() == {}
    assert look(factories.signed_in(None, alice), OLD) == "stop", "until it is switched on again"


def test_a_page_renews_what_its_browser_lost(alice: User, alice_client: Client) -> None:
    device = added(alice)
    look(alice_client, OLD)
    assert look(alice_client) == "renew"
    assert look(alice_client, NEW) == "keep"
    assert PushDevice.objects.get().pk == device.pk
    assert on_the_list() == {"new": "Alice"}


def test_a_page_renews_what_the_push_service_calls_gone(alice: User, alice_client: Client) -> None:
    note_gone(added(alice), timezone.now())
    assert look(alice_client, OLD) == "renew"
    assert look(alice_client, NEW) == "keep"
    assert on_the_list() == {"new": "Alice"}
    assert not told(alice)


def test_switching_on_anew_leaves_one_device(alice: User, alice_client: Client) -> None:
    note_gone(added(alice), timezone.now())
    look(alice_client, OLD)
    assert "data-push" in alice_client.get("/settings/reminders/").content.decode()
    alice_client.post(DEVICES, NEW.form)
    assert PushDevice.objects.count() == 1
    assert on_the_list() == {"new": "Alice"}


def test_in_other_hands_it_stops_and_its_owner_is_told(alice: User, bob: User, eve: User, charlie: User) -> None:
    """Somebody else is signed in on this browser: the sign-in of whoever switched it on has ended there."""
    for who in (bob, eve, charlie):
        Notice.objects.all().delete()
        added(alice)
        client = factories.signed_in(None, who)
        assert look(client, OLD, auth=Browser("x", secret=b"another sixteen!").form["auth"]) == "stop"
        assert on_the_list() == {"old": "Alice"}, "who only knows its address has no say"
        assert look(client, OLD) == "stop"
        assert on_the_list() == {}, "nor does it become theirs"
        assert told(alice)
        assert not told(who)


def test_a_page_looks_only_with_its_key(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(f"{DEVICES}look/", OLD.form).status_code == 403


def test_every_page_of_a_signed_in_person_looks_and_no_other(
    client: Client, alice_client: Client, settings: Any
) -> None:
    assert 'data-look="/settings/reminders/devices/look/"' in alice_client.get("/today/").content.decode()
    assert "data-look" not in client.get("/help/").content.decode()
    settings.VAPID_PRIVATE_KEY = ""
    assert "data-look" not in alice_client.get("/today/").content.decode()


# Nothing stops unsaid


def test_whose_device_is_taken_over_is_told(alice: User, bob: User) -> None:
    added(alice)
    added(bob)
    assert on_the_list() == {"old": "Bob"}
    assert (told(alice), told(bob)) == (True, False)


def test_whose_oldest_device_makes_room_is_told(alice: User) -> None:
    for number in range(devices.MOST_DEVICES):
        added(alice, Browser(str(number)))
    gone = PushDevice.objects.last()
    PushDevice.objects.filter(pk=gone.pk).update(gone_at=timezone.now())
    devices.subscribe(alice, NEW.sent, timezone.now())
    assert not told(alice), "one that is gone makes room first"
    devices.subscribe(alice, Browser("newer").sent, timezone.now())
    assert told(alice)


def test_whose_new_password_stops_other_devices_is_told(alice: User, alice_client: Client) -> None:
    added(alice)
    passwords = {"oldpassword": factories.PASSWORD, "password1": "quite another one", "password2": "quite another one"}
    alice_client.post("/account/password/change/", passwords)
    assert on_the_list() == {}
    assert told(alice)
