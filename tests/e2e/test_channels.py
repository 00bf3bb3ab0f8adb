"""Being reached, in a real browser: choosing, a push on the lock screen and its tap, fresh notices, no network."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from couples.people.models import User
from reminders.channels.email.channel import compose
from reminders.choices import devices
from reminders.links import link_path, make_links, page_of
from reminders.models import Notice, OtherAddress, Preferences, PushDevice, Reminder, SwitchedOff
from tests.e2e.phone import ELSEWHERE, Phone, let_elsewhere_answer, let_in
from tests.helpers import factories
from tests.helpers.waiting import wait_until
from tests.reminders.channels.pushservice import Browser

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/settings/reminders/"
# What a worker does while it handles a push cannot be heard from outside, so the notification itself is read.
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.getRegistration()
  return (await worker.getNotifications()).map(({ title, body, tag, data, lang }) => ({ title, body, tag, data, lang }))
}"""

PUT_AWAY = """async () => {
  const worker = await navigator.serviceWorker.getRegistration()
  for (const notification of await worker.getNotifications()) notification.close()
}"""


@pytest.fixture(scope="module")
def chromium(whole_chromium: Chromium) -> Chromium:
    """Only the whole one takes a push and shows a notification."""
    return whole_chromium


@pytest.mark.parametrize("scripts", [True, False])
def test_choosing_on_a_phone(open_page: Callable[..., Page], axe: Callable[[Page], None], scripts: bool) -> None:
    person = factories.person("Alice")
    phone = let_in(open_page(java_script_enabled=scripts), person)
    phone.page.goto(PAGE)
    if scripts:
        assert phone.faults() == []
        assert phone.small_targets() == []
        axe(phone.page)
        phone.keeps_picture("reminder-settings")
    assert phone.page.locator("[name=who_sees_mailbox]:checked").count() == 0, "nothing is preselected"
    phone.page.get_by_label("Someone might: mails read like a calendar").check()
    phone.page.get_by_role("group", name="Pauses").get_by_label("Off").check()
    phone.unfolds("Fine-tune")
    phone.page.get_by_label("There is a letter to read: E-mail").uncheck()
    phone.page.get_by_label("There is a letter to read: also in quiet hours").check()
    days = phone.page.get_by_label("Days before")
    expect(days).to_be_hidden()
    phone.page.get_by_label("Remind me of our talks once more").select_option("other")
    days.select_option("1")
    phone.page.get_by_label("Hours before").select_option("12")
    if scripts:
        assert phone.faults() == []
        assert phone.small_targets() == []
        phone.keeps_picture("reminder-settings-own-lead")
    phone.page.get_by_label("Quiet from").fill("21:15")
    phone.page.get_by_role("button", name="Save").click()
    phone.reads("Saved.")
    expect(phone.page.get_by_role("group", name="Pauses").get_by_label("Off")).to_be_checked()
    expect(phone.page.get_by_role("group", name="Letters").get_by_label("Fine-tuned")).to_be_checked()
    phone.unfolds("Fine-tune")
    expect(phone.page.get_by_label("There is a letter to read: E-mail")).not_to_be_checked()
    assert SwitchedOff.objects.filter(user=person, kind="pause_over", channel="email").exists()
    assert SwitchedOff.objects.filter(user=person, kind="letter", channel="email").exists()
    kept = Preferences.objects.get(user=person)
    assert (kept.own_lead_minutes, kept.who_sees_mailbox) == (36 * 60, "someone")
    expect(days).to_have_value("1")


def test_the_page_in_chinese_and_in_the_dark(open_page: Callable[..., Page]) -> None:
    person = factories.person("小博", language="zh-hans")
    Preferences.objects.create(user=person, own_lead_minutes=36 * 60)
    phone = let_in(open_page(color_scheme="dark"), person)
    phone.page.goto(PAGE)
    assert phone.faults() == []
    phone.keeps_picture("reminder-settings-dark-zh")


# Push


@pytest.fixture
def phone_with_worker(open_page: Callable[..., Page], settings: Any) -> Phone:
    """A phone whose browser has our worker and may notify. Subscribing itself needs a push service far away."""
    phone = let_in(open_page(), factories.person("Alice"))
    phone.page.context.grant_permissions(["notifications"], origin=settings.SITE_URL)
    phone.page.goto(PAGE)
    phone.page.evaluate(
        """async () => {
          await navigator.serviceWorker.register("/service-worker.js")
          await navigator.serviceWorker.ready
        }"""
    )
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


CONTENT = {"title": "Reminder: today 20:30", "path": "/check-ins/", "tag": "one", "lang": "en"}


def test_a_push_shows_a_neutral_notification_once(phone_with_worker: Phone) -> None:
    deliver_push(phone_with_worker, CONTENT)
    [notification] = wait_until(lambda: shown(phone_with_worker), 30, "the notification")
    assert notification["title"] == "Reminder: today 20:30"
    assert notification["body"] == ""
    deliver_push(phone_with_worker, CONTENT)
    deliver_push(phone_with_worker, {**CONTENT, "tag": "two"})
    wait_until(lambda: len(shown(phone_with_worker)) > 1, 30, "the other one")
    assert len(shown(phone_with_worker)) == 2, "a repeat has the same tag"


def test_a_push_that_cannot_be_read_still_says_nothing(phone_with_worker: Phone) -> None:
    for broken in ("", "not json", "[]"):
        deliver_push(phone_with_worker, broken)
        [notification] = wait_until(lambda: shown(phone_with_worker), 30, f"the notification of {broken!r}")
        assert notification["title"] == "·", broken
        phone_with_worker.page.evaluate(PUT_AWAY)
        wait_until(lambda: not shown(phone_with_worker), 30, f"the notification of {broken!r} is gone")


def tap(phone: Phone) -> None:
    """Tap the notification: the event that the browser sends to the worker then."""
    [worker] = phone.page.context.service_workers
    worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications()
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification }))
        }"""
    )


def test_the_tap_leads_to_the_page_after_sign_in(phone_with_worker: Phone) -> None:
    phone, alice = phone_with_worker, User.objects.get(name="Alice")
    row = Reminder(kind="test", subject="channel:web_push", channel="web_push", user=alice)
    make_links([row], page_of, timezone.now())
    deliver_push(phone, {**CONTENT, "path": link_path(row)})
    wait_until(lambda: shown(phone), 30, "the notification")
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


def test_nothing_is_put_on_a_device_that_nobody_asked_for(open_page: Callable[..., Page]) -> None:
    phone = let_in(open_page(), factories.person("Alice"))
    for path in ("/today/", "/notices/", PAGE):
        phone.page.goto(path)
    registrations = phone.page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)")
    assert registrations == 0


def test_the_site_can_be_installed(phone_with_worker: Phone) -> None:
    session = phone_with_worker.page.context.new_cdp_session(phone_with_worker.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "Steady"
    problems = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {problem["errorId"] for problem in problems} <= {"in-incognito"}


# A browser whose push service is far away: what it holds, and what it gets when it subscribes anew.
STANDING_IN = """([held, fresh]) => {
  const subscription = ({ endpoint, p256dh, auth }, key) => ({
    expirationTime: null, options: { applicationServerKey: new Uint8Array(key).buffer },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
    unsubscribe: async () => { (self.dropped ??= []).push(endpoint); current = null; return true },
  })
  let current = held && subscription(held, [1, 2, 3])
  PushManager.prototype.getSubscription = async () => current
  PushManager.prototype.subscribe = async ({ applicationServerKey }) =>
    (current = subscription(fresh, [...applicationServerKey]))
}"""
OLD, NEW = Browser("old"), Browser("new")


def endpoints() -> list[str]:
    return [device.endpoint for device in PushDevice.objects.all()]


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


# Notices


def notice(user: User, minutes_ago: int) -> Notice:
    when = timezone.now() - timedelta(minutes=minutes_ago)
    return Notice.objects.create(user=user, kind="test", subject="x", occurrence=str(when), created_at=when)


def test_notices_are_fresh_while_the_page_is_seen(open_page: Callable[..., Page]) -> None:
    person = factories.person("Alice")
    page = open_page()
    phone = let_in(page, person)
    page.clock.install()
    page.goto("/notices/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/notices/after/" in request.url else None)
    page.clock.run_for(21_000)
    wait_until(lambda: page.title() and asked, 5, "a poll")
    notice(person, 0)
    page.clock.run_for(21_000)
    phone.reads("This is a test. It works.")
    phone.keeps_picture("notices-fresh")


def test_a_hidden_page_asks_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page()
    let_in(page, factories.person("Alice"))
    page.clock.install()
    page.goto("/notices/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/notices/after/" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.clock.run_for(120_000)
    assert page.title()
    assert asked == []
    page.evaluate(
        """Object.defineProperty(document, 'hidden', { value: false, configurable: true })
           document.dispatchEvent(new Event('visibilitychange'))"""
    )
    wait_until(lambda: page.title() and asked, 5, "a poll as soon as it is seen again")


# How it looks


def test_the_page_with_everything_set_up(
    open_page: Callable[..., Page], axe: Callable[[Page], None], expected_console: list[str]
) -> None:
    expected_console.append("status of 400")
    person, now = factories.person("Alice"), timezone.now()
    PushDevice.objects.create(
        user=person, endpoint_key="x", endpoint="https://x", public_key="x", secret="x", added_at=now
    )
    OtherAddress.objects.create(user=person, service="ntfy", address="ntfy://one", entered_at=now, confirmed_at=now)
    OtherAddress.objects.create(
        user=person, service="dingtalk", address="dingtalk://two", code="123456", entered_at=now
    )
    phone = let_in(open_page(), person)
    phone.page.goto(PAGE)
    phone.page.get_by_text("Use another address").click()
    assert phone.faults() == []
    assert phone.small_targets() == []
    axe(phone.page)
    phone.keeps_picture("reminder-settings-all-set-up")
    phone.page.get_by_label("The six digits that arrived there").fill("000000")
    phone.taps("It arrived")
    # Asked first, and what was typed is read after it.
    phone.fills(password=factories.PASSWORD)
    phone.taps("Go on")
    phone.reads("This is not the code")
    expect(phone.page.get_by_label("The six digits that arrived there")).to_have_value("000000")
    expect(phone.page.get_by_role("alert")).to_be_visible()


def test_a_mail_looks_like_a_letter(open_page: Callable[..., Page]) -> None:
    """Hers in English, his in Chinese; neither names the other."""
    bob = factories.person("小博", email="bob@example.org", language="zh-hans")
    pair = factories.connected_couple(factories.person("Alice"), bob)
    factories.upcoming_check_in(pair)
    page = open_page(java_script_enabled=False)
    for person, other in ((pair.alice, "小博"), (pair.bob, "Alice")):
        row = Reminder.objects.select_related("user").get(user=person, channel="email", kind="check_in")
        mail = compose(row, timezone.now())
        page.set_content(str(mail.alternatives[0][0]))
        Phone(page, person.language).keeps_picture(f"mail-{person.language}")
        assert other not in str(mail.body).split("--")[0]
