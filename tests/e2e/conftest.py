"""Chromium as the partners use it: a phone's window, one for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from tests.helpers.figures import count
from tests.helpers.processes import ROOT
from tests.helpers.services import CHROMIUM_ARGUMENTS, MissingError, find_chromium, find_shell, is_ci

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "color_scheme": "light",
    "reduced_motion": "reduce",  # a colour halfway through a transition is neither right nor wrong
    "locale": "en-GB",
    "timezone_id": "Europe/Berlin",
}
# The story's steps are no test module, and a failed one is to say what it saw.
pytest.register_assert_rewrite("tests.e2e.stories.story_chapters", "tests.e2e.stories.story_of_a_pause")

# What V8 would compile better beside, it throws away with each page, before that has paid.
SPARING = ["--js-flags=--single-threaded,--no-opt,--no-maglev"]
SCREENSHOTS = ROOT / "build" / "screenshots"
# Of stories: `STORY_PICTURES=1 make test-browser` keeps them. No test looks at one, and each takes as long as a page.
ARE_PICTURES_WANTED = bool(os.environ.get("STORY_PICTURES"))
OpenPage = Callable[..., Page]
# Where a kept window waits for its next test.
BETWEEN = "/healthz"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of this process."""
    # It keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One headless Chromium for all tests of this process; the small one, where there is one."""
    yield from _browser(playwright, find_shell() or find_chromium())


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """One that shows notifications as well: for the modules that name it `chromium`."""
    yield from _browser(playwright, find_chromium())


def _browser(playwright: Playwright, path: str | None) -> Iterator[Browser]:
    if path is None:
        missing = MissingError("Chromium is missing: `python -m tests.helpers.services chromium` installs it.")
        pytest.fail(str(missing)) if is_ci() else pytest.skip(str(missing))
    browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGUMENTS, *SPARING])
    yield browser
    browser.close()


@pytest.fixture
def expected_console() -> list[str]:
    """Parts of console errors that a test expects, such as "status of 404"; all others fail it."""
    return []


@pytest.fixture
def console() -> list[str]:
    """What the windows' consoles complained about so far."""
    return []


@pytest.fixture
def open_page(
    chromium: Browser,
    live_server: Any,
    settings: Any,
    console: list[str],
    expected_console: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[OpenPage]:
    """A function that opens a window with cookies of its own; keyword arguments change the phone.

    At the end the test fails if any window's console showed an error, which a broken content policy is too.
    """
    settings.SITE_URL = live_server.url
    pages: list[Page] = []

    def open_window(**changes: Any) -> Page:
        page = chromium.new_context(**{**PHONE, "base_url": live_server.url, **changes}).new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: console.extend(_complaint(message)))
        page.on("pageerror", lambda error: console.append(str(error)))
        pages.append(page)
        return page

    yield open_window
    _keep_what_failed(request.node, pages)
    for page in pages:
        page.context.close()
    _refuse_complaints(console, expected_console)


@pytest.fixture(scope="module")
def kept_page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    """What `one_window` shows."""
    page = _kept_page(chromium, live_server.url)
    # What comes with each page is sent once, and not anew for each of them. The page in between is not looked at.
    page.context.add_init_script(f"if (location.pathname !== '{BETWEEN}') {{ {AXE_SCRIPT} }}")
    yield page
    page.context.close()


@pytest.fixture(scope="session")
def kept_pages(chromium: Browser, live_server: Any) -> Iterator[tuple[Page, Page]]:
    """What `two_windows` show."""
    pages = _kept_page(chromium, live_server.url), _kept_page(chromium, live_server.url)
    yield pages
    for page in pages:
        page.context.close()


def _kept_page(chromium: Browser, url: str) -> Page:
    # One of an earlier scene would answer for the next one.
    # All is measured in pixels of the style sheet: to paint four of a screen for each of them costs and tells nothing.
    looked_at = {"base_url": url, "service_workers": "block", "device_scale_factor": 1}
    page = chromium.new_context(**{**PHONE, **looked_at}).new_page()
    page.set_default_timeout(30_000)
    return page


@pytest.fixture
def lend(
    live_server: Any, settings: Any, console: list[str], expected_console: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[[Page], Page]]:
    """A function that lends a kept window to this test, and takes it back without what the test left in it."""
    settings.SITE_URL = live_server.url
    lent: list[Page] = []
    listening = {
        "console": lambda message: console.extend(_complaint(message)),
        "pageerror": lambda error: console.append(str(error)),
    }

    def lend_window(page: Page) -> Page:
        for event, listen in listening.items():
            page.on(event, listen)  # type: ignore[call-overload]  # one of each, by its name
        lent.append(page)
        return page

    yield lend_window
    _keep_what_failed(request.node, lent)
    for page in lent:
        # Not a blank page: for one of another origin Chromium starts a process, which has compiled nothing yet.
        page.goto(BETWEEN)
        page.emulate_media(color_scheme=PHONE["color_scheme"])
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        page.context.clear_cookies()
        page.set_viewport_size(PHONE["viewport"])
        for event, listen in listening.items():
            page.remove_listener(event, listen)
    _refuse_complaints(console, expected_console)


@pytest.fixture
def one_window(kept_page: Page, lend: Callable[[Page], Page]) -> Page:
    """The same window for every test of a module that asks for it, without what the one before left in it.

    For tests that only look: to open a window, and fetch and read all styles and scripts anew, takes longer.
    """
    return lend(kept_page)


@pytest.fixture
def two_windows(kept_pages: tuple[Page, Page], lend: Callable[[Page], Page]) -> tuple[Page, Page]:
    """Each partner's, kept in the same way: for walks that do no more than a person at a page can.

    Who moves a browser's clock, cuts its connection, answers for the service or changes a setting of it, opens windows
    by `open_page` (`alice`, `bob`), which end with the test.
    """
    her_page, his_page = kept_pages
    return lend(her_page), lend(his_page)


def _keep_what_failed(test: pytest.Item, pages: list[Page]) -> None:
    if test.stash.get(FAILED, False):
        for number, page in enumerate(pages):
            _save(page, ROOT / "build" / "failures" / f"{test.name}-{number}.png")


def _refuse_complaints(console: list[str], expected: list[str]) -> None:
    unexpected = [text for text in console if not any(part in text for part in expected)]
    assert not unexpected, "the browser's console complained:\n" + "\n".join(unexpected)


@pytest.fixture
def alice(open_page: OpenPage) -> Page:
    """The first partner's window."""
    return open_page()


@pytest.fixture
def bob(open_page: OpenPage) -> Page:
    """The second partner's window."""
    return open_page()


@pytest.fixture
def no_javascript(open_page: OpenPage) -> Page:
    """A window in which no script runs."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """A function that fails if axe finds something inaccessible on the page, light or dark."""

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = [fault for scheme in ("light", "dark") for fault in _faults(page, scheme)]
        assert not found, f"axe on {page.url}:\n" + "\n".join(found)

    return check


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """A function that keeps a picture of the whole page as build/screenshots/NAME.png, if one is wanted."""
    return lambda page, name: _save(page, SCREENSHOTS / f"{name}.png") if ARE_PICTURES_WANTED else None


FAILED = pytest.StashKey[bool]()
# Each of the practices is walked by one test, whose name bears its number.
WALKED = "practices: {walked} of 27"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember a failure, so that the windows are pictured before they close; count what two people can do."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
        if report.passed and item.name.startswith("test_practice_"):
            count(WALKED, walked=1)
    return report


def _complaint(message: ConsoleMessage) -> list[str]:
    refused = "Content Security Policy" in message.text
    return [f"{message.location.get('url', '')}: {message.text}"] if message.type == "error" or refused else []


def _faults(page: Page, scheme: Any) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    # The page is the same in the dark, but for its colours.
    only = {"runOnly": ["color-contrast", "link-in-text-block"]} if scheme == "dark" else {}
    options = {"resultTypes": ["violations"], **only}
    violations = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{scheme}: {violation['id']}: {violation['help']}: {node['html']}\n  {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def _save(page: Page, path: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, animations="disabled")
