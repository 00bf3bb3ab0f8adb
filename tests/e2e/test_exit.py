"""Quick exit in a browser: the page is gone at once, the sign-in with it, and Back shows nothing."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OpenPage
from tests.e2e.phone import ELSEWHERE, let_elsewhere_answer, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.waiting import wait_until

PUBLIC = ("/", "/help/", "/account/login/")


def leaves(page: Page, way: str) -> None:
    """Leave as a finger or a keyboard does, and arrive."""
    if way == "tap":
        page.locator("[data-quick-exit]").click()
    elif way == "enter":
        page.locator("[data-quick-exit]").press("Enter")
    else:
        for _press in range(3):
            page.keyboard.press("Escape")
    expect(page).to_have_url(ELSEWHERE)


def test_it_leaves_ends_the_sign_in_and_back_does_not_return(alice: Page, pair: Pair) -> None:
    let_elsewhere_answer(alice)
    for way in ("tap", "enter", "escape"):
        alice.goto("about:blank")
        let_in(alice, pair.alice)
        alice.goto("/today/")
        leaves(alice, way)
        wait_until(lambda: not Session.objects.exists(), what="the sign-in has ended")
        alice.go_back()
        expect(alice).to_have_url("about:blank")


def test_back_to_an_earlier_page_asks_to_sign_in(alice: Page, pair: Pair) -> None:
    let_elsewhere_answer(alice)
    rule = factories.agreed_response_rule(pair, please="call me")
    phone = let_in(alice, pair.alice)
    phone.opens(f"/agreements/{rule.pk}/")
    phone.opens("/today/")
    leaves(alice, "tap")
    wait_until(lambda: not Session.objects.exists(), what="the sign-in has ended")
    alice.go_back()
    phone.sees_heading("Sign in")
    phone.does_not_read("call me")
    assert "sessionid" not in {cookie["name"] for cookie in alice.context.cookies()}


def test_leaving_waits_for_no_answer(open_page: OpenPage, pair: Pair, expected_console: list[str]) -> None:
    """The service never answers, or cannot be reached; the page is gone all the same."""
    expected_console.append("ERR_FAILED")
    alice = open_page()
    let_elsewhere_answer(alice)
    let_in(alice, pair.alice)
    held: list[Route] = []
    for answer in (lambda route: held.append(route), lambda route: route.abort()):
        alice.context.route("**/exit/", answer)
        alice.goto("/today/")
        leaves(alice, "tap")
    assert Session.objects.exists()


def test_without_javascript_it_ends_the_sign_in_and_leaves(no_javascript: Page, pair: Pair) -> None:
    let_elsewhere_answer(no_javascript)
    phone = let_in(no_javascript, pair.bob)
    phone.opens("/more/")
    phone.opens("/today/")
    # The form's key is too old by now: it has none.
    no_javascript.context.clear_cookies(name="csrftoken")
    leaves(no_javascript, "enter")
    assert not Session.objects.exists()
    no_javascript.go_back()
    phone.sees_heading("Sign in")


def test_it_is_there_before_signing_in(alice: Page, no_javascript: Page, db: None) -> None:
    for page in (alice, no_javascript):
        let_elsewhere_answer(page)
        for path in (*PUBLIC, f"/join/{factories.open_invitation(factories.person()).token}/"):
            page.goto(path)
            leaves(page, "tap")


def test_a_page_that_the_browser_kept_is_hidden_and_loads_anew(alice: Page, pair: Pair) -> None:
    """Playwright's Chromium keeps none, so what it would say to the page is said by hand."""
    phone = let_in(alice, pair.alice)
    phone.opens("/today/")
    alice.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert not alice.locator("main").is_visible()
    Session.objects.all().delete()
    with alice.expect_navigation():
        alice.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    phone.sees_heading("Sign in")
