"""What each needs most: ranked alone, compared at a talk, and agreed on from there."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import APIResponse, Page, Route, expect

from agreements.drafts.models import Draft
from checkins.rhythm.models import CheckIn
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.waiting import wait_until


def ranks(phone: Phone, *needs: str) -> None:
    """Tap them one after the other; each changes the page in place, and says its place."""
    phone.opens("/mine/needs/")
    for place, need in enumerate(needs, start=1):
        word = phone.main.locator(f"#need-{need}")
        word.click()
        expect(word).to_have_attribute("aria-pressed", "true")
        expect(word).to_contain_text(str(place))
        # Until the new page has settled, a tap on it is sent as a whole page, and of two at once the last one alone.
        expect(phone.main.locator(".htmx-added")).to_have_count(0)


def test_practice_08_what_each_needs_most_side_by_side(hers: Phone, his: Phone, pair: Pair) -> None:
    """Before the talk opens neither reads the other's; then both do, and a letter begins with one tap on a row."""
    check_in = factories.upcoming_check_in(pair)
    talk = reverse("check_in", args=[check_in.pk])
    ranks(hers, "heard", "rest")
    hers.fills(line_rest="An hour after work.")
    hers.main.locator("#need-touch").click()
    expect(hers.main.locator("#need-touch")).to_have_attribute("aria-pressed", "true")
    hers.named("Undo the last tap").click()
    expect(hers.main.locator("#need-touch")).to_have_attribute("aria-pressed", "false")
    expect(hers.field("line_rest")).to_have_value("An hour after work.")
    hers.taps("Save")
    hers.taps("Compare at our next talk")
    hers.sees("You two compare it at this talk. You both see that here.")
    his.opens(talk)
    his.sees("Do not compare what we need this time")
    ranks(his, "rest")
    # Two taps at once: the answer to the first replaces what the second was tapped on.
    his.page.evaluate("() => document.querySelectorAll('#need-own_space, #need-touch').forEach((word) => word.click())")
    for need in ("own_space", "touch"):
        expect(his.main.locator(f"#need-{need}")).to_have_attribute("aria-pressed", "true")
    for phone in (hers, his):
        phone.opens(talk)
        phone.taps("I’ll say it aloud")
        phone.does_not_read("An hour after work.")
    CheckIn.objects.filter(pk=check_in.pk).update(starts_at=check_in.starts_at - timedelta(hours=6))
    for phone in (hers, his):
        phone.opens(f"{reverse('table', args=[check_in.pk])}#needs")
        phone.reads("An hour after work.")
    his.sees("%(name)s has it too, in place %(place)s.", name="Alice", place=2)
    row = his.main.locator(".need").filter(has_text="An hour after work.")
    his.taps_on(row.get_by_role("button"))
    his.sees_address(f"/agreements/drafts/{Draft.objects.get().pk}/")
    his.reads("An hour after work")
    wide = hers.page
    wide.set_viewport_size({"width": 1000, "height": 800})
    expect(wide.locator(".joined line")).to_have_count(1)
    assert hers.faults() == []


def test_an_answer_that_comes_late_takes_no_later_tap_back(alice: Page, pair: Pair) -> None:
    """It was written before the second tap was, and arrives after the answer to it."""
    late: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        if "put=heard" in (route.request.post_data or ""):
            late.append((route, route.fetch()))
        else:
            route.continue_()

    def has_arrived() -> bool:
        alice.wait_for_timeout(20)  # only meanwhile does the held request go on
        return bool(late)

    phone = let_in(alice, pair.alice)
    phone.opens("/mine/needs/")
    alice.route("**/mine/needs/", hold_the_first)
    heard, rest = (phone.main.locator(f"#need-{need}") for need in ("heard", "rest"))
    # On the tapped word itself, which is no longer on the page when its answer comes.
    heard.evaluate("(word) => word.addEventListener('htmx:afterRequest', () => { window.answered = true })")
    heard.click()
    # The browser takes a request that is held for sent; the second is to reach the service after it.
    wait_until(has_arrived, 10, "the first tap has reached the service")
    rest.click()
    expect(rest).to_contain_text("2")
    expect(heard).to_contain_text("1")
    [(route, answer)] = late
    route.fulfill(response=answer)
    alice.wait_for_function("() => window.answered")
    expect(rest).to_have_attribute("aria-pressed", "true", timeout=1)
