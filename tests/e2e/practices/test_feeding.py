"""What each has for themself: lines, what feeds them, what they do for their body. The other sees none of it."""

from __future__ import annotations

from playwright.sync_api import expect

from journal.lists.lists import LINES, PEOPLE
from tests.e2e.phone import Phone
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.journal.own import listed

LINE, SWIMMING = "It has stopped, it has not ended.", "Swimming, however cold the lake is"
NOTHING_YET = (
    "Here stands what you write down under Mine on a calmer day: what does you good, whom you can call. "
    "There is no need to now."
)


def test_practice_17_lines_for_myself(hers: Phone, his: Phone, pair: Pair) -> None:
    """One taken by a tap, one of her own; one of them is today's. He finds an empty list of his own."""
    hers.opens("/mine/lines/")
    hers.taps("I am worth loving.")
    hers.fills(words=LINE)
    hers.taps("Add it")
    hers.taps("Tell me one a day")
    hers.fills(at="08:00")
    hers.taps("Save")
    hers.reads("08:00")
    hers.taps("Today’s line")
    hers.reads("I am worth loving.")
    his.opens("/mine/lines/")
    his.does_not_read(LINE)


def test_practice_18_what_feeds_me_and_time_for_it(hers: Phone, his: Phone, pair: Pair) -> None:
    """Written on a good day; found in a pause and at hardly bearable, in place; planned with one tap."""
    listed(pair.alice, LINE, LINES)
    listed(pair.alice, "Anna", PEOPLE)
    hers.opens("/mine/feeds-me/")
    hers.main.locator("#id_does_good_words").fill(SWIMMING)
    hers.taps_on(hers.main.get_by_role("button", name="Add it").first)
    hers.taps_on(hers.main.get_by_role("button", name="Plan it").first)
    hers.reads(SWIMMING)
    hers.sees_address(r"/agreements/drafts/[0-9a-f-]+/")
    felt = notebook.felt(pair.alice, "afraid")
    hers.opens(f"/mine/entries/{felt.pk}/noted/")
    expect(hers.main.get_by_text("Something for me")).to_be_hidden()
    hers.fills(strength="3")
    hers.unfolds("Something for me")
    finds(hers)
    factories.paused(pair.alice_seat)
    for phone in (hers, his):
        phone.opens("/pause/")
        phone.unfolds("Something for me")
    finds(hers)
    hers.keeps_picture("something-for-me-in-a-pause")
    his.sees(NOTHING_YET)
    his.does_not_read(SWIMMING)


def finds(phone: Phone) -> None:
    for words in (LINE, SWIMMING, "Anna"):
        phone.reads(words)


def test_practice_25_what_i_do_for_my_body(hers: Phone, his: Phone, pair: Pair) -> None:
    """Off the way until it is wanted; then as she words it, with a reminder or without."""
    for phone in (hers, his):
        phone.opens("/mine/")
        phone.unfolds("More, if you ever want it")
        phone.taps("For my body")
        phone.sees("No medical advice.")
        phone.taps("Switch it on")
        phone.fills(words="A walk after lunch", at="12:30")
        phone.taps("Add it")
        phone.reads("12:30")
        phone.taps("Switch it off")
        phone.does_not_read("A walk after lunch")
