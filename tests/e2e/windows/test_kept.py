"""The windows that tests hand on to each other: does anything of one come to the next?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Route

from agreements.letters.models import PrivateLine
from tests.e2e.conftest import PHONE, OpenPage
from tests.e2e.phone import ELSEWHERE, let_elsewhere_answer, let_in, type_size
from tests.e2e.windows.kept import BETWEEN, IS_EMPTY, forget, lead_to_rest, look_as
from tests.helpers import factories
from tests.helpers.factories import Pair

# What a page may still have before it, and all of it would ask for something.
UNFINISHED = """() => {
  const ask = (what) => () => fetch(`/healthz?${what}`)
  setTimeout(ask("later"), 20)
  setInterval(ask("again"), 20)
  for (const event of ["pagehide", "online", "visibilitychange"]) addEventListener(event, ask(event))
  document.addEventListener("visibilitychange", ask("seen"))
  // As after an answer that was awaited.
  window.goOn = () => {
    ask("after")()
    setTimeout(ask("after a while"))
    navigator.sendBeacon("/healthz?beacon")
    const request = new XMLHttpRequest()
    request.open("GET", "/healthz?request")
    request.send()
    location.assign("/help/")
  }
}"""
# What was to come within that time has come then.
A_LATER_TIMER = "() => new Promise((resolve) => setTimeout(resolve, 60))"
KEPT = "[localStorage.length, sessionStorage.length, document.cookie]"
COME_AND_GO = """() => {
  for (const event of ["pagehide", "online", "visibilitychange"]) dispatchEvent(new Event(event))
  document.dispatchEvent(new Event("visibilitychange"))
  window.goOn()
}"""


@contextmanager
def asked_for(page: Page) -> Iterator[list[str]]:
    """Yield a list that grows by the path of each request."""
    paths: list[str] = []

    def hear(request: Request) -> None:
        paths.append(urlsplit(request.url).path)

    page.on("request", hear)
    yield paths
    page.remove_listener("request", hear)


def unanswered(_route: Route) -> None:
    """Leave whoever asks waiting."""


def test_of_a_page_that_is_put_away_nothing_is_sent_any_more(
    open_page: OpenPage, pair: Pair, live_server: Any, expected_console: list[str]
) -> None:
    """Neither what was typed, nor a look at what is new, nor what waited for an answer."""
    # What the page asked before, and is stopped.
    expected_console.append("Failed to fetch")
    page, rule = open_page(), factories.agreed_response_rule(pair)
    phone = let_in(page, pair.alice)
    phone.opens(f"/agreements/{rule.pk}/")
    page.locator("[data-live]").wait_for(state="attached")
    phone.fills(coping_line="It says nothing about me.")
    page.evaluate(UNFINISHED)
    assert forget(page, live_server.url) == []
    with asked_for(page) as paths:
        page.evaluate(COME_AND_GO)
        page.evaluate(A_LATER_TIMER)
        lead_to_rest(page)
        page.goto("/healthz")
    assert paths == ["/healthz"]
    assert not PrivateLine.objects.exists()


def test_a_page_on_its_way_does_not_come(open_page: OpenPage, db: None, live_server: Any) -> None:
    page = open_page()
    page.goto("/help/")
    page.route("**/safety/", unanswered)
    with page.expect_request("**/safety/"):
        page.evaluate("() => { setTimeout(() => location.assign('/safety/')) }")
    assert forget(page, live_server.url) == []
    page.evaluate(A_LATER_TIMER)
    lead_to_rest(page)
    assert page.evaluate(IS_EMPTY)


def test_a_window_forgets_what_was_done_in_it(open_page: OpenPage, live_server: Any) -> None:
    page = open_page()
    page.goto(BETWEEN)
    page.evaluate("() => { localStorage.kept = 'text'; sessionStorage.kept = 'text'; document.cookie = 'kept=text' }")
    page.route("**/somewhere/", unanswered)
    page.context.route(BETWEEN, unanswered)
    page.context.new_page()
    page.context.set_offline(True)
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="no-preference")
    page.set_viewport_size({"width": 1280, "height": 800})
    with type_size(page) as set_size:
        set_size(32)
    look_as(page, PHONE)
    assert forget(page, live_server.url) == []
    page.goto(BETWEEN)
    assert page.context.pages == [page]
    assert page.evaluate(KEPT) == [0, 0, ""]
    assert page.viewport_size == PHONE["viewport"]
    for medium in ("screen", "(prefers-color-scheme: light)", "(prefers-reduced-motion: reduce)"):
        assert page.evaluate("medium => matchMedia(medium).matches", medium), medium


def test_who_does_what_cannot_be_undone_is_told(open_page: OpenPage, live_server: Any) -> None:
    page, other = open_page(), open_page()
    page.clock.install()
    page.goto(BETWEEN)
    assert forget(page, live_server.url) == ["the browser's clock was moved"]
    other.goto(BETWEEN)
    with type_size(other) as set_size:
        set_size(32)
        assert forget(other, live_server.url) == ["its type is 32px large"]


def test_a_window_that_is_elsewhere_comes_back(open_page: OpenPage, live_server: Any) -> None:
    page = open_page()
    let_elsewhere_answer(page)
    page.goto(BETWEEN)
    page.evaluate("() => { localStorage.kept = 'text' }")
    page.goto(ELSEWHERE)
    assert forget(page, live_server.url) == []
    assert page.evaluate(KEPT)[0] == 0
