"""One partner's phone: a thin layer over a browser's window that speaks the partner's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from playwright.sync_api import Locator, Page, expect

from agreements.kinds.starters import all_starters
from couples.people.models import User
from tests.e2e.conftest import ARE_PICTURES_WANTED, SCREENSHOTS
from tests.helpers.factories import signed_in

LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}
# What a browser takes where its owner chose nothing.
USUAL_TYPE = 16
# Where quick exit leads.
ELSEWHERE = "https://www.wikipedia.org/"
# What must be true of every page that the story meets (some of it is WCAG 2.2 AA).
FAULTS = """() => {
  const root = document.documentElement, faults = []
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`)
  const headings = document.querySelectorAll("h1").length
  if (headings !== 1) faults.push(`${headings} h1`)
  if (!document.querySelector('a[href="/help/"]')) faults.push("no help")
  if (!document.querySelector("[data-quick-exit]")) faults.push("no quick exit")
  if (!document.title.trim()) faults.push("no title")
  return faults
}"""
# With all that the page holds, in one question: each takes the browser and what drives it some milliseconds.
FAULTS_AND_PAGE = f"() => [({FAULTS})(), document.documentElement.outerHTML]"
# A link inside a sentence may be smaller (WCAG 2.5.8), and the skip link is seen only when it has the focus.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    `button, .button, summary, nav a, header a, .rows a, select, textarea, label:has(input),
     input:not([type=hidden], [type=checkbox], [type=radio])`
  )].map((target) => [target, target.getBoundingClientRect()])
  .filter(([target, box]) => target.checkVisibility() && (box.height < 43.5 || box.width < 43.5))
  .map(([target, box]) => `${Math.round(box.width)}×${Math.round(box.height)}: ${target.outerHTML.slice(0, 120)}`)"""


SAME_NAMES = """() => {
  const addresses = new Map()
  for (const link of document.links) {
    const name = (link.getAttribute("aria-label") ?? link.textContent).trim().replace(/\\s+/g, " ")
    addresses.set(name, (addresses.get(name) ?? new Set()).add(link.href))
  }
  return [...addresses].filter(([, found]) => found.size > 1).map(([name]) => name)
}"""


@dataclass
class Count:
    """What it takes: each click and each selection is a tap, each typed input a field.

    A page is one that somebody gets to know, however often they come back to it.
    """

    taps: int = 0
    fields: int = 0
    # From one screen of a page to the next, where one would else scroll.
    turns: int = 0
    pages: set[str] = field(default_factory=set)
    # How deep in what a story does beside, to look or to go wrong on purpose: that takes nobody anything.
    aside: int = 0

    def add(self, what: str) -> None:
        if not self.aside:
            setattr(self, what, getattr(self, what) + 1)

    def see(self, page: str) -> None:
        if not self.aside:
            self.pages.add(page)


class Phone:
    """A window, and in which language its owner reads."""

    def __init__(self, page: Page, language: str = "en", zone: str = "Europe/Berlin") -> None:
        self.page = page
        self.language = language
        self.zone = zone
        self.main = page.locator("main")
        self.count = Count()
        # Everything this person was shown, to tell later what never reached them.
        self.shown: list[str] = []

    # What it says

    def says(self, message: str, **values: object) -> str:
        """Return the service's own words in this person's language."""
        with translation.override(self.language):
            text = translation.gettext(message)
        return text % values if values else text

    def template(self, name: str) -> Mapping[str, str]:
        """Return the texts of a template in this person's language."""
        texts = next(starter.texts for starter in all_starters() if starter.name == name)
        return texts["zh" if self.language == "zh-hans" else "en"]

    def in_own_time(self, say: Callable[..., str], *arguments: Any) -> str:
        """Call one of basics.formats in this person's language and zone."""
        with translation.override(self.language), timezone.override(ZoneInfo(self.zone)):
            return say(*arguments)

    # What its owner does

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Do what nobody would have to do: look once more, or go wrong on purpose. It is not counted."""
        self.count.aside += 1
        yield
        self.count.aside -= 1

    def opens(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(path)
        self._arrived()

    def moves_on_to(self, path: str) -> None:
        """Wait until an open page has noticed by itself what the other did, and leads here."""
        self.page.wait_for_url(f"**{path}")
        self._arrived()

    def taps(self, message: str, **values: object) -> None:
        """Tap the button or link of the page that says so, and wait for the page it leads to."""
        self.taps_on(self.named(message, **values))

    def taps_on(self, target: Locator) -> None:
        """Tap something, and wait for the page it leads to."""
        self.count.add("taps")
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        self._arrived()

    def turns(self, times: int = 1) -> None:
        """Go on to the next screen of this page."""
        for _time in range(times):
            self.count.add("turns")
            self.main.get_by_role("button", name=self.says("Next"), exact=True).click()

    def answers(self, **words: str) -> None:
        """Answer what a talk asks as it comes, one a screen; no words are "not today", or nothing at all."""
        for place, (prompt, text) in enumerate(words.items(), start=1):
            expect(self.field(prompt)).to_be_visible()
            not_today = self.main.get_by_role("button", name=self.says("Not today"), exact=True)
            if text:
                self.fills(**{prompt: text})
            elif not_today.count():
                self.count.add("taps")
                not_today.click()
                continue
            if place < len(words):
                self.turns()

    def unfolds(self, message: str) -> None:
        """Open what is folded away on the page."""
        self.count.add("taps")
        self.main.locator("summary").get_by_text(self.says(message), exact=True).click()

    def goes_to(self, message: str) -> None:
        """Choose one of the five places."""
        self.taps_on(self.page.get_by_role("navigation").get_by_role("link", name=self.says(message), exact=True))

    def fills(self, **fields: str | bool) -> None:
        """Fill in fields by their names, as they are to be: text, a choice, or ticked."""
        for name, value in fields.items():
            self._fill(name, value)

    def chooses(self, name: str, *values: object) -> None:
        """Tick these of several, and no others."""
        wanted = {str(value) for value in values}
        for box in self.main.locator(f"[name={name}]").all():
            is_wanted = box.get_attribute("value") in wanted
            if box.is_checked() is not is_wanted:
                self.count.add("taps")
                box.set_checked(is_wanted)

    def types_digits(self, **field: str) -> None:
        """Type a code; with its last digit the page goes on by itself."""
        with self.page.expect_navigation(wait_until="load"):
            self.fills(**field)
        self._arrived()

    def _fill(self, name: str, value: str | bool) -> None:
        if isinstance(value, bool):
            self.count.add("taps")
            self.field(name).set_checked(value)
            return
        kind = self.main.locator(f"[name={name}]").first.evaluate("field => field.type")
        self.count.add("taps" if kind in ("radio", "select-one") else "fields")
        if kind == "radio":
            self.main.locator(f"[name={name}][value='{value}']").check()
        elif kind == "select-one":
            self.field(name).select_option(value)
        else:
            self.field(name).fill(value)

    # What its owner sees

    def named(self, message: str, **values: object) -> Locator:
        """Find the one button or link of the page that says so."""
        name = self.says(message, **values)
        buttons = self.main.get_by_role("button", name=name, exact=True)
        return buttons.or_(self.main.get_by_role("link", name=name, exact=True))

    def field(self, name: str) -> Locator:
        """Find a field by its name."""
        return self.main.locator(f"[name={name}]:visible")

    def sees(self, message: str, **values: object) -> None:
        """Wait for words of the service."""
        self.reads(self.says(message, **values))

    def reads(self, text: str) -> None:
        """Wait for a text, whoever wrote it."""
        expect(self.main).to_contain_text(text)

    def does_not_read(self, text: str) -> None:
        """Make sure that a text is not on the page, which has loaded."""
        expect(self.main).not_to_contain_text(text)

    def sees_heading(self, message: str, **values: object) -> None:
        """Wait for the page's one heading."""
        expect(self.page.locator("h1")).to_have_text(self.says(message, **values))

    def sees_address(self, pattern: str) -> None:
        """Wait until the page's path matches."""
        expect(self.page).to_have_url(re.compile(rf"^[a-z]+://[^/]+{pattern}$"))

    def keeps_picture(self, name: str) -> None:
        """Keep a picture of the whole page as build/screenshots/NAME.png, if anybody wants to look at it."""
        if ARE_PICTURES_WANTED:
            picture(self.page, SCREENSHOTS / f"{name}.png")

    def _arrived(self) -> None:
        self.count.see(f"{self.language}: {urlsplit(self.page.url).path}")
        faults, text = self.page.evaluate(FAULTS_AND_PAGE)
        self.shown.append(text)
        assert faults == [], f"{self.page.url} in {self.language}"

    def same_names(self) -> list[str]:
        """Return the names of links that lead to different places."""
        found: list[str] = self.page.evaluate(SAME_NAMES)
        return found

    def faults(self) -> list[str]:
        """Return what no page may have."""
        found: list[str] = self.page.evaluate(FAULTS)
        return found

    def small_targets(self) -> list[str]:
        """Return what is too small for a thumb."""
        found: list[str] = self.page.evaluate(SMALL_TARGETS)
        return found


def picture(page: Page, path: Path) -> None:
    """Keep a picture of the whole page."""
    usual = page.viewport_size
    assert usual
    path.parent.mkdir(parents=True, exist_ok=True)
    # A window as high as the page, so that what is fixed at its edge stands there in the picture too. What fills the
    # window grows with it, and what follows is beyond its edge then.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": usual["width"], "height": max(height, usual["height"])})
    page.screenshot(path=path, full_page=True, animations="disabled")
    page.set_viewport_size(usual)


@contextmanager
def type_size(page: Page) -> Iterator[Callable[[int], None]]:
    """Set the size in which the owner reads everything, in px; afterwards it is the usual one again."""
    tools = page.context.new_cdp_session(page)

    def set_size(size: int) -> None:
        tools.send("Page.setFontSizes", {"fontSizes": {"standard": size}})

    try:
        yield set_size
    finally:
        set_size(USUAL_TYPE)
        tools.detach()


def let_elsewhere_answer(page: Page) -> None:
    """Have the page that quick exit leads to answered here."""
    page.context.route(
        f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>An encyclopedia</title>", content_type="text/html")
    )


def let_in(page: Page, user: User) -> Phone:
    """Sign a person of this test's database in, without the sign-in page."""
    cookie = signed_in(None, user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": settings.SITE_URL}])
    return Phone(page, user.language, user.time_zone)
