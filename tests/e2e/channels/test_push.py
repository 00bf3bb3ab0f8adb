"""A push on the lock screen and its tap, and what else only the whole browser does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from couples.people.models import User
from reminders.choices import devices
from reminders.links import link_path, make_links, page_of
from reminders.models import PushDevice, Reminder
from tests.e2e.channels.conftest import with_worker
from tests.e2e.channels.subscribing import NEW, OLD, PAGE, STANDING_IN, endpoints
from tests.e2e.conftest import keeping
from tests.e2e.phone import Phone
from tests.helpers import factories
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# What a worker does while it handles a push cannot be heard from outside, so the notification itself is read.
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.getRegistration()
  return (await worker.getNotifications()).map(({ title, body, tag, data, lang }) => ({ title, body, tag, data, lang }))
}"""

PUT_AWAY = """async () => {
  const worker = await navigator.serviceWorker.getRegistration()
  for (const notification of await worker.getNotifications()) notification.close()
}"""

# How often a push is delivered that is not listed.
TRIES = 3


@pytest.fixture(scope="module")
def chromium(whole_chromium: Chromium) -> Chromium:
    """Only the whole one lets a site notify, takes a push, and tells whether the site can be installed."""
    return whole_chromium


@pytest.fixture(scope="module")
def keep(chromium: Chromium, live_server: Any) -> Iterator[Callable[..., Page]]:
    """The kept windows of the whole browser."""
    yield from keeping(chromium, live_server.url)


@pytest.fixture
def notified(lend: Callable[..., Page], expected_console: list[str]) -> Phone:
    """A phone with our worker, kept for the next test with it, and without what it was notified of before."""
    # Of where a window rests the whole browser wants an icon.
    expected_console.append("/favicon.ico")
    phone = with_worker(lend("with a worker", service_workers="allow"), django_settings.SITE_URL)
    phone.page.evaluate(PUT_AWAY)
    return phone


def deliver_push(phone: Phone, content: dict[str, str] | str) -> None:
    """Let the browser take a push from its push service, decrypted, as the protocol of its tools allows."""
    session = phone.page.context.new_cdp_session(phone.page)
    ids: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: ids.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    wait_until(lambda: phone.page.title() is not None and ids, 5, "the worker's registration")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": django_settings.SITE_URL,
            "registrationId": ids[-1],
            "data": content if isinstance(content, str) else json.dumps(content),
        },
    )


def shown(phone: Phone) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = phone.page.evaluate(SHOWN)
    return found


def told(phone: Phone, *contents: dict[str, str] | str) -> list[dict[str, Any]]:
    """Let pushes come until each tag among them has its notification; return what is shown.

    On a busy machine one in some fifty is never listed, however long one looks. Chromium drops from its list what is
    not on the screen, and probably also what is not there yet when a look comes at the wrong moment. So what is missing
    is sent once more, to the same place by its tag.
    """
    places = {content["tag"] if isinstance(content, dict) else "" for content in contents}
    for _try in range(TRIES):
        for content in contents:
            deliver_push(phone, content)
        with suppress(AssertionError):
            wait_until(lambda: len(shown(phone)) >= len(places), 10)
            return shown(phone)
    raise AssertionError(f"sent {TRIES} times, and still no notification of {contents}")


CONTENT = {"title": "Reminder: today 20:30", "path": "/check-ins/", "tag": "one", "lang": "en"}


def test_a_push_shows_a_neutral_notification_once(notified: Phone) -> None:
    [notification] = told(notified, CONTENT)
    assert notification["title"] == "Reminder: today 20:30"
    assert notification["body"] == ""
    assert len(told(notified, CONTENT, {**CONTENT, "tag": "two"})) == 2, "a repeat has the same tag"


def test_a_push_that_cannot_be_read_still_says_nothing(notified: Phone) -> None:
    for broken in ("", "not json", "[]"):
        [notification] = told(notified, broken)
        assert notification["title"] == "·", broken
        notified.page.evaluate(PUT_AWAY)
        wait_until(lambda: not shown(notified), 30, f"the notification of {broken!r} is gone")


def tap(phone: Phone) -> None:
    """Tap the notification: the event that the browser sends to the worker then."""
    [worker] = phone.page.context.service_workers
    worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications()
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification }))
        }"""
    )


def test_the_tap_leads_to_the_page_after_sign_in(notified: Phone) -> None:
    phone, alice = notified, User.objects.get(name="Alice")
    row = Reminder(kind="test", subject="channel:web_push", channel="web_push", user=alice)
    make_links([row], page_of, timezone.now())
    told(phone, {**CONTENT, "path": link_path(row)})
    phone.page.reload()  # from now on the worker controls this window
    wait_until(
        lambda: phone.page.evaluate("sessionStorage.getItem('push-looked')"), 10, "it has asked with its cookies"
    )
    phone.page.context.clear_cookies()
    tap(phone)
    phone.page.wait_for_url(f"**/account/login/?next={link_path(row)}")
    phone.fills(login=alice.email, password=factories.PASSWORD)
    phone.taps("Sign in")
    phone.sees_address(PAGE)


def test_the_site_can_be_installed(notified: Phone) -> None:
    session = notified.page.context.new_cdp_session(notified.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "Steady"
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {problem["errorId"] for problem in problems} <= {"in-incognito"}


def test_the_first_page_of_a_day_renews_a_subscription_made_with_another_key(phone_with_worker: Phone) -> None:
    page = phone_with_worker.page
    devices.subscribe(User.objects.get(), OLD.sent, timezone.now())
    looks: list[str] = []
    page.context.on("request", lambda request: looks.append(request.url) if "/look/" in request.url else None)
    page.context.add_init_script(f"({STANDING_IN})({json.dumps([OLD.form, NEW.form])})")
    page.goto("/today/")
    wait_until(lambda: page.title() and endpoints() == [NEW.endpoint], 30, "the new subscription")
    assert page.evaluate("self.dropped") == [OLD.endpoint]
    wait_until(lambda: page.evaluate("sessionStorage.getItem('push-looked')"), 5, "it is done for today")
    page.goto("/more/")
    page.goto(PAGE)
    assert len(looks) == 2, "once to look and once to renew, and no more that day"
    PushDevice.objects.all().delete()
    other = page.context.new_page()
    other.goto("/today/")
    wait_until(lambda: other.evaluate("self.dropped"), 5, "what was taken off the list is dropped")
    assert endpoints() == []
