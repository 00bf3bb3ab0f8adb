"""Web push, the sending half: what leaves us reaches the devices of its person, can be read there, and says little."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from agreements.pauses.models import Pause
from couples.people.models import User
from reminders.channels.web_push import retry_after
from reminders.choices import devices
from reminders.models import Notice, Preferences, PushDevice, Reminder, State, SwitchedOff
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.channels.delivering import deliver_due, evening, states
from tests.reminders.channels.pushservice import Browser, Service

PAGE = "/settings/reminders/"
SUBSCRIBE = f"{PAGE}devices/"


def add(user: User, browser: Browser, now: datetime) -> None:
    devices.subscribe(user, browser.sent, now)


def switched_on(user: User, *browsers: Browser) -> None:
    for browser in browsers:
        add(user, browser, timezone.now())
    # That one was added is told to the others, too.
    Reminder.objects.filter(kind="reach_changed").delete()


def due(pair: Pair) -> datetime:
    """Make a check-in and return a moment at which its reminder is due."""
    return factories.upcoming_check_in(pair).starts_at - timedelta(minutes=59)


def push_rows(user: User) -> list[str]:
    return states(user=user, channel="web_push", kind="check_in")


def test_a_push_can_be_read_on_the_device_and_is_neutral(pair: Pair, push_service: Service) -> None:
    phone = Browser("phone")
    switched_on(pair.alice, phone)
    deliver_due(due(pair), "web_push")
    [push] = push_service.to("phone")
    shown = phone.read(push.body)
    assert re.match(r"Reminder: (today|tomorrow) \d", shown["title"])
    assert re.fullmatch(r"/go/[\w-]{32}/", shown["path"])
    tapped = factories.signed_in(None, pair.alice).get(shown["path"])
    assert tapped["Location"].startswith("/check-ins/")
    assert factories.signed_in(None, pair.bob).get(shown["path"]).status_code == 404
    assert set(shown) == {"title", "path", "tag", "lang"}
    assert "Bob" not in str(shown)
    assert push.headers["Authorization"].startswith("vapid t=")
    assert push.headers["Topic"] == shown["tag"]
    assert len(push.headers["Topic"]) <= 32
    assert int(push.headers["Ttl"]) > 0
    assert push_rows(pair.alice) == [State.SENT]
    assert push_rows(pair.bob) == [], "who has no device has no row"


@pytest.mark.parametrize(
    ("chosen", "title"), [("says_what_it_is", "Reminder: "), ("devices_say_what_it_is", "Your talk with Bob, ")]
)
def test_neutral_unless_its_owner_chose_it_for_devices(
    pair: Pair, push_service: Service, chosen: str, title: str
) -> None:
    phone = Browser("phone")
    switched_on(pair.alice, phone)
    Preferences.objects.create(user=pair.alice, who_sees_mailbox="only_me", **{chosen: True})
    deliver_due(due(pair), "web_push")
    assert phone.read(push_service.to("phone")[0].body)["title"].startswith(title)


def test_a_push_is_in_the_language_of_its_person(pair: Pair, push_service: Service) -> None:
    User.objects.filter(pk=pair.alice.pk).update(language="zh-hans")
    phone = Browser("phone")
    switched_on(pair.alice, phone)
    deliver_due(due(pair), "web_push")
    assert phone.read(push_service.to("phone")[0].body)["lang"] == "zh-hans"


def test_one_row_reaches_all_devices(pair: Pair, push_service: Service) -> None:
    switched_on(pair.alice, Browser("phone"), Browser("tablet"))
    deliver_due(due(pair), "web_push")
    assert [len(push_service.to(name)) for name in ("phone", "tablet")] == [1, 1]
    assert push_rows(pair.alice) == [State.SENT]


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_subscription_removes_only_itself(pair: Pair, push_service: Service, status: int) -> None:
    switched_on(pair.alice, Browser("old"), Browser("phone"))
    push_service.answer("old", status)
    deliver_due(due(pair), "web_push")
    assert push_rows(pair.alice) == [State.SENT], "the phone took it"
    assert [device.endpoint for device in PushDevice.objects.alive()] == [Browser("phone").endpoint]


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_stops_is_told_to_its_owner_alone(pair: Pair, push_service: Service, status: int) -> None:
    """Else they believe that it still tells them, and wait."""
    switched_on(pair.alice, Browser("old"))
    push_service.answer("old", status)
    deliver_due(due(pair), "web_push")
    assert list(Notice.objects.filter(kind="push_stopped").values_list("user", flat=True)) == [pair.alice.pk]
    page = factories.signed_in(None, pair.alice).get("/notices/").content.decode()
    assert "One of your devices takes no notifications any more." in page


@pytest.mark.parametrize("status", [401, 403])
def test_a_device_of_another_key_is_told_after_the_last_try(pair: Pair, push_service: Service, status: int) -> None:
    """The service's key was changed: nothing reaches the device until its browser renews it."""
    switched_on(pair.alice, Browser("phone"))
    push_service.answer("phone", status)
    deliver_due(due(pair), "web_push")
    assert PushDevice.objects.alive().count() == 1, "our clock may be wrong for a while"
    row = Reminder.objects.get(channel="web_push", kind="check_in")
    Reminder.objects.filter(pk=row.pk).update(expires_at=row.due_at + timedelta(seconds=1))
    deliver_due(row.due_at, "web_push")
    assert push_rows(pair.alice) == [State.FAILED]
    assert not PushDevice.objects.alive().exists()
    assert list(Notice.objects.filter(kind="push_stopped").values_list("user", flat=True)) == [pair.alice.pk]


def test_a_device_of_another_key_is_told_when_another_took_it(pair: Pair, push_service: Service) -> None:
    switched_on(pair.alice, Browser("phone"), Browser("tablet"))
    push_service.answer("tablet", 403)
    deliver_due(due(pair), "web_push")
    assert push_rows(pair.alice) == [State.SENT], "so nothing is tried again"
    assert [device.endpoint for device in PushDevice.objects.alive()] == [Browser("phone").endpoint]
    assert Notice.objects.filter(kind="push_stopped").count() == 1


def test_without_a_living_device_the_row_ends(pair: Pair, push_service: Service) -> None:
    switched_on(pair.alice, Browser("old"))
    push_service.answer("old", 410)
    deliver_due(due(pair), "web_push")
    assert push_rows(pair.alice) == [State.FAILED]
    assert Reminder.objects.get(channel="web_push", kind="check_in").error == "no device left"


def test_a_busy_service_says_when_to_come_back(pair: Pair, push_service: Service) -> None:
    phone = Browser("phone")
    switched_on(pair.alice, phone)
    push_service.answer("phone", 429, Retry_After="600")
    moment = due(pair)
    deliver_due(moment, "web_push")
    row = Reminder.objects.get(channel="web_push", kind="check_in")
    assert row.state == State.PENDING
    assert row.due_at >= moment + timedelta(seconds=600)
    push_service.answer("phone", 201)
    deliver_due(row.due_at, "web_push")
    first, second = push_service.to("phone")
    assert first.headers["Topic"] == second.headers["Topic"], "the service folds a repeat"
    assert phone.read(first.body)["tag"] == phone.read(second.body)["tag"], "and so does the device"
    assert push_rows(pair.alice) == [State.SENT]


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_what_may_get_better_is_tried_again(pair: Pair, push_service: Service, status: int) -> None:
    switched_on(pair.alice, Browser("phone"))
    push_service.answer("phone", status)
    deliver_due(due(pair), "web_push")
    assert push_rows(pair.alice) == [State.PENDING]
    assert PushDevice.objects.count() == 1
    error = Reminder.objects.get(channel="web_push", kind="check_in").error
    assert error == f"push {status}", "nothing that addresses the device is kept"


def test_a_redirect_is_not_followed(pair: Pair, push_service: Service) -> None:
    switched_on(pair.alice, Browser("phone"))
    push_service.answer("phone", 307, Location="https://fcm.googleapis.com/fcm/send/elsewhere")
    deliver_due(due(pair), "web_push")
    assert push_service.to("elsewhere") == []
    assert push_rows(pair.alice) == [State.PENDING]


def test_a_certificate_for_another_name_is_refused(pair: Pair, push_service: Service) -> None:
    phone = Browser("phone", host="web.push.apple.com")  # the server's certificate does not name it
    switched_on(pair.alice, phone)
    deliver_due(due(pair), "web_push")
    assert push_service.pushes == []
    assert push_rows(pair.alice) == [State.PENDING]


def test_a_device_added_later_gets_what_already_waits(pair: Pair, push_service: Service) -> None:
    moment = due(pair)
    switched_on(pair.alice, Browser("phone"))
    deliver_due(moment, "web_push")
    assert len(push_service.to("phone")) == 1


def test_switched_off_or_removed_in_between(pair: Pair, push_service: Service) -> None:
    switched_on(pair.alice, Browser("phone"))
    switched_on(pair.bob, Browser("laptop"))
    moment = due(pair)
    SwitchedOff.objects.create(user=pair.alice, kind="check_in", channel="web_push")
    PushDevice.objects.filter(user=pair.bob).delete()
    deliver_due(moment, "web_push")
    assert push_service.pushes == []
    assert push_rows(pair.alice) == push_rows(pair.bob) == [State.WITHDRAWN]


def test_quiet_hours_hold_a_push(pair: Pair, push_service: Service) -> None:
    switched_on(pair.bob, Browser("phone"))
    night = evening()
    factories.proposed_rule(pair, night)
    deliver_due(night, "web_push")
    assert push_service.pushes == []
    assert states(user=pair.bob, channel="web_push", kind="letter") == [State.PENDING]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999999999999999999", 3600),
        ("Sun, 22 Nov 2026 10:02:00 GMT", 120),
        ("Sun, 22 Nov 2020 10:02:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: int | None) -> None:
    wait = retry_after(text, datetime(2026, 11, 22, 10, tzinfo=UTC))
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


# Adding and removing devices


def test_subscribing_and_stopping(alice_client: Client, alice: User) -> None:
    assert alice_client.post(SUBSCRIBE, Browser("phone").form).status_code == 204
    page = alice_client.get(PAGE).content.decode()
    assert "This device" in page
    [device] = PushDevice.objects.filter(user=alice)
    assert "fcm" not in page, "the address of a device is a secret"
    alice_client.post(f"{SUBSCRIBE}{device.pk}/stop/")
    assert not PushDevice.objects.exists()


def test_the_same_device_is_one_row(alice_client: Client, alice: User) -> None:
    for _time in range(3):
        alice_client.post(SUBSCRIBE, Browser("phone", key=KEY).form)
    assert PushDevice.objects.count() == 1


def test_a_device_belongs_to_whoever_asked_on_it_last(alice: User, bob: User) -> None:
    switched_on(alice, Browser("shared"))
    switched_on(bob, Browser("shared"))
    assert [device.user for device in PushDevice.objects.all()] == [bob]


def test_ten_devices_are_enough(alice: User) -> None:
    start = timezone.now()
    for number in range(12):
        browser = Browser(f"device-{number}")
        add(alice, browser, start + timedelta(seconds=number))
    kept = {device.endpoint.rsplit("-", 1)[-1] for device in PushDevice.objects.all()}
    assert kept == {str(number) for number in range(2, 12)}


def test_signing_out_on_a_device_ends_its_push_alone(alice: User) -> None:
    phone, laptop = factories.signed_in(None, alice), factories.signed_in(None, alice)
    phone.post(SUBSCRIBE, Browser("phone").form)
    laptop.post(SUBSCRIBE, Browser("laptop").form)
    phone.post("/account/logout/")
    assert [device.endpoint for device in PushDevice.objects.all()] == [Browser("laptop").endpoint]


def test_ending_a_sign_in_elsewhere_ends_its_push(alice: User) -> None:
    phone, laptop = Client(), Client()
    for client, name in ((phone, "phone"), (laptop, "laptop")):
        client.post("/account/login/", {"login": alice.email, "password": factories.PASSWORD})
        client.post(SUBSCRIBE, Browser(name).form)
    laptop.post("/account/sessions/")
    assert [device.endpoint for device in PushDevice.objects.all()] == [Browser("laptop").endpoint]
    assert phone.get("/today/").status_code == 302


def test_a_new_password_keeps_the_device_at_hand_alone(alice: User) -> None:
    old, mine = factories.signed_in(None, alice), Client()
    old.post(SUBSCRIBE, Browser("old").form)
    mine.post("/account/login/", {"login": alice.email, "password": factories.PASSWORD})
    mine.post(SUBSCRIBE, Browser("mine").form)
    passwords = {"oldpassword": factories.PASSWORD, "password1": "quite another one", "password2": "quite another one"}
    mine.post("/account/password/change/", passwords)
    assert [device.endpoint for device in PushDevice.objects.all()] == [Browser("mine").endpoint]


KEY = Browser("key").key
WRONG: list[dict[str, Any]] = [
    {"endpoint": ""},
    {"endpoint": "http://fcm.googleapis.com/fcm/send/x"},
    {"endpoint": "https://example.org/push"},
    {"endpoint": "https://127.0.0.1/fcm/send/x"},
    {"endpoint": "https://[::1]/fcm/send/x"},
    {"endpoint": "https://fcm.googleapis.com.example.org/x"},
    {"endpoint": "https://fcm.googleapis.com@127.0.0.1/x"},
    {"endpoint": "https://user@fcm.googleapis.com/x"},
    {"endpoint": "https://fcm.googleapis.com:8443/x"},
    {"endpoint": "https://fcm.googleapis.com:99999/x"},
    {"endpoint": "https://fcm.googleapis.com\\@127.0.0.1/x"},
    {"endpoint": "https://evilnotify.windows.com/x"},
    {"endpoint": "https://fcm.googleapis.com/" + "x" * 1000},
    {"endpoint": "https://fcm.googleapis.com/\r\nHost: internal"},
    {"endpoint": "https://fcm。googleapis。com/x"},
    {"endpoint": "file:///etc/passwd"},
    {"p256dh": ""},
    {"p256dh": "AAAA"},
    {"p256dh": "!!!"},
    {"auth": ""},
    {"auth": "c2hvcnQ"},
]


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_what_is_no_device_is_refused(alice_client: Client, change: dict[str, str]) -> None:
    assert alice_client.post(SUBSCRIBE, {**Browser("phone").form, **change}).status_code == 400
    assert not PushDevice.objects.exists()


def test_nobody_removes_anothers_device(
    alice: User, bob_client: Client, eve_client: Client, charlie_client: Client
) -> None:
    switched_on(alice, Browser("phone"))
    device = PushDevice.objects.get()
    for client in (bob_client, eve_client, charlie_client, Client()):
        assert client.post(f"{SUBSCRIBE}{device.pk}/stop/").status_code == 302
        assert b"A device" not in client.get(PAGE).content
    assert PushDevice.objects.filter(user=alice).exists()


def test_without_a_key_there_is_no_push(pair: Pair, alice_client: Client, settings: Any) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    page = alice_client.get(PAGE).content.decode()
    assert "This service does not send to devices." in page
    assert "to-check_in-web_push" not in page


# The parts of an installed app


def test_the_worker_serves_the_whole_site(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"], "a fixed worker must arrive"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_manifest_and_its_icons(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    described = manifest.json()
    assert described["display"] == "standalone"
    assert {icon["purpose"] for icon in described["icons"]} == {"any", "maskable"}
    (shortcut,) = described["shortcuts"]
    for icon in described["icons"] + shortcut["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_shortcut_of_the_home_screen_opens_the_pause_and_starts_none(pair: Pair, client: Client) -> None:
    """Signed out it leads through the sign-in to the same page; in the language of the device."""
    shortcut = client.get("/manifest.webmanifest").json()["shortcuts"][0]
    assert (shortcut["name"], shortcut["url"]) == ("Pause", "/pause/")
    chinese = client.get("/manifest.webmanifest", headers={"accept-language": "zh-CN"}).json()
    assert chinese["shortcuts"][0]["name"] == "暂停"
    assert client.get(shortcut["url"])["Location"].endswith("?next=/pause/")
    client.force_login(pair.alice)
    assert client.get(shortcut["url"]).status_code == 200
    assert not Pause.objects.exists()


def test_the_offline_page_is_the_same_for_everyone(client: Client, alice_client: Client) -> None:
    assert client.get("/offline/").content == alice_client.get("/offline/").content


def test_the_worker_keeps_what_the_offline_page_looks_like(client: Client) -> None:
    """Each style sheet that the page links, and its icon, is there without network too."""
    worker, page = (client.get(path).content.decode() for path in ("/service-worker.js", "/offline/"))
    linked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    kept = re.search(r"const KEPT = \[(.*?)\]", worker, flags=re.DOTALL)
    assert kept
    assert set(re.findall(r'"(/static/[^"]+)"', kept[1])) == linked
