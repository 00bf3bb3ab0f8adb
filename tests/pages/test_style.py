"""How the pages look: the one that shows it, and what the first visit has to load for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from pages.style import COLOURS, DRAWINGS, ICONS
from tests.helpers.processes import ROOT

OWN_BYTES = 100_000
FONT_BYTES = 120_000
# What an English or a Chinese page shows; the other slices are for names with letters of the rest of Europe.
FIRST_SLICES = re.compile(r'url\("\.\./(vendor/source-[^"]+-latin-\d+-[^"]+\.woff2)"\)')
ICON = re.compile(r'(?:icon\.html" with name=|icon=)"(\w+)"')


def size(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str), path
    return Path(found).stat().st_size


@pytest.mark.parametrize("address", ["style", "style_light", "style_dark"])
def test_it_is_shown_on_ones_own_machine_alone(client, settings, address):
    settings.OUTBOX_PAGES = settings.DEBUG = False
    assert client.get(reverse(address)).status_code == 404
    settings.DEBUG = True
    assert client.get(reverse(address)).status_code == 200


def test_its_frames_show_each_theme_and_no_other_site_may_frame_them(client, settings):
    settings.OUTBOX_PAGES = True
    outer = client.get(reverse("style"))
    assert "frame-src 'self'" in outer["Content-Security-Policy"]
    assert outer["X-Frame-Options"] == "DENY"
    for theme in ("light", "dark"):
        inner = client.get(reverse(f"style_{theme}"))
        assert f'data-theme="{theme}"' in inner.content.decode()
        assert inner["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in inner["Content-Security-Policy"]


def test_it_shows_every_colour_and_every_icon_and_no_page_names_another():
    static = ROOT / "static" / "steady"
    drawn = re.findall(r'<symbol id="(\w+)"', (static / "icons.svg").read_text())
    assert sorted(ICONS) == sorted(drawn)
    named = {name for template in ROOT.rglob("templates/**/*.html") for name in ICON.findall(template.read_text())}
    assert named <= {*drawn}
    assert re.findall(r'<symbol id="(\w+)"', (static / "drawings.svg").read_text()) == DRAWINGS
    swatches = re.findall(r"\.swatches \.([\w-]+)", (static / "style.css").read_text())
    assert swatches == COLOURS
    assert {*re.findall(r"--([\w-]+): #", (static / "tokens.css").read_text())} >= {*COLOURS}


def test_a_first_visit_is_light(client, db):
    """Without what others made: its styles and scripts, and beside them the slices of type that it may show."""
    page = client.get("/").content.decode()
    linked = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)
    own = [path for path in linked if path.startswith("steady/")]
    assert len(own) > 10
    assert sum(size(path) for path in own) <= OWN_BYTES
    fonts = FIRST_SLICES.findall((ROOT / "static/steady/fonts.css").read_text())
    assert len(fonts) == 3
    assert sum(size(path) for path in fonts) <= FONT_BYTES


def test_what_others_made_is_listed_with_its_licence():
    notice = (ROOT / "NOTICE").read_text()
    folders = [folder for place in ("static/vendor", "tests/e2e/vendor") for folder in (ROOT / place).rglob("")]
    held = [folder for folder in folders if any(path.is_file() for path in folder.iterdir())]
    assert len(held) == 5
    for folder in held:
        assert f"\n{folder.relative_to(ROOT)}/\n" in notice
        assert any(path.name.startswith("LICENSE") for path in folder.iterdir()), folder
