"""Taking one's things along, on a phone: asked for, waited for, downloaded, opened and read without a network."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pages.export.making import make
from pages.export.verbs import note_fetched, take_silent
from tests.e2e.conftest import SCREENSHOTS
from tests.e2e.phone import FAULTS, let_in, picture
from tests.helpers import factories, notebook
from tests.helpers.factories import PASSWORD, Pair
from tests.pages.export.files import file_ready

# As the main button of a page is written.
ON_ACCENT = """() => {
  const button = document.body.appendChild(document.createElement("button"))
  const { color } = getComputedStyle(button)
  button.remove()
  return color
}"""


def test_made_waited_for_downloaded_and_read(alice: Page, pair: Pair, tmp_path: Path) -> None:
    now = timezone.now()
    rule = factories.agreed_response_rule(pair, please="call me <b>soon</b>")
    factories.amended(rule, pair.alice_seat, please="write me a line")
    factories.opened_check_in(pair, now, words="I waited with dinner")
    notebook.felt(pair.alice, trigger="late_reply", text="Nothing since noon.\nThen a line.", strength=2)
    notebook.noted(pair.bob_seat, is_for_now=True)
    phone = let_in(alice, pair.alice)
    phone.opens("/settings/")
    alice.locator('main a[href="/settings/export/"]').click()
    phone.taps("Put my file together")
    alice.locator("input[type=password]").fill(PASSWORD)
    phone.taps("Go on")
    expect(alice.locator("progress")).to_be_visible()
    for run in take_silent(timezone.now()):
        make(run)
    ready = alice.locator(".button", has_text="Download")
    expect(ready).to_be_visible()  # without a tap: the page has noticed
    with alice.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == f"archive-{timezone.localdate()}.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    phone.opens("/settings/export/")
    expect(alice.locator(".button", has_text="Download again")).to_be_visible()
    reads_in_both_languages(alice, tmp_path)


@pytest.mark.parametrize("was_fetched", [False, True])
def test_the_password_leads_back_to_the_link_which_is_next(alice: Page, pair: Pair, was_fetched: bool) -> None:
    file = file_ready(pair.alice)
    if was_fetched:
        note_fetched(file, timezone.now())
    phone = let_in(alice, pair.alice)
    phone.opens("/settings/export/")
    phone.taps_on(alice.locator(".button", has_text="Download"))
    phone.sees("This is to download the file with all that is yours here.")
    phone.fills(password=PASSWORD)
    phone.taps("Go on")
    link = alice.locator(".button", has_text="Download")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    expect(link).to_have_css("color", alice.evaluate(ON_ACCENT))
    with alice.expect_download():
        alice.keyboard.press("Enter")


def reads_in_both_languages(page: Page, folder: Path) -> None:
    page.context.set_offline(True)
    page.goto(f"file://{folder}/index.html")
    main = page.locator("main")
    for words in ("call me <b>soon</b>", "I waited with dinner", "Nothing since noon.", "What felt good"):
        expect(main).to_contain_text(words)
    for name in ("en", "zh"):
        assert not [fault for fault in page.evaluate(FAULTS) if "sideways" in fault or "h1" in fault]
        picture(page, SCREENSHOTS / f"export-{name}.png")
        if name == "en":
            page.get_by_role("link", name="用中文阅读").click()
    expect(main).to_contain_text("让人高兴的事")
