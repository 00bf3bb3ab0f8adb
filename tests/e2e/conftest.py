"""Chromium as the partners use it: a phone's window, one for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, sync_playwright

from tests.e2e.windows.kept import forget, lead_to_rest, look_as
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
SPARING = ["--js-flags=--single-threaded,--no-opt,--no-maglev", "--disable-features=RenderDocument"]
SCREENSHOTS = ROOT / "build" / "screenshots"
# Of stories: `STORY_PICTURES=1 make test-browser` keeps them. No test looks at one, and each takes as long as a page.
ARE_PICTURES_WANTED = bool(os.environ.get("STORY_PICTURES"))
OpenPage = Callable[..., Page]


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
        _listen(page, console)
        pages.append(page)
        return page

    yield open_window
    _keep_what_failed(request.node, pages)
    for page in pages:
        page.context.close()
    _refuse_complaints(console, expected_console)


@pytest.fixture(scope="session")
def keep(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A function that finds the kept window of a name, or opens it; keyword arguments change the phone."""
    yield from keeping(chromium, live_server.url)


def keeping(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Yield what `keep` gives, for the windows of one browser."""
    kept: dict[str, Page] = {}
    # A service worker of one test would answer for the next. And all is measured in pixels of the style sheet: to paint
    # four of a screen for each of them costs and tells nothing.
    usual = {**PHONE, "base_url": site, "service_workers": "block", "device_scale_factor": 1}

    def find(name: str, **changes: Any) -> Page:
        if name not in kept:
            kept[name] = browser.new_context(**{**usual, **changes}).new_page()
            kept[name].set_default_timeout(30_000)
        return kept[name]

    yield find
    for page in kept.values():
        page.context.close()


@pytest.fixture
def lend(
    keep: Callable[..., Page],
    live_server: Any,
    settings: Any,
    console: list[str],
    expected_console: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Page]]:
    """A function that lends a kept window to this test, and takes it back without what the test left in it."""
    settings.SITE_URL = live_server.url
    lent: list[tuple[Page, str, Callable[[], None]]] = []

    def lend_window(name: str, **changes: Any) -> Page:
        page = keep(name, **changes)
        lead_to_rest(page)
        lent.append((page, changes.get("base_url", live_server.url), _listen(page, console)))
        return page

    yield lend_window
    _keep_what_failed(request.node, [page for page, _site, _end in lent])
    left = []
    for page, site, end_listening in lent:
        look_as(page, PHONE)  # until that is done, all is heard that the console had to say
        end_listening()
        left += forget(page, site)
    assert left == [], "a kept window does not lose that: open one by `open_page`"
    _refuse_complaints(console, expected_console)


def _listen(page: Page, console: list[str]) -> Callable[[], None]:
    """Note what the window's console complains about; return what ends that."""

    def hear_message(message: ConsoleMessage) -> None:
        console.extend(_complaint(message))

    def hear_error(error: Error) -> None:
        console.append(str(error))

    def end() -> None:
        page.remove_listener("console", hear_message)
        page.remove_listener("pageerror", hear_error)

    page.on("console", hear_message)
    page.on("pageerror", hear_error)
    return end


def _keep_what_failed(test: pytest.Item, pages: list[Page]) -> None:
    if test.stash.get(FAILED, False):
        for number, page in enumerate(pages):
            _save(page, ROOT / "build" / "failures" / f"{test.name}-{number}.png")


def _refuse_complaints(console: list[str], expected: list[str]) -> None:
    unexpected = [text for text in console if not any(part in text for part in expected)]
    assert not unexpected, "the browser's console complained:\n" + "\n".join(unexpected)


@pytest.fixture
def alice(lend: Callable[..., Page]) -> Page:
    """The first partner's window, kept for the next test that asks for it: to open one anew takes half a second.

    Who moves a browser's clock, adds a script to all its pages, leaves a request open or needs a service worker opens a
    window by `open_page`, which ends with the test.
    """
    return lend("alice")


@pytest.fixture
def bob(lend: Callable[..., Page]) -> Page:
    """The second partner's window, kept in the same way."""
    return lend("bob")


@pytest.fixture
def no_javascript(lend: Callable[..., Page]) -> Page:
    """A window in which no script runs, kept in the same way."""
    return lend("no_javascript", java_script_enabled=False)


@pytest.fixture(scope="session")
def page_with_axe(keep: Callable[..., Page]) -> Page:
    """The kept window of which each page can be examined: what comes with it is sent once, and not anew for each."""
    page = keep("one_window")
    page.context.add_init_script(AXE_SCRIPT)
    return page


@pytest.fixture
def one_window(page_with_axe: Page, lend: Callable[..., Page]) -> Page:
    """A window for tests that only look, kept in the same way."""
    return lend("one_window")


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
