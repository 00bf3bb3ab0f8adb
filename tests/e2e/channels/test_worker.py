"""The worker on a phone: no network, and a subscription that is made or changed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from couples.people.models import User
from reminders.choices import devices
from reminders.models import PushDevice
from tests.e2e.channels.subscribing import NEW, OLD, PAGE, STANDING_IN, endpoints
from tests.e2e.phone import ELSEWHERE, Phone, let_elsewhere_answer, let_in
from tests.helpers import factories
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_network_an_installed_app_says_so(
    phone_with_worker: Phone, expected_console: list[str], axe: Callable[[Page], None]
) -> None:
    phone = phone_with_worker
    expected_console.append("ERR_INTERNET_DISCONNECTED")
    phone.page.reload()
    phone.page.context.set_offline(True)
    phone.page.goto("/today/")
    expect(phone.page.locator("h1")).to_have_text("There is no connection")
    expect(phone.page.locator("a[href='tel:116123']").first).to_be_visible()
    assert phone.small_targets() == []
    color = phone.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert color != "rgba(0, 0, 0, 0)", "its styles are kept as well"
    phone.keeps_picture("offline")
    kept = phone.page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
             (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()"""
    )
    assert "/offline/" in kept
    needed = phone.page.evaluate(
        """[...document.querySelectorAll("link:is([rel=stylesheet], [rel=preload]), use")].map(
             ({ href }) => new URL(href.baseVal ?? href, location).pathname)"""
    )
    assert {*needed} <= {*kept}, "its letters and icons too"
    assert {path.split("/")[1] for path in kept} == {"offline", "static"}, "no page of a person stays on the device"
    let_elsewhere_answer(phone.page)
    phone.page.locator("[data-quick-exit]").click()
    expect(phone.page).to_have_url(ELSEWHERE)
    phone.page.context.set_offline(False)


def test_a_worker_renews_its_subscription_when_the_browser_changes_it(phone_with_worker: Phone) -> None:
    """Signed out, with no page that could do it, and without being told which one is over."""
    phone = phone_with_worker
    devices.subscribe(User.objects.get(), OLD.sent, timezone.now())
    phone.page.evaluate(
        """async ({ endpoint, auth }) => (await caches.open("steady-device"))
             .put("/held", new Response(JSON.stringify({ endpoint, keys: { auth } })))""",
        OLD.form,
    )
    phone.page.context.clear_cookies()
    [worker] = phone.page.context.service_workers
    worker.evaluate(STANDING_IN, [None, NEW.form])
    worker.evaluate("""() => { self.dispatchEvent(new ExtendableEvent("pushsubscriptionchange")) }""")
    wait_until(lambda: phone.page.title() and endpoints() == [NEW.endpoint], 30, "the new subscription")
    held = """async () => (await (await caches.match("/held", { cacheName: "steady-device" })).json()).endpoint"""
    wait_until(lambda: phone.page.evaluate(held) == NEW.endpoint, 5, "the worker knows it")
    PushDevice.objects.all().delete()  # as its owner does on another device
    worker.evaluate(STANDING_IN, [None, OLD.form])
    worker.evaluate("""() => { self.dispatchEvent(new ExtendableEvent("pushsubscriptionchange")) }""")
    wait_until(lambda: phone.page.title() and worker.evaluate("self.dropped"), 5, "it is dropped")
    assert endpoints() == []


def test_switching_on_leads_to_the_question_and_goes_on_after_it(
    phone_with_worker: Phone, expected_console: list[str]
) -> None:
    """The browser drops what it got meanwhile: a page looks after what it holds, and the list does not know it yet."""
    phone = phone_with_worker
    expected_console.append("403")
    phone.page.context.add_init_script(f"({STANDING_IN})({json.dumps([None, NEW.form])})")
    phone.page.goto(PAGE)
    phone.taps("Notify me on this device")
    phone.page.wait_for_url(f"**/account/reauthenticate/?next={PAGE}")
    assert endpoints() == []
    phone.fills(password=factories.PASSWORD)
    phone.named(
        "Go on"
    ).click()  # not `taps`: the page it leads to goes on by itself, and is not to be looked at before
    phone.reads("This device will notify you.")
    assert endpoints() == [NEW.endpoint]


def test_nothing_is_put_on_a_device_that_nobody_asked_for(open_page: Callable[..., Page]) -> None:
    phone = let_in(open_page(), factories.person("Alice"))
    for path in ("/today/", "/notices/", PAGE):
        phone.page.goto(path)
    registrations = phone.page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)")
    assert registrations == 0
