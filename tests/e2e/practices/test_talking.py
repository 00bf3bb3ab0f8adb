"""A time to talk that comes again, and what the two may ask each other then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from checkins.rhythm.models import CheckIn
from reminders.housekeeping import keep_house
from tests.e2e.phone import Phone, let_in
from tests.e2e.practices.sending import sends
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

# A Wednesday in February: by April the clocks have changed.
NOW = datetime(2027, 2, 3, 17, 0, tzinfo=UTC)


def test_practice_01_a_stable_rhythm(hers: Phone, his: Phone, pair: Pair) -> None:
    """Agreed once, it comes again at the same hour by the wall, before and after the clocks change."""
    with time_machine.travel(NOW, tick=True) as clock:
        for phone, person in ((hers, pair.alice), (his, pair.bob)):
            let_in(phone.page, person)
        sends(hers, "rhythm", "rh_weekly")
        his.opens("/today/")
        his.taps("Yes, agreed")
        for weeks in (1, 10):
            clock.move_to(NOW + timedelta(weeks=weeks))
            send_due(timezone.now())
            keep_house(timezone.now())
            for phone, person in ((hers, pair.alice), (his, pair.bob)):
                let_in(phone.page, person)
                phone.opens("/check-ins/")
                phone.reads("20:30")
        assert {talk.starts_at.hour for talk in CheckIn.objects.ahead(timezone.now())} == {18}


def test_practice_21_easing_the_pressure_of_roles(hers: Phone, his: Phone, pair: Pair) -> None:
    asked_from("roles", hers, his)
    answered_by_both(hers, his, pair)


def test_practice_22_family_and_the_past_at_ones_own_pace(hers: Phone, his: Phone, pair: Pair) -> None:
    """Both have to be fine with it, neither learns what the other said; "not today" is a whole answer."""
    for phone in (hers, his):
        phone.opens(reverse("deck", args=["past"]))
        phone.taps("I'm fine with these questions")
    asked_from("past", hers, his)
    answered_by_both(hers, his, pair)


def asked_from(deck: str, hers: Phone, his: Phone) -> None:
    """She chooses where their questions come from; it counts for both."""
    address = reverse("deck", args=[deck])
    hers.opens(address)
    hers.taps("Ask us from here")
    his.opens(address)
    his.sees("Your questions come from here.")


def answered_by_both(hers: Phone, his: Phone, pair: Pair) -> None:
    """She writes a line, he skips the same one without a word; it is open for both."""
    talk = factories.begun_check_in(pair)
    for phone, words in ((hers, "My father never asked."), (his, "")):
        phone.opens(reverse("check_in", args=[talk.pk]))
        prompts = drawn(phone)
        phone.answers(what_you_did="", **dict.fromkeys(prompts, words))
        phone.taps("Done: keep mine closed until then")
    for phone in (hers, his):
        phone.opens(reverse("ten_minutes", args=[talk.pk]))
        phone.reads("My father never asked.")


def drawn(phone: Phone) -> list[str]:
    """Return what the page asks for an answer to; what was good is no question."""
    asked = [str(place.get_attribute("id")) for place in phone.main.locator("[id^='asks-']").all()]
    return [name.removeprefix("asks-") for name in asked if not name.endswith("what_you_did")]
