"""Draw the app's icons from static/steady/icon.svg, in Chromium. Run it when the icon changes; commit what it makes."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "static" / "steady"
SVG = (FOLDER / "icon.svg").read_text()
GREEN = "#2f5b53"
# The circle of a pause (static/steady/pause.css), for its shortcut on a home screen.
PAUSE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="#17373b"/>'
    '<circle cx="16" cy="16" r="11" fill="#2a5a5e"/><circle cx="16" cy="16" r="8" fill="#c3ddd2"/></svg>'
)


def draw(page: Page, name: str, size: int, svg: str) -> None:
    """Save one square picture with a transparent ground."""
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:100vw;height:100vh}}</style>{svg}")
    page.screenshot(path=FOLDER / name, omit_background=True)


def full_bleed(svg: str) -> str:
    """Return the icon for launchers that cut their own shape: no round corners, the drawing in the safe middle."""
    drawing = re.search(r"<path.*?/>", svg)
    assert drawing
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="{GREEN}"/>'
        f'<g transform="translate(16 16) scale(.8) translate(-16 -16)">{drawing.group()}</g></svg>'
    )


def badge(svg: str) -> str:
    """Return the drawing alone: of a badge only its shape is shown."""
    return re.sub(r"<rect.*?/>", "", svg)


def main() -> None:
    """Draw them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, size, svg in (
            ("icon-192.png", 192, SVG),
            ("icon-512.png", 512, SVG),
            ("icon-180.png", 180, full_bleed(SVG)),
            ("icon-maskable-512.png", 512, full_bleed(SVG)),
            ("badge-96.png", 96, badge(SVG)),
            ("icon-pause-192.png", 192, PAUSE),
        ):
            draw(page, name, size, svg)
        browser.close()


if __name__ == "__main__":
    main()
