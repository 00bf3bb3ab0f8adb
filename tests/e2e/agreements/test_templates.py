"""Templates in a browser: from all of them to what both have agreed on, without a character that anybody typed."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from agreements.letters.models import Agreement
from couples.people.models import User
from tests.e2e.phone import Phone, let_in
from tests.helpers.factories import Pair

# Six kinds, half of them begun in each language.
BEGUN = ("rh_weekly", "cd_usual", "rt_coming_home"), ("rr_money_worry", "bd_pictures_of_us", "dc_money")


def test_six_kinds_are_agreed_by_taps_alone(alice: Page, bob: Page, pair: Pair) -> None:
    User.objects.filter(pk=pair.bob.pk).update(language="zh-hans")
    pair.bob.refresh_from_db()
    hers, his = let_in(alice, pair.alice), let_in(bob, pair.bob)
    for (one, other), names in zip(((hers, his), (his, hers)), BEGUN, strict=True):
        for name in names:
            sends(one, name)
        agrees_to_all(other, len(names))
        assert one.count.fields == 0
    assert Agreement.objects.exclude(in_force=None).count() == 6


def sends(phone: Phone, name: str) -> None:
    """Find a template by what it is about, or among all; begin with it, and send it."""
    phone.opens("/agreements/")
    phone.taps("Look through all templates")
    row = phone.main.locator(f'a[href$="/templates/{name}/"]')
    if not row.is_visible():
        row.locator("xpath=ancestor::details").locator("summary").click()
    assert phone.small_targets() == []
    assert phone.same_names() == []
    phone.taps_on(row)
    phone.reads(phone.template(name)["title"])
    phone.taps("Start from this")
    phone.taps_on(phone.main.get_by_role("button", name=re.compile("^(Send it to|发给)")))


def agrees_to_all(phone: Phone, many: int) -> None:
    phone.opens("/agreements/to-answer/")
    for left in range(many, 0, -1):
        said = phone.main.get_by_role("button", name=re.compile(f"^{phone.says('Yes, agreed')}"))
        assert said.count() == left or left == 1
        phone.taps_on(said.first)
        if left > 2:
            phone.sees_address("/agreements/to-answer/")
        elif left == 2:
            phone.opens(f"/agreements/{Agreement.objects.filter(in_force=None).get().pk}/")
