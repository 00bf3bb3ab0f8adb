"""The windows that the other browser tests look through: would they see what is wrong?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.waiting import wait_until

HEAD = '<!doctype html><html lang="en"><head><title>Something</title><link rel="icon" href="data:,"></head>'
POLICY = "default-src 'self'; img-src 'self' data:"


def show(page: Page, body: str) -> None:
    """Show a page of the test's own with the given body."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    page.route("**/page", lambda route: route.fulfill(body=f"{HEAD}<body>{body}</body></html>", headers=headers))
    page.goto("/page")


def wait_for(page: Page, console: list[str], part: str) -> None:
    """Wait until the console complains so; Playwright hears the console only while it is asked something."""
    wait_until(lambda: page.title() and any(part in text for text in console), 5, part)


# What is broken, and what the console says of it and of none of the others.
BROKEN = (
    ('<p style="color: red">Loud</p>', "style-src"),
    ("<script>document.title = 'Ours'</script>", "script-src"),
    ('<img alt="" src="http://elsewhere.example/dot.png">', "img-src"),
    ('<img alt="" src="/no-such-picture">', "status of 404"),
)


def test_broken_policy_and_missing_files_are_seen(alice: Page, console: list[str], expected_console: list[str]) -> None:
    expected_console.append("")
    show(alice, "")
    for body, complaint in BROKEN:
        alice.unroute_all()
        console.clear()
        show(alice, body)
        wait_for(alice, console, complaint)


def test_script_errors_are_seen(alice: Page, console: list[str], expected_console: list[str]) -> None:
    expected_console.append("ouch")
    show(alice, "")
    alice.evaluate("() => { setTimeout(() => { throw new Error('ouch') }, 0) }")
    wait_for(alice, console, "ouch")


def test_quiet_page_is_fine(alice: Page, console: list[str], axe: Callable[[Page], None]) -> None:
    show(alice, "<main><h1>Reminder: today 20:30</h1><p>日程提醒</p></main>")
    axe(alice)
    assert console == []


def test_axe_sees_what_cannot_be_read(alice: Page, axe: Callable[[Page], None]) -> None:
    show(alice, '<main><h1>Something</h1><input><font color="#dddddd">faint</font></main>')
    with pytest.raises(AssertionError, match=r"(?s)color-contrast.*label"):
        axe(alice)


def test_partners_have_cookies_of_their_own(alice: Page, bob: Page) -> None:
    show(alice, "")
    show(bob, "")
    alice.evaluate("document.cookie = 'who=alice'")
    assert bob.evaluate("document.cookie") == ""
    assert alice.viewport_size == {"width": 390, "height": 844}


def test_without_javascript_nothing_runs(no_javascript: Page) -> None:
    headers = {"Content-Type": "text/html"}
    page = f"{HEAD}<script>document.title = 'Ours'</script><body></body></html>"
    no_javascript.route("**/page", lambda route: route.fulfill(body=page, headers=headers))
    no_javascript.goto("/page")
    assert no_javascript.title() == "Something"


# The page that describes the API


def test_the_apis_page_keeps_the_strict_policy(alice: Page, db: None, expected_console: list[str]) -> None:
    """Whatever the policy refuses is said on the console, which has to stay empty but for the call itself."""
    expected_console.append("status of 401")
    alice.goto("/api/docs/")
    operation = alice.locator(".opblock-summary-control").first
    operation.click()
    expect(alice.locator(".opblock-description-wrapper").first).to_be_visible()
    alice.get_by_role("button", name="Try it out").first.click()
    alice.get_by_role("button", name="Execute").first.click()
    expect(alice.locator(".responses-inner .response").first).to_be_visible()
