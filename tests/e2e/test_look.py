"""How every page looks and behaves on a phone: readable, reachable, quiet, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from checkins.answers.models import Answer
from tests.e2e.conftest import PHONE
from tests.e2e.phone import Phone, let_in, type_size
from tests.e2e.scenes import SCENES
from tests.e2e.staging import answered_by_each
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

USUAL: ViewportSize = PHONE["viewport"]
NARROW: ViewportSize = {"width": 320, "height": 640}
# Each state of Today, and what one reads and writes.
IN_BOTH = (
    "today-alone",
    "today-just-connected",
    "today-normal-week",
    "today-pause",
    "agreement",
    "check-in-to-prepare",
    "table",
)


def visit(page: Page, scene: str, **changes: Any) -> Phone:
    """Make the scene and open its page, with the person changed as wanted."""
    person, path = SCENES[scene]()
    if person and changes:
        type(person).objects.filter(pk=person.pk).update(**changes)
        person.refresh_from_db()
    phone = let_in(page, person) if person else Phone(page)
    page.goto(path)
    return phone


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_page_is_accessible_light_and_dark_and_fits_a_phone(
    one_window: Page, db: None, axe: Callable[[Page], None], expected_console: list[str], scene: str
) -> None:
    if scene.startswith("unknown-"):
        expected_console.append("status of 404")
    phone = visit(one_window, scene)
    for size in (USUAL, NARROW):
        one_window.set_viewport_size(size)
        assert phone.faults() == [], size
        assert phone.small_targets() == [], size
    assert phone.same_names() == []
    axe(one_window)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_way_out_stays_on_the_screen_beside_the_bell(alice: Page, db: None, language: str) -> None:
    """From the narrowest phone to the widest, in larger type up to twice the size, with air at the edge."""
    phone = visit(alice, "notices", language=language)
    name = {"en": "Notices, 2 new", "zh-hans": "通知，2 条新的"}[language]
    expect(alice.get_by_role("link", name=name, exact=True)).to_be_visible()
    with type_size(alice) as set_size:
        for size, width in product((16, 21, 32), (320, 344, 360, 384, 390, 412, 430, 448, 460)):
            set_size(size)
            alice.set_viewport_size({"width": width, "height": 800})
            edge = alice.locator(".quick-exit").evaluate("button => button.getBoundingClientRect().right")
            assert edge <= width - 3.5, (width, size)
            assert phone.faults() == [], (width, size)
            assert phone.small_targets() == [], (width, size)
    phone.taps_on(alice.locator(".rows a").first)
    expect(alice.get_by_role("link", name=name.replace("2", "1"), exact=True)).to_be_visible()


# What lies under the answers or the bar while it has the focus.
COVERED = """() => [...document.querySelectorAll("main :is(textarea, summary, a, button)")].filter((target) => {
  if (!target.checkVisibility()) return false
  target.focus()
  const box = target.getBoundingClientRect()
  const found = document.elementFromPoint(box.left + box.width / 2, box.bottom - 2)
  return !(found && (target.contains(found) || found.contains(target)))
}).map((target) => target.outerHTML.slice(0, 100))"""


def test_the_three_answers_stay_in_reach_and_cover_nothing(alice: Page, pair: Pair) -> None:
    """Over the bar while a longer letter is read; in type twice as large they wait below it."""
    phone = let_in(alice, pair.alice)
    longer, changed = factories.proposed("cool_down", pair.bob_seat), answered_by_each(pair)
    for letter in (longer, changed):
        phone.opens(f"/agreements/{letter.pk}/")
        with type_size(alice) as set_size:
            for size, width in ((16, 390), (16, 320), (21, 390), (32, 390)):
                set_size(size)
                alice.set_viewport_size({"width": width, "height": 800})
                alice.evaluate("scrollTo(0, 0)")
                if size < 32:
                    bottom = alice.locator(".three").evaluate("answers => answers.getBoundingClientRect().bottom")
                    assert bottom <= alice.locator(".thumb").evaluate("bar => bar.getBoundingClientRect().top"), width
                assert alice.evaluate(COVERED) == [], (size, width)
                assert phone.faults() == [], (size, width)
                assert phone.small_targets() == [], (size, width)


@pytest.mark.parametrize("scene", IN_BOTH)
def test_a_page_is_dark_and_chinese_for_who_wants_that(one_window: Page, db: None, scene: str) -> None:
    visit(one_window, scene, theme="dark", language="zh-hans")
    expect(one_window.locator("html")).to_have_attribute("lang", "zh-hans")
    assert one_window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(28, 25, 22)"


@pytest.mark.parametrize(
    ("scene", "button"),
    [
        ("account-signup", "Go on"),
        ("account-login", "Sign in"),
        ("two-weeks", "See what it says"),
        ("digits-to-type", "Use Steady together"),
        ("draft-response-rule-1", "Done: back to the letter"),
        ("other-words", "See it side by side"),
        ("check-in-to-prepare", "Done: keep mine closed until then"),
    ],
)
def test_page_that_answers_a_form_is_accessible_too(
    one_window: Page, db: None, axe: Callable[[Page], None], expected_console: list[str], scene: str, button: str
) -> None:
    expected_console.append("status of 400")
    phone = visit(one_window, scene)
    for area in one_window.locator("main textarea:not([readonly])").filter(visible=True).all():
        area.fill("something else" if scene == "other-words" else "")
    while not phone.named(button).is_visible():
        phone.turns()
    phone.taps(button)
    answer = ".changes" if scene == "other-words" else ".problems"
    expect(one_window.locator(answer).first).to_be_visible()
    one_window.set_viewport_size(NARROW)
    assert phone.faults() == []
    axe(one_window)


# What was typed


def test_typed_text_stays_after_an_error(alice: Page, pair: Pair, expected_console: list[str]) -> None:
    expected_console.append("status of 400")
    draft = factories.draft(pair.alice, when="", feel="", need="")
    phone = let_in(alice, pair.alice)
    phone.opens(f"/agreements/drafts/{draft.pk}/1/")
    phone.fills(when="a long evening without a word")
    phone.taps("Done: back to the letter")
    expect(phone.page.locator("[data-problems]")).to_be_focused()
    expect(phone.field("when")).to_have_value("a long evening without a word")


def test_typed_text_stays_when_the_other_was_faster(alice: Page, pair: Pair, expected_console: list[str]) -> None:
    expected_console.append("status of 409")
    rule = factories.agreed_response_rule(pair, please="call me")
    phone = let_in(alice, pair.alice)
    phone.opens(f"/agreements/{rule.pk}/other-words/")
    phone.fills(please="write to me")
    phone.taps("See it side by side")
    factories.amended(rule, pair.bob_seat, please="knock on the door")
    phone.taps("Send")
    expect(alice.get_by_role("alert")).to_be_visible()
    phone.reads("knock on the door")
    phone.reads("write to me")
    assert factories.fresh(rule).newest.terms.words["please"] == "knock on the door"


def test_text_is_kept_while_it_is_written(alice: Page, pair: Pair) -> None:
    check_in = factories.begun_check_in(pair)
    phone = let_in(alice, pair.alice)
    phone.opens(f"/check-ins/{check_in.pk}/")
    phone.turns()
    phone.field("was_heavy").press_sequentially("Tea.")
    phone.sees("Kept. Only you can read it.")
    phone.opens("/today/")
    phone.opens(f"/check-ins/{check_in.pk}/")
    expect(phone.field("start_01"), "where she left off").to_be_visible()
    alice.go_back()
    alice.go_forward()
    phone.main.get_by_role("button", name="Back").click()
    expect(phone.field("was_heavy")).to_have_value("Tea.")


def test_drafts_other_words_and_what_is_taken_along_keep_themselves(alice: Page, bob: Page, pair: Pair) -> None:
    """Each comes back after the page was left, and the other reads nothing of it."""
    rule, check_in = factories.agreed_response_rule(pair), factories.opened_check_in(pair)
    draft = factories.draft(pair.alice)
    fields = {
        f"/mine/thoughts/{notebook.looked_at(pair.alice).pk}/2/": "thought",
        f"/agreements/drafts/{draft.pk}/1/": "when",
        f"/agreements/{rule.pk}/other-words/": "please",
        f"/agreements/{rule.pk}/": "coping_line",
        f"/check-ins/{check_in.pk}/ten-minutes/": "words",
    }
    phone, other = let_in(alice, pair.alice), let_in(bob, pair.bob)
    for path, name in fields.items():
        phone.opens(path)
        _turn_to(phone, name)
        phone.field(name).fill("TEA-AT")
        phone.field(name).press_sequentially("-FIVE")
        phone.sees("Kept. Only you can read it.")
        phone.opens("/today/")
        phone.opens(path)
        _turn_to(phone, name)
        expect(phone.field(name)).to_have_value("TEA-AT-FIVE")
        if "drafts" not in path and "mine" not in path:
            other.opens(path)
            other.does_not_read("TEA-AT")
    phone.taps("Share it")
    other.opens(path)
    other.reads("TEA-AT-FIVE")


def _turn_to(phone: Phone, name: str) -> None:
    """Turn over what stands before a field, where a page shows one thing after the other."""
    while not phone.field(name).count():
        phone.turns()


def test_a_hint_comes_beneath_the_field_and_is_in_nobodys_way(
    alice: Page, pair: Pair, axe: Callable[[Page], None]
) -> None:
    draft = factories.draft(pair.alice)
    phone = let_in(alice, pair.alice)
    phone.opens(f"/agreements/drafts/{draft.pk}/2/")
    phone.sees("What would I see you do?")
    phone.field("please").fill("Give me a ring. You must call me at once.")
    phone.field("please").blur()
    expect(phone.main.locator("u")).to_have_text("You must")
    phone.sees("Small and sure is easier to keep.")
    axe(alice)
    assert not phone.faults() + phone.small_targets()
    phone.main.get_by_role("button", name="Leave it as it is").click()
    phone.sees("It stays as you wrote it.")
    phone.field("please").fill("Show me your phone.")
    phone.field("please").blur()
    phone.sees("Agreements here ask for no proof, codes or whereabouts.")
    phone.main.get_by_role("link", name="Change it").click()
    expect(phone.field("please")).to_be_focused()
    phone.taps("Done: back to the letter")
    phone.sees("This is the letter as %(name)s would read it.", name="Bob")
    phone.reads("Show me your phone")


def test_going_back_to_the_first_text_is_kept_even_if_no_answer_came_in_between(
    alice: Page, pair: Pair, expected_console: list[str]
) -> None:
    expected_console += ["ERR_FAILED", "htmx:sendError", "htmx:afterRequest"]
    check_in = factories.begun_check_in(pair)
    phone = let_in(alice, pair.alice)
    phone.opens(f"/check-ins/{check_in.pk}/")
    phone.turns()
    phone.fills(was_heavy="Tea.")
    phone.sees("Kept. Only you can read it.")

    def answer_is_lost(route: Route) -> None:
        route.fetch()
        route.abort()

    alice.route("**/keep/", answer_is_lost)
    phone.fills(was_heavy="Coffee.")
    phone.sees("No connection. Your text is not kept yet; leave this page open.")
    alice.unroute("**/keep/")
    for words in ("Tea.", ""):
        with alice.expect_response("**/keep/"):
            phone.fills(was_heavy=words)
        phone.sees("Kept. Only you can read it.")
        assert Answer.objects.get(prompt="was_heavy").words == words


def test_lost_connection_is_said_and_writing_on_keeps_the_text(
    alice: Page, pair: Pair, expected_console: list[str]
) -> None:
    expected_console += ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
    check_in = factories.begun_check_in(pair)
    phone = let_in(alice, pair.alice)
    phone.opens(f"/check-ins/{check_in.pk}/")
    phone.turns()
    alice.context.set_offline(True)
    phone.fills(was_heavy="Tea")
    phone.sees("No connection. Your text is not kept yet; leave this page open.")
    alice.context.set_offline(False)
    phone.fills(was_heavy="Tea, twice.")
    phone.sees("Kept. Only you can read it.")
    assert Answer.objects.get(prompt="was_heavy").words == "Tea, twice."


def test_ended_session_does_not_pretend_to_keep(alice: Page, pair: Pair) -> None:
    phone = let_in(alice, pair.alice)
    phone.opens(f"/check-ins/{factories.begun_check_in(pair).pk}/")
    phone.turns()
    alice.context.clear_cookies(name="sessionid")
    phone.fills(was_heavy="Tea")
    expect(alice.locator("[data-keep-status]").first).to_have_text(
        re.compile(re.escape(phone.says("No connection. Your text is not kept yet; leave this page open.")))
    )
    expect(phone.field("was_heavy")).to_have_value("Tea")
    assert not Answer.objects.exists()
