"""What is tapped twice, or without a connection, is sent once; going back after signing out shows nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from agreements.drafts.models import Draft
from agreements.letters.models import Agreement, Version
from agreements.pauses.models import Pause
from checkins.answers.models import Answer
from couples.pairing.models import Invitation
from journal.appreciations.models import Appreciation
from tests.e2e.conftest import OpenPage
from tests.e2e.phone import let_in
from tests.helpers import factories
from tests.helpers.factories import Pair


def double_tap(page: Page, name: str | re.Pattern[str]) -> None:
    """Tap a button twice in the same moment, before the page can know that it was sent."""
    button = page.locator("main").get_by_role("button", name=name)
    with page.expect_navigation(wait_until="load"):
        button.evaluate("button => { button.click(); button.click() }")


def test_double_tap_sends_one_letter(alice: Page, pair: Pair) -> None:
    draft = factories.draft(pair.alice)
    let_in(alice, pair.alice).opens(f"/agreements/drafts/{draft.pk}/")
    double_tap(alice, "Send it to Bob")
    expect(alice.locator("main")).to_contain_text("Sent to Bob.")
    assert Agreement.objects.count() == Version.objects.count() == 1


def test_double_tap_keeps_one_draft_and_sends_one_letter_of_a_template(alice: Page, pair: Pair) -> None:
    phone = let_in(alice, pair.alice)
    phone.opens("/agreements/templates/cd_usual/")
    assert not Draft.objects.exists(), "looking costs nothing"
    double_tap(alice, "Start from this")
    assert Draft.objects.count() == 1
    phone.opens("/agreements/drafts/?kind=cool_down&starter=cd_usual")
    double_tap(alice, "Keep it as a draft")
    assert Draft.objects.count() == 1, "which says just the same"
    phone.opens("/agreements/drafts/?kind=rhythm&starter=weekly")
    double_tap(alice, "Send it to Bob")
    expect(alice.locator("main")).to_contain_text("Sent to Bob.")
    assert Agreement.objects.count() == Version.objects.count() == 1


def test_double_tap_makes_one_invitation(alice: Page, db: None) -> None:
    let_in(alice, factories.person("Alice")).opens("/invite/")
    double_tap(alice, "Make the invitation")
    expect(alice.locator("h1")).to_have_text("Your invitation")
    assert Invitation.objects.count() == 1


def test_double_tap_starts_one_pause(alice: Page, pair: Pair) -> None:
    let_in(alice, pair.alice).opens("/today/")
    double_tap(alice, re.compile("^Pause "))
    expect(alice.locator("h1")).to_have_text("Paused")
    assert Pause.objects.count() == 1


def test_a_tap_without_connection_is_kept_for_a_while_and_starts_one_pause(
    open_page: OpenPage, pair: Pair, expected_console: list[str]
) -> None:
    expected_console += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "htmx:sendError", "htmx:afterRequest"]
    alice = open_page()
    phone, arrived = let_in(alice, pair.alice), []
    alice.clock.install()
    phone.opens("/pause/")
    button = phone.main.get_by_role("button", name=re.compile("^Pause "))
    alice.context.set_offline(True)
    button.click()
    expect(phone.main.get_by_text("Not sent yet. Trying again.")).to_be_visible()
    phone.main.get_by_role("button", name="Don't send it").click()
    expect(button).to_be_enabled()
    button.click()
    alice.clock.run_for(16 * 60_000)
    expect(phone.main.locator("[data-tap=late]")).to_be_visible()
    expect(button).to_be_enabled()

    def answer_is_lost(route: Route) -> None:
        arrived.append(route.fetch(max_redirects=0).status)
        route.abort()

    alice.route("**/pause/start/", answer_is_lost, times=1)
    alice.context.set_offline(False)
    button.click()
    expect(phone.main.get_by_text("Not sent yet. Trying again.")).to_be_visible()
    assert (arrived, Pause.objects.count()) == ([302], 1)
    alice.clock.run_for(4000)
    expect(alice.locator("h1")).to_have_text("Paused")
    assert Pause.objects.count() == 1


def test_a_tap_on_today_is_sent_as_soon_as_there_is_a_connection(
    alice: Page, pair: Pair, expected_console: list[str]
) -> None:
    """The circle of its page breathes, and rests for who wants no motion."""
    expected_console += ["ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"]
    phone = let_in(alice, pair.alice)
    phone.opens("/today/")
    alice.context.set_offline(True)
    phone.main.get_by_role("button", name=re.compile("^Pause ")).click()
    expect(phone.main.get_by_text("Not sent yet. Trying again.")).to_be_visible()
    assert not Pause.objects.exists()
    alice.context.set_offline(False)
    expect(alice.locator("h1")).to_have_text("Paused")
    assert Pause.objects.count() == 1
    moving = "document.getAnimations().length"
    assert alice.evaluate(moving) == 0
    alice.emulate_media(reduced_motion="no-preference")
    assert alice.evaluate(moving) > 0


def test_double_tap_hands_in_once(alice: Page, pair: Pair) -> None:
    phone = let_in(alice, pair.alice)
    phone.opens(f"/check-ins/{factories.begun_check_in(pair).pk}/")
    phone.answers(what_you_did="Tea.", was_heavy="", start_01="", until_next_time="")
    double_tap(alice, "Done: keep mine closed until then")
    phone.sees("Yours are in. They open together, as soon as both are in.")
    assert (Answer.objects.count(), Appreciation.objects.count()) == (3, 1)


def test_back_after_signing_out_shows_nothing(alice: Page, pair: Pair) -> None:
    rule = factories.agreed_response_rule(pair, please="call me")
    phone = let_in(alice, pair.alice)
    phone.opens(f"/agreements/{rule.pk}/")
    phone.reads("call me")
    phone.goes_to("More")
    phone.taps("Sign out")
    alice.go_back()
    expect(alice.locator("h1")).to_have_text("Sign in")
    alice.go_back()
    expect(alice.locator("h1")).to_have_text("Sign in")
    phone.does_not_read("call me")
