"""How soon a page shows something to who comes for the first time, with a slow line and a slow phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Page, sync_playwright

from bench.dispatch import Figures, _couples
from bench.stand import Stand
from bench.web import signed_in_session
from tests.helpers.services import CHROMIUM_ARGUMENTS, MissingError, find_chromium, find_shell

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 1_600_000 / 8}
SLOWED = 4
ROUNDS = 5
PHONE = {"width": 390, "height": 844}
PAINTED = """() => new Promise((resolve) => {
  const look = (list) => list.getEntriesByName("first-contentful-paint").forEach((paint) => resolve(paint.startTime))
  new PerformanceObserver(look).observe({ type: "paint", buffered: true })
})"""


def first_paint(stand: Stand) -> Figures:
    """Milliseconds until Welcome, and Today, show their first text or drawing, by the browser's own account."""
    chromium = find_shell() or find_chromium()
    if chromium is None:
        raise MissingError("Chromium is missing: `python -m tests.helpers.services chromium` installs it.")
    _couples(stand)
    session = signed_in_session()
    with stand.gunicorn() as site:
        welcome, today = _paints(stand, chromium, site.url, session)
    stand.note(
        "1.6 Mbit/s, 150 ms before each answer, a processor four times slower, nothing kept from an earlier visit"
    )
    yield "first_paint_ms", welcome
    yield "first_paint_today_ms", today


def _paints(stand: Stand, chromium: str, site: str, session: str) -> list[float]:
    """Visit both pages in turn. No row is read here: what drives the browser keeps an event loop in this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        visits = [_visit(browser, f"{site}/", ""), _visit(browser, f"{site}/today/", session)]
        for visit in visits * stand.size(2, 0):
            visit()  # both processes of the server have read their templates then
        measured = stand.interleaved(*visits, rounds=ROUNDS)
        browser.close()
    return measured


def _visit(browser: Browser, url: str, session: str) -> Callable[[], float]:
    def visit() -> float:
        # A window of its own: nothing is kept from the last visit.
        context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)  # type: ignore[arg-type]
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}] if session else [])
        page = context.new_page()
        _make_slow(page)
        answer = page.goto(url, wait_until="load")
        assert answer
        assert (answer.status, answer.url) == (200, url)
        painted: float = page.evaluate(PAINTED)
        context.close()
        return painted

    return visit


def _make_slow(page: Page) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
