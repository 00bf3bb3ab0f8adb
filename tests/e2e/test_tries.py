"""What two try from one talk to the next: an agreement after two taps of one and one of the other."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from agreements.letters.models import Agreement
from checkins.tries.models import Try
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair


def presses(phone: Phone, message: str) -> None:
    """Press the first of its name; who listens hears which of several it is about."""
    named = [phone.main.get_by_role(role, name=phone.says(message)) for role in ("button", "link")]
    phone.taps_on(named[0].or_(named[1]).first)


def test_from_a_wish_to_an_agreement(alice: Page, bob: Page, pair: Pair) -> None:
    hers, his = let_in(alice, pair.alice), let_in(bob, pair.bob)
    last = factories.opened_check_in(pair, timezone.now() - timedelta(days=7))
    hers.opens(f"/check-ins/{last.pk}/")
    presses(hers, "We'll try this")
    words = Try.objects.get().words
    his.opens("/check-ins/")
    his.sees("What we are trying")
    his.taps(words)
    his.sees("You two try this until your next talk.")
    table = f"/check-ins/{factories.opened_check_in(pair).pk}/ten-minutes/"
    hers.opens(table)
    hers.turns()
    hers.sees("What we wanted to try")
    hers.count.taps = his.count.taps = 0
    presses(hers, "Make it an agreement")
    hers.taps("Send it to %(name)s", name=pair.bob.name)
    his.opens(f"/agreements/{Agreement.objects.get(kind='response_rule').pk}/")
    his.taps("Yes, agreed")
    assert (hers.count.taps, his.count.taps) == (2, 1)
    for phone in (hers, his):
        phone.opens(table)
        phone.does_not_read(phone.says("What we wanted to try"))
