"""What the two set together: what helps, how it is worded, what comes again."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import expect

from agreements.letters.models import Agreement
from tests.e2e.phone import Phone
from tests.e2e.practices.sending import sends
from tests.helpers import notebook
from tests.helpers.factories import Pair


def test_practice_03_rules_for_how_we_answer(hers: Phone, his: Phone, pair: Pair) -> None:
    """When, I feel, I need, please, within: he suggests a change, she says yes, and either may ask for it."""
    sends(hers, "response_rule", "rr_unread")
    letter = reverse("agreement", args=[Agreement.objects.get().pk])
    his.opens(letter)
    his.taps("Suggest a change")
    his.fills(please="发一句就好")
    his.taps("See it side by side")
    his.taps("Send")
    hers.opens(letter)
    hers.reads("发一句就好")
    hers.taps("Yes, agreed")
    for phone in (hers, his):
        phone.opens(letter)
        phone.reads("发一句就好")
    hers.opens("/ask/")
    hers.reads("发一句就好")


def test_practice_07_often_enough_in_place_of_always(hers: Phone, his: Phone, pair: Pair) -> None:
    """A word about "always", which blocks nothing; the letter goes out reworded, and he reads no hint of it."""
    hers.opens("/agreements/drafts/?kind=response_rule&starter=rr_late_reply")
    hers.unfolds("Change something")
    hers.fills(please="You must always answer at once.")
    hers.field("please").blur()
    expect(hers.main.locator("[data-wording]").filter(has_text=re.compile(r"\w")).first).to_be_visible()
    hers.fills(please="Send me one line within the evening.")
    hers.taps("Read it through")
    hers.taps("Send it to %(name)s", name="Bob")
    his.opens("/today/")
    his.reads("Send me one line within the evening.")
    his.taps("Yes, agreed")
    assert Agreement.objects.get().in_force


def test_practice_09_a_trigger_leads_to_a_rule(hers: Phone, his: Phone, pair: Pair) -> None:
    """From the card of what sets her off, one tap drafts it, and he says yes to the words alone."""
    for _time in range(3):
        notebook.felt(pair.alice, trigger="late_reply")
    hers.opens("/mine/triggers/late_reply/")
    hers.taps("Write an agreement about it")
    hers.taps("Send it to %(name)s", name="Bob")
    his.opens("/today/")
    his.taps("Yes, agreed")
    hers.opens("/mine/triggers/late_reply/")
    hers.sees("What you have agreed about it")


def test_practice_19_what_we_do_together_comes_again(hers: Phone, his: Phone, pair: Pair) -> None:
    sends(hers, "ritual", "rt_table")
    his.opens("/today/")
    his.taps("Yes, agreed")
    for phone in (hers, his):
        phone.opens("/week/")
        phone.reads("One long meal a week, phones in another room")
