"""In the moment, and what one says to the other without being asked."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.phone import Phone
from tests.helpers import factories
from tests.helpers.factories import Pair


def test_practice_15_the_sentence_that_is_hard_to_say(hers: Phone, his: Phone, pair: Pair) -> None:
    """One tap there and one back; a ready answer is the answerer's own, and nothing of it is counted."""
    hers.opens("/ask/")
    hers.taps("I need to know you still care.")
    hers.sees_heading("Sent")
    his.opens("/today/")
    his.taps_on(his.main.get_by_role("link").filter(has_text="care").first)
    his.taps_on(his.main.locator(".ready-answers button").first)
    expect(his.page.locator("h1")).to_have_text("发出去了")
    hers.opens(hers.page.url)
    hers.reads("在乎。我在呢。")


def test_practice_16_something_good_said_exactly(hers: Phone, his: Phone, pair: Pair) -> None:
    """What was vague gets a hint once; what he did, when and what it meant opens their next talk."""
    hers.opens("/good/")
    hers.fills(what_you_did="You are great")
    hers.taps("Give it at our next talk")
    hers.fills(what_you_did="You stayed up until I was home")
    hers.taps_on(hers.main.locator("form button:not(.secondary)").first)
    his.opens("/good/")
    his.does_not_read("You stayed up")
    talk = factories.opened_check_in(pair)
    his.opens(f"/check-ins/{talk.pk}/")
    his.reads("You stayed up until I was home")
