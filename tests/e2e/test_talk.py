"""An ordinary week, from the mail to the end of the talk, and one question on the first day."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from checkins.one_question.verbs import prompt_of
from checkins.questions.prompts import said, with_drawn
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair

MOST_TAPS = 8
ASKED = with_drawn("start_01")


@pytest.fixture
def hers(alice: Page, pair: Pair) -> Phone:
    return let_in(alice, pair.alice)


@pytest.fixture
def his(bob: Page, pair: Pair) -> Phone:
    return let_in(bob, pair.bob)


def follows_a_mail(phone: Phone, address: str) -> None:
    phone.count.add("taps")
    phone.opens(address)


def test_an_ordinary_week_takes_each_eight_taps(hers: Phone, his: Phone, pair: Pair) -> None:
    """She writes; he types nothing at all. Both are mailed: that it is time, and that their answers are open."""
    address = reverse("check_in", args=[factories.begun_check_in(pair).pk])
    for phone, words in ((hers, "Tea, at five."), (his, "")):
        follows_a_mail(phone, address)
        phone.answers(what_you_did="", **dict.fromkeys(ASKED, words))
        phone.taps("Done: keep mine closed until then")
    for phone in (hers, his):
        follows_a_mail(phone, address)
        placed = [f"{place} of 3. {question}" for place, question in enumerate(said(ASKED).values(), start=1)]
        for screen in (placed[:2], placed[2:]):
            expect(phone.main.locator("h2.asks:visible")).to_have_text(screen)
            expect(phone.main.get_by_text("Tea, at five.").locator("visible=true")).to_have_count(len(screen))
            phone.turns(screen == placed[:2])
        expect(phone.main.get_by_role("heading", name="What we take with us")).to_be_visible()
        assert phone.count.taps + phone.count.turns <= MOST_TAPS


def test_one_question_is_open_within_a_few_taps(hers: Phone, his: Phone, pair: Pair) -> None:
    question = prompt_of(pair.couple)
    for phone, words in ((hers, "Your whistling."), (his, "Your Sunday soup.")):
        phone.opens("/today/")
        phone.reads(said([question])[question])
        phone.does_not_read("Your whistling.")
        phone.taps("Write a line")
        phone.fills(**{question: words})
        phone.taps("Done: keep mine closed until then")
    hers.opens(hers.page.url)
    for phone in (hers, his):
        phone.reads("Your whistling.")
        phone.reads("Your Sunday soup.")
        phone.taps("On to the next")
        phone.sees_heading("Today")
