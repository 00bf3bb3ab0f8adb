"""Being reached, in a real browser: choosing, fresh notices, and what a mail looks like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from couples.people.models import User
from reminders.channels.email.channel import compose
from reminders.models import Notice, OtherAddress, Preferences, PushDevice, Reminder, SwitchedOff
from tests.e2e.channels.subscribing import PAGE
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("window", ["alice", "no_javascript"])
def test_choosing_on_a_phone(request: pytest.FixtureRequest, axe: Callable[[Page], None], window: str) -> None:
    person = factories.person("Alice")
    scripts, phone = window == "alice", let_in(request.getfixturevalue(window), person)
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


def test_the_page_in_chinese_and_in_the_dark(alice: Page) -> None:
    person = factories.person("小博", language="zh-hans")
    Preferences.objects.create(user=person, own_lead_minutes=36 * 60)
    alice.emulate_media(color_scheme="dark")
    phone = let_in(alice, person)
    phone.page.goto(PAGE)
    assert phone.faults() == []
    phone.keeps_picture("reminder-settings-dark-zh")


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


def test_the_page_with_everything_set_up(alice: Page, axe: Callable[[Page], None], expected_console: list[str]) -> None:
    expected_console.append("status of 400")
    person, now = factories.person("Alice"), timezone.now()
    PushDevice.objects.create(
        user=person, endpoint_key="x", endpoint="https://x", public_key="x", secret="x", added_at=now
    )
    OtherAddress.objects.create(user=person, service="ntfy", address="ntfy://one", entered_at=now, confirmed_at=now)
    OtherAddress.objects.create(
        user=person, service="dingtalk", address="dingtalk://two", code="123456", entered_at=now
    )
    phone = let_in(alice, person)
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
