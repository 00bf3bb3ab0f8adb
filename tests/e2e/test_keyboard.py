"""The core of the story by keyboard alone: Tab, Enter, Space and typing."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.pauses.models import Pause
from checkins.rhythm.models import CheckIn
from couples.seats.models import Couple
from tests.e2e.phone import ELSEWHERE, let_elsewhere_answer, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair

MOST_TABS = 60
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element)
  const label = element.labels?.[0]
  const outlined = [element, label].filter(Boolean).map((one) => getComputedStyle(one))
  const box = element.getBoundingClientRect()
  return {
    name: (element.getAttribute("aria-label") || label?.innerText || element.innerText || "").trim(),
    field: element.name || "",
    value: element.value || "",
    seen: outlined.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2),
    inView: box.bottom > 0 && box.top < innerHeight,
  }
}"""


class Keyboard:
    """A person who never touches the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, name: str = "", field: str = "", value: str = "") -> None:
        """Press Tab until the link, button or field has the focus; on the way the focus can always be seen."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            assert focused["seen"], f"the focus cannot be seen on {focused}"
            assert focused["inView"], f"the focus is out of sight on {focused}"
            if (name and focused["name"] == name) or (field and (focused["field"], focused["value"]) == (field, value)):
                return
        raise AssertionError(f"{MOST_TABS} times Tab did not reach {name or field}")

    def press(self, key: str) -> None:
        """Press a key that leads to another page, and wait for it."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)

    def choose(self, name: str) -> None:
        """Go to a link or a button and press Enter."""
        self.tab_to(name)
        self.press("Enter")

    def write(self, field: str, text: str, before: str = "") -> None:
        """Go to a field that holds `before` and put `text` in its place."""
        self.tab_to(field=field, value=before)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)


@pytest.fixture
def keyboard(bob: Page, pair: Pair) -> Keyboard:
    """Bob, signed in, with a keyboard."""
    return Keyboard(let_in(bob, pair.bob).page)


def test_skip_link_comes_first_and_leads_past_the_frame(keyboard: Keyboard) -> None:
    keyboard.page.goto("/today/")
    keyboard.tab_to("Skip to the content")
    expect(keyboard.page.get_by_text("Skip to the content")).to_be_in_viewport(ratio=1)
    keyboard.page.keyboard.press("Enter")
    expect(keyboard.page.locator("main")).to_be_focused()
    keyboard.page.keyboard.press("Tab")
    assert keyboard.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_signing_in(bob: Page, pair: Pair) -> None:
    keyboard = Keyboard(bob)
    bob.goto("/account/login/")
    keyboard.write("login", pair.bob.email)
    keyboard.write("password", factories.PASSWORD)
    keyboard.press("Enter")
    expect(bob.locator("h1")).to_have_text("Today")


def test_answering_a_letter(keyboard: Keyboard, pair: Pair) -> None:
    letter = factories.proposed_rule(pair)
    keyboard.page.goto("/today/")
    keyboard.choose("Yes, agreed")
    assert factories.fresh(letter).is_in_force


def test_writing_other_words(keyboard: Keyboard, pair: Pair) -> None:
    letter = factories.proposed_rule(pair, please="call me")
    keyboard.page.goto(f"/agreements/{letter.pk}/")
    keyboard.choose("Suggest a change")
    keyboard.write("please", "send one line", before="call me")
    keyboard.choose("See it side by side")
    keyboard.choose("Send")
    newest = factories.fresh(letter).newest
    assert newest is not None
    assert newest.terms.words["please"] == "send one line"


def test_answering_and_ticking_not_today_with_space(keyboard: Keyboard, pair: Pair) -> None:
    check_in = factories.begun_check_in(pair)
    factories.handed_in(check_in, pair.alice_seat, "from Alice")
    keyboard.page.goto(f"/check-ins/{check_in.pk}/")
    keyboard.write("what_you_did", "The walk.")
    keyboard.tab_to("Next")
    keyboard.page.keyboard.press("Enter")
    for place in (2, 3):
        expect(keyboard.page.locator("h2:focus")).to_contain_text(f"{place} of 4.")
        keyboard.tab_to("Not today")
        keyboard.page.keyboard.press("Space")
    expect(keyboard.page.locator("h2:focus")).to_contain_text("4 of 4.")
    keyboard.choose("Done: keep mine closed until then")
    expect(keyboard.page.locator("main")).to_contain_text("The walk.")
    assert CheckIn.objects.get(pk=check_in.pk).is_open(timezone.now())


def test_pausing_with_space(keyboard: Keyboard, pair: Pair) -> None:
    keyboard.page.goto("/pause/")
    keyboard.tab_to("20 minutes" if keyboard.page.get_by_role("button", name="09:00").count() else "Pause 20 minutes")
    keyboard.press("Space")
    expect(keyboard.page.locator("h1")).to_have_text("Paused")
    assert Pause.objects.running(timezone.now()).exists()


def test_leaving(keyboard: Keyboard, pair: Pair) -> None:
    keyboard.page.goto("/leave/")
    keyboard.choose("Stop using it together")
    assert Couple.objects.get(pk=pair.couple.pk).closed_at is not None


def test_error_summary_gets_the_focus_and_leads_to_the_field(
    keyboard: Keyboard, pair: Pair, expected_console: list[str]
) -> None:
    expected_console.append("status of 400")
    draft = factories.draft(pair.bob, "cool_down", word="")
    keyboard.page.goto(f"/agreements/drafts/{draft.pk}/1/")
    keyboard.choose("Done: back to the letter")
    expect(keyboard.page.locator("[data-problems]")).to_be_focused()
    keyboard.tab_to("Our word")
    keyboard.page.keyboard.press("Enter")
    word = keyboard.page.locator("[name=word]")
    expect(word).to_be_focused()
    expect(word).to_have_attribute("aria-invalid", "true")
    described = str(word.get_attribute("aria-describedby")).split()
    assert any("Please fill this in." in keyboard.page.locator(f"#{key}").inner_text() for key in described)


def test_escape_three_times_leaves_at_once(keyboard: Keyboard) -> None:
    let_elsewhere_answer(keyboard.page)
    keyboard.page.goto("/today/")
    for _press in range(3):
        keyboard.page.keyboard.press("Escape")
    expect(keyboard.page).to_have_url(ELSEWHERE)


def test_escape_that_ends_a_composition_stays(keyboard: Keyboard) -> None:
    """A Chinese keyboard takes Escape to throw away what it composes, often several times."""
    keyboard.page.goto("/today/")
    for composing in ("{isComposing: true}", "{keyCode: 229}"):
        press = f"""() => {{ for (let time = 0; time < 4; time += 1) document.dispatchEvent(
            new KeyboardEvent("keydown", {{key: "Escape", bubbles: true, ...{composing}}})) }}"""
        keyboard.page.evaluate(press)
        assert not keyboard.page.evaluate("document.documentElement.classList.contains('leaving')"), composing
    assert keyboard.page.url.endswith("/today/")
