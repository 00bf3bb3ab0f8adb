"""Two phones lie open: each page notices by itself what the other did, or that its time has come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from agreements.letters import consent
from bench.live import polls_of_a_page
from couples.pairing import verbs as pairing
from couples.pairing.models import Invitation
from couples.people.models import User
from tests.e2e.conftest import OpenPage
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair

HIDE = "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true}) }"
COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"
IS_ANSWERED = "dispatchEvent(new Event('pageshow'))"
COUNT = "window.asked = 0; document.addEventListener('look', () => { window.asked += 1 }, true)"


@contextmanager
def answers_to(page: Page) -> Iterator[list[int]]:
    """Yield a list that grows by the status of each answer to an open page's question."""
    found: list[int] = []

    def hear(answer: Response) -> None:
        found.extend([answer.status] if "seen=" in answer.url else [])

    page.on("response", hear)
    yield found
    page.remove_listener("response", hear)


def looks(phone: Phone) -> None:
    """Come back to the open page, which asks at once."""
    phone.page.evaluate(COME_BACK)


def has_asked(phone: Phone) -> None:
    """Let the page ask, and wait for the answer."""
    with phone.page.expect_response(lambda answer: "seen=" in answer.url):
        looks(phone)


def test_open_pages_move_on_by_themselves(alice: Page, bob: Page, db: None) -> None:
    phones = let_in(alice, factories.person("Alice")), let_in(bob, factories.person("Bob"))
    with answers_to(alice) as statuses:
        connect(*phones)
        pair = factories.pair_of(User.objects.get(email="alice@example.org"))
        answer_a_letter(*phones, pair)
        keep_what_is_typed(phones[0], pair)
        open_answers(phones[0], pair)
        come_back_from_a_pause(phones[0], pair)
    assert set(statuses) == {200, 204}


def connect(alice: Phone, bob: Phone) -> None:
    """Both pages by their own pace; Bob's leads him on."""
    link = factories.open_invitation(User.objects.get(email="alice@example.org"))
    alice.opens("/invite/")
    before = asks_at(alice)
    bob.opens(f"/join/{link.token}/")
    bob.taps_on(bob.main.locator('form[action$="/claim/"] button'))
    expect(alice.page.locator("[data-live]")).not_to_have_attribute("hx-get", before, timeout=15_000)
    alice.types_digits(digits=bob.page.locator(".digits").inner_text())
    expect(bob.page).to_have_url(re.compile("/today/$"), timeout=15_000)


def asks_at(phone: Phone) -> str:
    return phone.page.locator("[data-live]").get_attribute("hx-get") or ""


def answer_a_letter(alice: Phone, bob: Phone, pair: Pair) -> None:
    """The letter comes to Today, where the focus stays; its answer comes to the page of whoever wrote it."""
    alice.opens("/today/")
    has_asked(alice)
    alice.main.locator('p > a[href="/agreements/"]').focus()
    letter = factories.proposed_rule(pair)
    consent.decline(letter, pair.alice_seat, 1, timezone.now())
    letter = factories.proposed("response_rule", pair.bob_seat)
    looks(alice)
    expect(alice.main.locator(f'a[href="/agreements/{letter.pk}/other-words/"]')).to_be_visible()
    expect(alice.main.locator('p > a[href="/agreements/"]')).to_be_focused()
    bob.opens(f"/agreements/{letter.pk}/")
    take_back = bob.main.locator('form[action$="/take-back/"]')
    expect(take_back).to_have_count(1)
    consent.accept(letter, pair.alice_seat, 1, timezone.now())
    looks(bob)
    expect(take_back).to_have_count(0)
    expect(bob.page.get_by_role("status").filter(has_text="This page has changed.")).to_have_count(1)


def keep_what_is_typed(alice: Phone, pair: Pair) -> None:
    """The agreement ends while Alice writes: the page says that something is new, and stays until she looks."""
    rule = factories.agreed_response_rule(pair)
    alice.opens(f"/agreements/{rule.pk}/")
    has_asked(alice)
    alice.fills(coping_line="It says nothing about me.")
    consent.end(rule, pair.bob_seat, timezone.now())
    looks(alice)
    expect(alice.page.locator("[data-news]")).to_be_visible()
    expect(alice.field("coping_line")).to_have_value("It says nothing about me.")
    alice.fills(coping_line="")
    looks(alice)
    expect(alice.field("coping_line")).to_have_count(0)


def open_answers(alice: Phone, pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair)
    for seat, words in ((pair.alice_seat, "mine"), (pair.bob_seat, "theirs")):
        factories.handed_in(check_in, seat, words)
    alice.opens(f"/check-ins/{check_in.pk}/")
    has_asked(alice)
    alice.does_not_read("The table")
    with time_machine.travel(check_in.starts_at + timedelta(seconds=1), tick=True):
        looks(alice)
        alice.reads("The table")


def come_back_from_a_pause(alice: Phone, pair: Pair) -> None:
    alice.opens("/pause/")
    expect(alice.main.locator(".until")).to_have_count(0)
    pause = factories.paused(pair.bob_seat, now=timezone.now() - timedelta(minutes=1))
    looks(alice)
    expect(alice.main.locator(".until")).to_have_count(1)
    alice.sees("%(length)s left", length="19 minutes")
    night = ground(alice)
    with time_machine.travel(pause.ends_at + timedelta(seconds=1), tick=True):
        looks(alice)
        alice.sees_heading("Coming back")
        assert ground(alice) != night


def ground(phone: Phone) -> str:
    return str(phone.page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_form_on_its_way_is_not_broken_off_by_what_it_brought_about(alice: Page, db: None) -> None:
    """The page asks after its form has acted and before the answer is there: it stays, and the answer comes."""
    inviter, claimer = factories.person("Alice"), factories.person("Bob")
    claimed = factories.open_invitation(inviter)
    pairing.claim(claimed, claimer, timezone.now())
    digits = Invitation.objects.get().digits
    phone = let_in(alice, inviter)
    phone.opens("/invite/")
    # The page stays as it is while the answer is awaited.
    alice.route("**/invite/confirm/", lambda route: route.fulfill(status=204))
    with alice.expect_response("**/invite/confirm/"):
        phone.fills(digits=digits)
    pairing.confirm_claim(inviter, digits, timezone.now())
    has_asked(phone)
    phone.sees_heading("Your invitation")
    alice.evaluate(IS_ANSWERED)
    phone.fills(digits="")
    has_asked(phone)
    phone.sees_heading("You use Steady together")


def test_an_open_page_slows_down_and_a_hidden_one_rests(open_page: OpenPage, pair: Pair) -> None:
    alice = open_page()
    phone = let_in(alice, pair.alice)
    alice.clock.install()
    phone.opens("/today/")
    expect(phone.main.locator(".look-again a")).to_be_hidden()
    alice.evaluate(COUNT)
    alice.clock.run_for(600_000)
    assert alice.evaluate("window.asked") == polls_of_a_page(600) == 49
    alice.evaluate(HIDE, True)
    looks(phone)
    alice.clock.run_for(600_000)
    assert alice.evaluate("window.asked") == 49
    alice.evaluate(HIDE, False)
    looks(phone)
    assert alice.evaluate("window.asked") == 50
