"""What takes longer: how one is close, a low that lasts, and what has become of all of it."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.utils import timezone
from playwright.sync_api import expect

from checkins.kept.showing import Quarter
from tests.e2e.phone import Phone
from tests.helpers import notebook
from tests.helpers.factories import Pair
from tests.journal.closeness.test_closeness import LABELS
from tests.journal.closeness.writing import gone_on
from tests.pages.look_back.quarter import a_quarter, day

THEN, NOW, HELPS = "go quiet, and clean the kitchen at midnight.", "say so, with a red face.", "sitting close."
FAIRER = "He has a full day, and wrote at lunch."


def test_practice_23_closeness_without_a_label(hers: Phone, his: Phone, pair: Pair) -> None:
    """She writes, and a year later reads then beside now; he reads the copy that she shows, and no name for her."""
    gone_on(pair.alice, THEN, now=timezone.now() - timedelta(days=370))
    hers.opens("/mine/")
    hers.unfolds("More, if you ever want it")
    hers.taps_on(hers.main.locator('a[href="/mine/closeness/"]'))
    hers.taps_on(hers.main.locator('a[href$="/unsure/"]'))
    hers.reads(THEN)
    hers.fills(words=NOW)
    hers.taps("Save")
    expect(hers.main.locator(".then-and-now .words")).to_have_text([THEN, NOW])
    hers.taps_on(hers.main.locator('a[href$="/helps/"]'))
    hers.taps_on(hers.main.locator(".examples button").first)
    hers.fills(words=HELPS)
    hers.taps("Save")
    hers.taps("Show %(name)s a copy", name="Bob")
    hers.chooses("sentences", "helps")
    hers.taps("Show it to %(name)s", name="Bob")
    his.opens("/copies/")
    his.reads(HELPS)
    his.does_not_read(THEN)
    his.does_not_read(NOW)
    assert not LABELS.search(his.main.inner_text())
    his.opens("/mine/closeness/")
    his.does_not_read(HELPS)


def test_practice_26_help_when_it_is_too_much(hers: Phone, his: Phone, pair: Pair) -> None:
    """Two taps from Today; what each answers is stored nowhere, and nothing of it reaches the other."""
    his.opens("/today/")
    today, stored = his.main.inner_text(), rows()
    for phone, interest, low, answer in (
        (hers, "nearly_every_day", "over_half", "That is a lot to carry."),
        (his, "not_at_all", "several_days", "If it stays, look again in two weeks."),
    ):
        phone.opens("/today/")
        phone.taps_on(phone.page.locator('header a[href="/help/"]'))
        phone.taps("Two questions about the last two weeks")
        phone.fills(interest=interest, low=low)
        phone.taps("See what it says")
        phone.sees_heading(answer)
        expect(phone.main.locator('a[href^="tel:"]').first).to_be_visible()
        assert phone.small_targets() == []
        phone.opens("/help/two-weeks/")
        expect(phone.main.locator(":checked")).to_have_count(0)
    his.opens("/today/")
    assert (his.main.inner_text(), rows()) == (today, stored)


def rows() -> dict[str, int]:
    """Return how many there are of everything that is stored."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_practice_27_from_unsafe_to_safe_a_step_at_a_time(hers: Phone, his: Phone, pair: Pair) -> None:
    """Both look back at the same, picture and words; what eased for her stands behind Mine, for her alone."""
    quarter = Quarter.of_day(Quarter.of(timezone.now()).first - timedelta(days=1))
    a_quarter(pair, quarter.first)
    notebook.looked_at(pair.alice, "He is tired of me", fairer=FAIRER, now=day(quarter.first, 40))
    for phone in (hers, his):
        phone.opens("/more/")
        phone.taps_on(phone.main.locator('a[href="/kept/"]'))
        phone.taps_on(phone.main.locator('a[href="/look-back/"]'))
        phone.taps_on(phone.main.locator(f'a[href="?quarter={quarter.name}"]'))
        phone.does_not_read(FAIRER)
    assert looked_back(hers) == looked_back(his)
    for phone in (hers, his):
        phone.opens("/mine/")
        phone.taps("Look back, for myself")
        if phone is hers:
            phone.taps_on(phone.main.locator(f'a[href="?quarter={quarter.name}"]'))
            phone.reads(FAIRER)
    his.does_not_read(FAIRER)


def looked_back(phone: Phone) -> tuple[list[str | None], list[str]]:
    """Return each leaf's place in the picture, and what the two said and took with them."""
    leaves = [leaf.get_attribute("transform") for leaf in phone.main.locator(".twig use").all()]
    said = phone.main.locator(".spoken .words").all_inner_texts()
    assert leaves
    assert said
    return leaves, said
