"""`make screenshots`: pictures of every page, in both widths, themes and languages, and a sheet of all eight for each.

They lie in build/screenshots/ as WIDTH-THEME-LANGUAGE-PAGE.png and sheet-PAGE.png. The pages are those of
`tests/e2e/scenes.py`, which the tests of the look walk through too. `make test` does not collect this module.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from couples.people.models import User
from tests.e2e.conftest import PHONE, SCREENSHOTS
from tests.e2e.phone import let_in, picture
from tests.e2e.scenes import SCENES

DESKTOP: dict[str, Any] = {
    **PHONE,
    "viewport": {"width": 1280, "height": 800},
    "device_scale_factor": 1,
    "has_touch": False,
    "is_mobile": False,
}
WINDOWS = {390: PHONE, 1280: DESKTOP}
THEMES = ("light", "dark")
LANGUAGES = {"en": "en", "zh": "zh-hans"}
SHEET_WIDTH = 2400
SHEET = """<style>
  body {{ margin: 16px; background: #888; font: 20px sans-serif }}
  div {{ display: grid; grid-template-columns: repeat(4, 1fr); gap: 16px; align-items: start; margin-top: 16px }}
  img {{ width: 100% }}
</style><b>{name}</b><div>{pictures}</div>"""

Windows = dict[int, Page]


@pytest.fixture(scope="session")
def windows(chromium: Browser, live_server: Any) -> Iterator[Windows]:
    """The same two windows for all pages: to open one takes as long as a picture."""
    contexts = {width: _context(chromium, window, live_server.url) for width, window in WINDOWS.items()}
    yield {width: context.new_page() for width, context in contexts.items()}
    for context in contexts.values():
        context.close()


def _context(chromium: Browser, window: dict[str, Any], base_url: str) -> BrowserContext:
    context = chromium.new_context(**{**window, "base_url": base_url})
    context.set_default_timeout(30_000)
    return context


@pytest.fixture(scope="session")
def desk(chromium: Browser) -> Iterator[Page]:
    """Where the pictures of a page are laid side by side."""
    page = chromium.new_page(viewport={"width": SHEET_WIDTH, "height": 100})
    yield page
    page.context.close()


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_pictures(
    windows: Windows,
    desk: Page,
    transactional_db: None,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    scene: str,
) -> None:
    """The scene is made once; its person reads in another language then, and a window turns dark as it stands."""
    monkeypatch.setattr(settings, "SITE_URL", live_server.url)
    monkeypatch.setattr(settings, "OUTBOX_PAGES", False)  # as on a site with a mail server
    person, path = SCENES[scene]()
    pictures: list[Path] = []
    for width, page in windows.items():
        for short, language in LANGUAGES.items():
            _open(page, path, person, language)
            pictures += [_picture(page, theme, f"{width}-{theme}-{short}-{scene}") for theme in THEMES]
            page.goto("about:blank")  # an open page asks for itself, and would load anew while another is opened
    _lay_out(desk, scene, pictures)


def _open(page: Page, path: str, person: User | None, language: str) -> None:
    page.context.clear_cookies()
    page.emulate_media(color_scheme="light")
    # As the choice at the head of a page leaves it there; whoever is signed in has a language of their own.
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": settings.SITE_URL}])
    if person:
        User.objects.filter(pk=person.pk).update(language=language)
        person.refresh_from_db()
        let_in(page, person)
    page.goto(path)


def _picture(page: Page, theme: Any, name: str) -> Path:
    path = SCREENSHOTS / f"{name}.png"
    page.emulate_media(color_scheme=theme)
    picture(page, path)
    return path


def _lay_out(desk: Page, scene: str, pictures: list[Path]) -> None:
    sources = (base64.b64encode(path.read_bytes()).decode() for path in pictures)
    desk.set_content(
        SHEET.format(name=scene, pictures="".join(f'<img src="data:image/png;base64,{source}">' for source in sources))
    )
    desk.screenshot(path=SCREENSHOTS / f"sheet-{scene}.png", full_page=True)
