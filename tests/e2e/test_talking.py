"""Two take turns in a talk: on two phones in two languages, and on one that runs no script."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from agreements.pauses.models import Pause
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair

COME_BACK = "document.dispatchEvent(new Event('visibilitychange'))"
FILLS = "getComputedStyle(document.querySelector('.fills'), '::after').animationDuration"
ASKS = "**/talk/?seen=*"
# One half of an item: what is said, and what is tapped then.
HALF = (
    ("%(speaker)s speaks. %(listener)s listens.", "Go on"),
    ("%(listener)s: say back what you heard.", "Go on"),
    ("%(speaker)s: was it that?", "Yes, that was it"),
)


def reads(phone: Phone, sentence: str, speaker: str = "Alice", listener: str = "Bob") -> None:
    """Wait for the step, also where the page has to notice it by itself."""
    phone.page.evaluate(COME_BACK)
    phone.sees_heading(sentence, speaker=speaker, listener=listener)


def item(first: str, second: str) -> list[tuple[str, str, str, str]]:
    """Return all that is said and tapped about one thing, with whose turn it is."""
    halves = [(*step, speaker, listener) for speaker, listener in ((first, second), (second, first)) for step in HALF]
    begins = ("%(speaker)s begins.", "Let's begin", first, second)
    return [begins, *halves, ("You have both been heard.", "Done with this one", first, second)]


def taps(phone: Phone, message: str) -> None:
    """Tap without leaving the page."""
    phone.named(message).click()


def test_on_two_phones_and_on_one_it_comes_to_the_same_end(
    alice: Page, bob: Page, no_javascript: Page, pair: Pair
) -> None:
    pair.bob.language = "zh-hans"
    pair.bob.save()
    address = reverse("talk", args=[factories.opened_check_in(pair).pk])
    hers, his = let_in(alice, pair.alice), let_in(bob, pair.bob)
    alice.emulate_media(reduced_motion="no-preference")
    for phone in (hers, his):
        phone.opens(address)
    hers.main.get_by_label("3 minutes").check()
    for number, (sentence, tap, speaker, listener) in enumerate(item("Alice", "Bob")):
        for phone in (hers, his):
            reads(phone, sentence, speaker, listener)
        if number == 1:
            assert hers.page.evaluate(FILLS) == "180s"
            expect(his.main.locator(".fills")).to_be_hidden()
            # What moves is painted sixty times a second as long as the test takes.
            alice.emulate_media(reduced_motion="reduce")
            both_tap(hers, his)
        else:
            taps((hers, his)[number % 2], tap)
    # Taps do not wait: the next thing is there once both read who begins with it.
    for phone in (hers, his):
        reads(phone, "%(speaker)s begins.", "Bob")
    on_one_phone(let_in(no_javascript, pair.bob), address)
    reads(hers, "Paused")


def both_tap(hers: Phone, his: Phone) -> None:
    """His page knows nothing of her tap when he taps: it is one step; then it was not that, and it is said anew."""
    his.page.route(ASKS, nothing_new)
    taps(hers, "Go on")
    reads(hers, HALF[1][0])
    taps(his, "Go on")
    his.page.unroute(ASKS)
    for phone, sentence, tap in ((his, HALF[1][0], "Go on"), (hers, HALF[2][0], "Once more"), (his, *HALF[0])):
        reads(phone, sentence)
        taps(phone, tap)


def nothing_new(route: Route) -> None:
    route.fulfill(status=204)


def on_one_phone(phone: Phone, address: str) -> None:
    """The next thing, which the other begins; and then they stop."""
    phone.opens(address)
    for sentence, tap, speaker, listener in item("Bob", "Alice"):
        phone.sees_heading(sentence, speaker=speaker, listener=listener)
        phone.taps(tap)
    phone.sees_heading("%(speaker)s begins.", speaker="Alice")
    phone.taps("Let's stop here")
    phone.sees_heading("Paused")
    assert Pause.objects.count() == 1
