"""What each notices alone: a feeling, a thought that comes back, what one tells oneself. The other sees none of it."""

from __future__ import annotations

from playwright.sync_api import expect

from agreements.letters.private_lines import set_line_for
from tests.e2e.phone import Phone
from tests.helpers.factories import Pair

AGAIN, FAIRER = "he is tired of me", "He sleeps, and tomorrow he writes."


def test_practice_24_naming_a_feeling_takes_three_taps(hers: Phone, his: Phone, pair: Pair) -> None:
    for phone, family, word in ((hers, "Uneasy", "worried"), (his, "不安", "担心")):
        phone.opens("/today/")
        phone.count.taps = 0
        notices(phone, family, word)
        phone.sees("It's okay to feel this.")
        assert phone.count.taps == 3


def test_practice_11_writing_down_what_comes_back(hers: Phone, his: Phone, pair: Pair) -> None:
    """Situation and thought beside the feeling: as little or as much as one likes, and for oneself alone."""
    hers.opens("/today/")
    notices(hers, "Uneasy", "worried")
    hers.fills(strength="2", text="No word since noon.", thought=AGAIN)
    hers.taps("Save")
    hers.taps_on(hers.main.locator("a.felt-row"))
    expect(hers.field("text")).to_have_value("No word since noon.")
    his.opens("/mine/entries/")
    his.does_not_read("No word since noon.")


def test_practice_12_a_thought_looked_at_from_both_sides(hers: Phone, his: Phone, pair: Pair) -> None:
    """What speaks for it, what against, a fairer sentence; the change is shown to its author alone."""
    for phone in (hers, his):
        phone.opens("/mine/thoughts/")
        phone.taps("Begin")
        phone.fills(situation="She read it and went to sleep.", feeling_1="worried", before_1="80")
        phone.taps("Next")
        phone.fills(thought=AGAIN)
        phone.taps("Next")
        phone.fills(speaks_for="Short at lunch.", speaks_against="A call from the bus.")
        phone.taps("Next")
        phone.fills(fairer=FAIRER, after_1="45")
        phone.taps("Done")
        phone.reads(FAIRER)


def test_practice_13_what_i_tell_myself_stands_there_in_time(hers: Phone, his: Phone, pair: Pair) -> None:
    set_line_for(pair.bob, "late_reply", "在忙，不是不要我了。")
    his.opens("/today/")
    notices(his, "不安", "担心")
    his.taps("回得慢")
    expect(his.main.locator(":scope > *").first).to_contain_text("在忙，不是不要我了。")
    hers.opens("/today/")
    notices(hers, "Uneasy", "worried")
    hers.taps("late reply")
    hers.does_not_read("在忙")


def notices(phone: Phone, family: str, word: str) -> None:
    phone.taps_on(phone.main.locator('a[href="/mine/notice/"]'))
    phone.taps(family)
    phone.taps(word)
