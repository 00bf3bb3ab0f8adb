"""Taking back a window for the next test: nothing of what was done in it goes on, or answers for what comes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Page

# Where a window goes that is not at rest.
BETWEEN = "/healthz"
# To empty a page takes a tenth of the time that leading it to another one takes. With what it held all listeners go,
# those of the window too (https://html.spec.whatwg.org/#dom-document-open). Who waits for a promise still has a turn,
# and finds no way out.
EMPTY = """() => {
  if ("__pwClock" in window) return "the browser's clock was moved"
  window.stop()
  const last = setTimeout(() => {})
  for (let timer = 1; timer <= last; timer += 1) clearTimeout(timer)
  window.fetch = () => new Promise(() => {})
  navigator.sendBeacon = () => false
  XMLHttpRequest.prototype.send = () => {}
  navigation.addEventListener("navigate", (event) => event.preventDefault())
  document.open()
  document.close()
  localStorage.clear()
  sessionStorage.clear()
  const { fontSize } = getComputedStyle(document.documentElement)
  return fontSize === "16px" ? "" : `its type is ${fontSize} large`
}"""
IS_EMPTY = "document.documentElement.outerHTML === '<html><head></head><body></body></html>'"


def lead_to_rest(page: Page) -> None:
    """Make sure that the window shows nothing: one that was just opened does, or one that was on its way elsewhere."""
    if not (page.url != "about:blank" and page.evaluate(IS_EMPTY)):
        page.goto(BETWEEN)


def look_as(page: Page, phone: dict[str, Any]) -> None:
    """Give the window back the looks of the phone."""
    page.emulate_media(media="null", color_scheme=phone["color_scheme"], reduced_motion=phone["reduced_motion"])
    page.set_viewport_size(phone["viewport"])


def forget(page: Page, site: str) -> list[str]:
    """Leave nothing of the last test in the window; return what of it cannot be undone."""
    context = page.context
    # A page whose way elsewhere a test held up can be emptied after that alone.
    page.unroute_all()
    context.unroute_all()
    left = _emptied(page, site)
    for other in context.pages:
        if other != page:
            other.close()
    context.clear_cookies()
    context.clear_permissions()
    page.set_extra_http_headers({})
    context.set_offline(False)
    return [left] if left else []


def _emptied(page: Page, site: str) -> str:
    if page.url.startswith(site):
        # It waits for a page that is on its way, and fails then.
        with suppress(Error):
            return str(page.evaluate(EMPTY))
    page.context.set_offline(False)
    page.goto(BETWEEN)
    return str(page.evaluate(EMPTY))
