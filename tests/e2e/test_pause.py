"""Both phones from the tap to talking again: hers in English, his in Chinese, and the clock is moved."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.phone import Phone, let_in
from tests.e2e.test_live import looks
from tests.helpers import factories
from tests.helpers.factories import Pair

MINUTE = timedelta(minutes=1)


def test_practice_05_a_pause_from_the_tap_to_talking_again(alice: Page, bob: Page, pair: Pair) -> None:
    pair.bob.language = "zh-hans"
    pair.bob.save(update_fields=["language"])
    factories.agreed_cool_down(pair, zone="", minutes=30, speaks_first="starter")
    hers, his = let_in(alice, pair.alice), let_in(bob, pair.bob)
    with time_machine.travel(timezone.now(), tick=True) as clock:
        begin(hers, his, clock)
        say_what_about(hers, his)
        ask_for_more(hers, his, clock)
        come_back(hers, his, clock)
        write_and_open(hers, his)
        talk(hers, his)


def begin(hers: Phone, his: Phone, clock: time_machine.Traveller) -> None:
    """She taps; for ten seconds it may be a slip, and his page says nothing. Then it moves on by itself."""
    his.opens("/today/")
    hers.opens("/pause/")
    hers.taps("Pause %(length)s", length="30 minutes")
    expect(hers.named("That was a slip")).to_be_visible()
    looks(his)
    expect(his.page.locator(".pause-card")).to_have_count(0)
    clock.shift(timedelta(seconds=11))
    looks(his)
    expect(his.page.locator(".pause-card")).to_have_count(1)
    his.reads("这之前你什么都不用做。")
    his.opens("/pause/")
    expect(his.main.locator("form")).to_have_count(0)
    looks(hers)
    expect(hers.named("I'm ready: end my pause")).to_be_visible()
    for phone in (hers, his):
        phone.keeps_picture(f"pause-runs-{phone.language}")


def say_what_about(hers: Phone, his: Phone) -> None:
    hers.unfolds("What it is about")
    hers.fills(about="The dishes, again.")
    hers.taps("Keep it")
    looks(his)
    his.does_not_read("The dishes")


def ask_for_more(hers: Phone, his: Phone, clock: time_machine.Traveller) -> None:
    """Five minutes before the end he is not ready yet; she cannot cut what he asked for."""
    clock.shift(25 * MINUTE)
    looks(his)
    his.unfolds("Not yet")
    his.taps_on(his.main.get_by_role("button", name="30分钟", exact=True))
    expect(his.named("I'm ready: end my pause")).to_be_visible()
    looks(hers)
    hers.sees("Nothing is expected of you until then.")
    expect(hers.named("I'm ready: end my pause")).to_have_count(0)


def come_back(hers: Phone, his: Phone, clock: time_machine.Traveller) -> None:
    """The end leads both to the same page, from wherever they are."""
    clock.shift(35 * MINUTE)
    for phone, said in ((hers, "You speak first."), (his, "Alice先开口。")):
        looks(phone)
        phone.sees_heading("Coming back")
        phone.reads(said)
        phone.keeps_picture(f"pause-over-{phone.language}")
    his.opens("/today/")
    his.taps("Come back to each other")


def write_and_open(hers: Phone, his: Phone) -> None:
    """His page is the same while hers is in; then both open, hers first."""
    hers.unfolds("Write first")
    expect(hers.field("about")).to_have_value("The dishes, again.")
    hers.main.get_by_label("tired", exact=True).check()
    hers.fills(felt="Left alone with it.", need="Ten quiet minutes.")
    hers.taps("Done: keep mine closed until then")
    hers.sees("Yours is in. It opens once both are, for both of you at once.")
    looks(his)
    his.does_not_read("Left alone")
    his.unfolds("Write first")
    his.keeps_picture("pause-write-zh-hans")
    his.fills(need="抱一下")
    his.taps("Done: keep mine closed until then")
    looks(hers)
    for phone in (hers, his):
        phone.reads("Left alone with it.")
        phone.reads("抱一下")
        phone.reads("The dishes, again.")
        phone.keeps_picture(f"pause-opened-{phone.language}")


def talk(hers: Phone, his: Phone) -> None:
    """Her page steps back and tells him nothing; he saves it for the next talk."""
    hers.taps("We're talking")
    hers.sees_heading("Today")
    expect(hers.named("Come back to each other")).to_have_count(0)
    looks(his)
    his.sees_heading("Coming back")
    his.unfolds("Save it for our next talk")
    # Until the form has come in its place a link leads to it.
    expect(his.main.locator("form[action*='topics'] button")).to_be_visible()
    his.taps("Save it for our next talk")
    his.sees_heading("Coming back")
    his.opens("/today/")
    expect(his.named("Come back to each other")).to_have_count(0)
