"""The card of the two on paper and as a picture: what was agreed, each passage once, and nothing else."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, PdfMargins, expect
from pypdf import PdfReader

from agreements.card.showing import card_of, in_full
from basics import formats
from tests.e2e.conftest import OpenPage
from tests.e2e.phone import let_in
from tests.helpers import factories
from tests.helpers.factories import Pair

A6 = (297.6, 419.5)
POINTS_OFF = 1
PAPER = ("A4", "Letter")
# Long enough that not all of it fits on one page.
LONG = "so that nobody has to guess what was meant, and nobody has to ask a second time "
# A phone with a sheet to share by, and a browser that gives back noise for a picture.
SHARES = "navigator.canShare = () => true; navigator.share = async ({ files }) => { document.title = files[0].name }"
GUARDED = "CanvasRenderingContext2D.prototype.getImageData = () => ({ data: [1, 2, 3, 4] })"
ROOM_FOR_AN_ADDRESS: PdfMargins = {"top": "2cm", "bottom": "2cm"}


@pytest.fixture
def agreed(db: None, pair: Pair) -> Pair:
    """Five things agreed on some days ago; and what is one's alone, or not agreed."""
    then = timezone.now() - timedelta(days=6)
    factories.agreed_rhythm(pair, then, about=f"the week and {LONG}")
    factories.agreed_cool_down(pair, then, word="kettle", we_do_not=f"no doors and {LONG}", stays_allowed=LONG.upper())
    words = {"when": "if", "feel": "felt", "need": "needed", "please": "do", "except_when": "unless"}
    rules = [
        factories.agreed_response_rule(
            pair, then, **{name: f"{word} the {which}, {LONG}" for name, word in words.items()}
        )
        for which in ("first", "second", "third")
    ]
    line = {"coping_line": "CANARY line"}
    factories.signed_in(None, pair.alice).post(f"/agreements/{rules[0].pk}/coping-line/", line)
    factories.draft(pair.alice, please="CANARY draft")
    factories.proposed_rule(pair, please="CANARY letter")
    factories.amended(rules[1], pair.bob_seat, please="CANARY change")
    return pair


def test_paper_holds_each_agreed_passage_once_and_nothing_private(alice: Page, agreed: Pair, live_server: Any) -> None:
    let_in(alice, agreed.alice)
    alice.goto("/today/")
    assert live_server.url in _plain(_pages(alice, format="A4")), "there a browser prints where it was"
    alice.goto("/agreements/card/")
    alice.emulate_media(media="print", color_scheme="dark")
    assert alice.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    card = _pages(alice, prefer_css_page_size=True)
    assert _size(alice) == pytest.approx(A6, abs=POINTS_OFF)
    _holds_once(
        card, [sentence.text for sentence in card_of(agreed.alice_seat, timezone.now()).sentences], live_server.url
    )
    alice.goto("/agreements/card/in-full/")
    for paper in PAPER:
        pages = _pages(alice, format=paper)
        assert len(pages) > 1
        for agreement in in_full(agreed.alice_seat, timezone.now()):
            said = [passage for sentence in agreement.letter.sentences for passage in sentence.passages]
            words = [passage.text for passage in said if passage.is_words and passage.text]
            _holds_once(pages, words, live_server.url)
            assert _are_together(words, pages), (paper, agreement.heading)


def _are_together(words: list[str], pages: list[str]) -> bool:
    return any(all(_bare(text) in _bare(page) for text in words) for page in pages)


def _holds_once(pages: list[str], passages: list[str], address: str) -> None:
    text = _plain(pages)
    assert [passage for passage in passages if _bare("".join(pages)).count(_bare(passage)) != 1] == []
    for part in (
        "CANARY",
        address,
        "Quick exit",
        "Print",
        formats.day(datetime.now(tz=timezone.get_current_timezone())),
    ):
        assert _bare(part) not in _bare(text), part


def _pages(page: Page, **paper: Any) -> list[str]:
    """Return the text of each page that a browser prints with all that it likes to add."""
    return [each.extract_text() for each in _printed(page, **paper).pages]


def _printed(page: Page, **paper: Any) -> PdfReader:
    printed = page.pdf(display_header_footer=True, margin=ROOM_FOR_AN_ADDRESS, **paper)
    return PdfReader(io.BytesIO(printed))


def _size(page: Page) -> tuple[float, float]:
    box = _printed(page, prefer_css_page_size=True).pages[0].mediabox
    return float(box.width), float(box.height)


def _plain(pages: list[str]) -> str:
    return "\n".join(pages)


def _bare(text: str) -> str:
    """Return a text without its spaces: where a line ends is the paper's."""
    return "".join(text.split())


def test_a_picture_is_made_at_a_tap_alone_and_without_a_script_nothing_is_missing(
    open_page: OpenPage, no_javascript: Page, agreed: Pair, axe: Callable[[Page], None]
) -> None:
    alice = open_page()
    let_in(alice, agreed.alice)
    asked: list[str] = []
    alice.goto("/agreements/card/")
    alice.on("request", lambda request: asked.append(request.url))
    with alice.expect_download() as saved:
        alice.get_by_role("button", name="Save it as a picture").click()
    assert saved.value.suggested_filename == "card.png"
    picture = saved.value.path().read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 1080
    assert height >= 1350
    expect(alice.get_by_role("status").filter(has_text="card.png")).to_be_visible()
    # On a slow machine the page has asked meanwhile whether it is still the newest.
    assert [url for url in asked if url.startswith("http") and "?seen=" not in url] == [], "no server makes it"
    axe(alice)
    alice.add_init_script(SHARES)
    alice.reload()
    alice.get_by_role("button", name="Share the picture").click()
    expect(alice).to_have_title("card.png", timeout=20_000)
    alice.add_init_script(GUARDED)
    alice.reload()
    expect(alice.get_by_role("button", name="Print it")).to_be_visible()
    expect(alice.get_by_role("button", name="picture")).to_have_count(0)
    let_in(no_javascript, agreed.bob)
    no_javascript.goto("/agreements/card/")
    expect(no_javascript.get_by_text("Our word is")).to_be_visible()
    expect(no_javascript.get_by_text("choose Print in your browser's menu")).to_be_visible()
    expect(no_javascript.locator("main button")).to_have_count(3)
    for button in no_javascript.locator("main button").all():
        expect(button).to_be_hidden()
