"""Both partners, in two languages: who does what side by side, a swap in three taps, and each letter answered alone."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.agreements.responsibilities.conftest import agreed
from tests.e2e.phone import Phone, let_in, type_size
from tests.helpers import factories
from tests.helpers.factories import Pair

PAGE = "/responsibilities/"


def test_practice_20_dividing_the_work_and_swapping_it(alice: Page, bob: Page, db: None) -> None:
    mia = factories.person("Mia")
    bo = factories.person("小博", email="bob@example.org", language="zh-hans")
    her, his = let_in(alice, mia), let_in(bob, bo)
    pair = factories.connected_couple(mia, bo)
    looks_at_nothing(her)
    swaps(her, household(pair))
    answers_each(his)
    finds_it_changed(her)


def household(pair: Pair) -> str:
    """Return what is his, by its id; hers is the laundry."""
    now = timezone.now()
    for title, whose in (("Laundry", "author"), ("Food on weekdays", "turns")):
        agreed(pair, title, whose, now, times=2, minutes=60)
    return str(agreed(pair, "Bills", "other", now).pk)


def looks_right(phone: Phone, name: str) -> None:
    """Also at 320 px, and in type twice as large."""
    with type_size(phone.page) as set_size:
        for size, width in ((32, 390), (16, 320), (16, 390)):
            set_size(size)
            phone.page.set_viewport_size({"width": width, "height": 844})
            assert phone.faults() == [], (size, width)
            assert phone.small_targets() == [], (size, width)
            phone.keeps_picture(f"swap-{name}-{phone.language}-{width}-{size}")
    assert phone.same_names() == []


def looks_at_nothing(phone: Phone) -> None:
    """What nobody notices can be written down before anything is agreed."""
    phone.opens(PAGE)
    phone.fills(words="The filter of the dishwasher")
    phone.taps("Add it")
    phone.reads("The filter of the dishwasher")


def swaps(phone: Phone, bills: str) -> None:
    phone.opens(PAGE)
    looks_right(phone, "side-by-side")
    before = phone.count.taps
    phone.taps_on(phone.main.get_by_role("link", name=re.compile("Swap this.*Laundry")))
    phone.fills(theirs=bills)
    looks_right(phone, "swap")
    phone.taps("Send it to %(name)s", name="小博")
    assert phone.count.taps - before == 3
    phone.sees_address(PAGE)
    expect(phone.main.get_by_text(phone.says("A letter about it waits for an answer."))).to_have_count(2)


def answers_each(phone: Phone) -> None:
    phone.opens("/agreements/to-answer/")
    phone.reads("Mia想换一换：“Laundry”和“Bills”")
    phone.reads("Mia想换一换：“Bills”和“Laundry”")
    laundry = phone.main.locator("section").filter(has_text="“Laundry”和“Bills”")
    phone.taps_on(laundry.locator('form[action$="/accept/"] button'))
    phone.sees_address("/agreements/to-answer/")
    phone.does_not_read("“Laundry”和“Bills”")
    phone.taps_on(phone.main.locator('form[action$="/decline/"] button'))


def finds_it_changed(phone: Phone) -> None:
    """Both with him now: one letter was agreed, the other was not."""
    phone.opens(PAGE)
    for task, holder in (("Laundry", 1), ("Bills", 1)):
        cells = phone.main.locator("tbody").filter(has_text=task).locator("td:not([colspan])")
        expect(cells.nth(holder)).to_contain_text(phone.says("does it"))
        expect(cells.nth(1 - holder)).not_to_contain_text(phone.says("does it"))
    looks_right(phone, "afterwards")
