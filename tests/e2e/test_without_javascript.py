"""The core of the story in a browser that runs no script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_line_for
from agreements.pauses.models import Pause
from agreements.phrases.models import SentPhrase
from checkins.answers.models import Answer
from checkins.rhythm.models import CheckIn
from couples.people.models import User
from couples.seats.models import Couple
from journal.entries.models import Entry
from pages.look_around.scenes import SCENES
from tests.e2e.conftest import OpenPage
from tests.e2e.phone import Phone, let_in
from tests.e2e.staging import told
from tests.e2e.stories.story import link_to_join
from tests.helpers import factories
from tests.helpers.factories import Pair


@pytest.fixture
def bob(no_javascript: Page, pair: Pair) -> Phone:
    """Bob's phone, signed in, without JavaScript."""
    return let_in(no_javascript, pair.bob)


def test_signing_in_and_out(no_javascript: Page, pair: Pair) -> None:
    phone = Phone(no_javascript)
    phone.opens("/today/")
    phone.fills(login=pair.bob.email, password=factories.PASSWORD)
    phone.taps("Sign in")
    phone.sees_heading("Today")
    phone.goes_to("More")
    phone.taps("Sign out")
    phone.opens("/today/")
    phone.sees_heading("Sign in")


def test_looking_around_and_signing_up_asks_for_the_zone_by_a_plain_select(no_javascript: Page, db: None) -> None:
    phone = Phone(no_javascript)
    phone.opens("/")
    phone.taps("Look around first: six pages, two minutes, no account")
    for scene in SCENES[1:]:
        phone.taps("Next")
        phone.sees_heading(str(scene.heading))
    phone.taps("Start")
    phone.fills(name="Kim", email="kim@example.org", password1="three green umbrellas")
    phone.taps("Go on")
    expect(phone.page.locator("[data-problems] a")).to_have_attribute("href", "#id_time_zone")
    phone.fills(time_zone="Europe/Lisbon", password1="three green umbrellas")
    phone.taps("Go on")
    phone.sees_heading("Enter the code")
    assert User.objects.get(email="kim@example.org").time_zone == "Europe/Lisbon"


def test_inviting_joining_and_connecting(no_javascript: Page, open_page: OpenPage, db: None) -> None:
    dana, charlie = Phone(no_javascript), Phone(open_page(java_script_enabled=False))
    let_in(no_javascript, factories.person("Dana"))
    dana.opens("/today/")
    dana.taps("Invite your partner")
    charlie.opens(link_to_join(dana))
    charlie.taps("Join with the account I have")
    charlie.fills(login=factories.person("Charlie").email, password=factories.PASSWORD)
    charlie.taps("Sign in")
    charlie.taps("Look again")
    dana.opens("/invite/")
    dana.sees("Someone said yes to your invitation. Enter the four digits.")
    dana.fills(digits=charlie.page.locator(".digits").inner_text())
    dana.taps("Use Steady together")
    dana.sees_heading("Today")
    charlie.taps("Look again")
    charlie.sees_heading("Today")


def test_answering_letters(bob: Phone, pair: Pair) -> None:
    """Of three on one page one is agreed on, one set aside, and one left."""
    rule = factories.proposed_rule(pair)
    for kind in ("cool_down", "rhythm"):
        factories.proposed(kind, pair.alice_seat)
    bob.opens("/today/")
    bob.taps("Read all of them on one page")
    for answer, left in (("Yes, agreed", 2), ("Not now", 1)):
        bob.taps_on(bob.main.get_by_role("button", name=answer).first)
        expect(bob.main.get_by_role("button", name=answer)).to_have_count(left)
    agreed = factories.fresh(rule)
    assert agreed.is_in_force
    assert [letter.was_set_aside for letter in Agreement.objects.all()].count(True) == 1
    consent.end(agreed, pair.alice_seat, timezone.now())
    bob.opens("/today/")
    bob.sees("No longer agreed")
    bob.taps("All right")
    bob.does_not_read("No longer agreed")


def test_a_notice_is_read_once_its_letter_was_opened(bob: Phone, pair: Pair) -> None:
    letter = factories.proposed_rule(pair, please="call me")
    told(pair)
    bob.opens("/today/")
    bob.taps_on(bob.page.get_by_role("link", name="Notices, 1 new", exact=True))
    bob.reads("Today · new")
    bob.taps_on(bob.main.get_by_role("link", name="suggests: a reply within 2 hours, “call me”"))
    bob.sees_address(f"/agreements/{letter.pk}/")
    expect(bob.page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    bob.opens("/notices/")
    bob.does_not_read("· new")


def test_answering_with_other_words(bob: Phone, pair: Pair) -> None:
    letter = factories.proposed_rule(pair, please="call me")
    bob.opens(f"/agreements/{letter.pk}/")
    bob.taps("Suggest a change")
    bob.fills(please="you must send one line")
    bob.taps("See it side by side")
    bob.sees_heading("Suggest a change")
    bob.sees("Small and sure is easier to keep.")
    bob.taps_on(bob.main.get_by_role("button", name="Leave it as it is"))
    expect(bob.main.locator(".change del")).to_contain_text("call me")
    bob.taps("Send")
    newest = factories.fresh(letter).newest
    assert newest is not None
    assert newest.terms.words["please"] == "you must send one line"
    assert newest.author == pair.bob


def test_drafting_and_sending(bob: Phone, pair: Pair) -> None:
    bob.opens("/today/")
    bob.sees("One question, right now")
    bob.taps("Not now")
    bob.sees("A time to talk")
    bob.taps("Not now")
    bob.sees("A way to pause")
    bob.taps("See the letter")
    bob.unfolds("Change something")
    bob.fills(word="kettle")
    bob.taps("Read it through")
    bob.taps("Send it to %(name)s", name="Alice")
    bob.sees("Sent to %(name)s. It counts once %(name)s says yes too.", name="Alice")
    sent = Agreement.objects.with_words().get(couple=pair.couple)
    assert sent.proposal is not None
    assert sent.proposal.terms.words["word"] == "kettle"


def test_keeping_answers_for_later_and_handing_them_in(bob: Phone, pair: Pair) -> None:
    check_in = factories.begun_check_in(pair)
    factories.handed_in(check_in, pair.alice_seat, "from Alice")
    bob.opens(f"/check-ins/{check_in.pk}/")
    bob.fills(was_heavy="The walk.")
    bob.taps("Keep it for later")
    bob.sees("Kept. Only you can read it.")
    expect(bob.field("was_heavy")).to_have_value("The walk.")
    assert Answer.objects.get(author=pair.bob, prompt="was_heavy").words == "The walk."
    bob.does_not_read("from Alice")
    bob.fills(start_01_not_today=True, until_next_time="Another walk.")
    bob.taps("Done: keep mine closed until then")
    bob.goes_to("Today")
    bob.sees("Your answers are open")
    bob.taps("Read them together")
    bob.taps("Ten minutes")
    bob.reads("from Alice")
    bob.sees("End with a good word, aloud.")
    assert CheckIn.objects.get(pk=check_in.pk).is_open(timezone.now())


def test_pausing_by_mistake_and_then_to_come_back(bob: Phone, pair: Pair) -> None:
    bob.opens("/pause/")
    bob.taps("Pause %(length)s", length="20 minutes")
    bob.sees("%(length)s left", length="20 minutes")
    bob.taps("That was a slip")
    bob.sees_heading("Today")
    assert not Pause.objects.exists()
    factories.paused(pair.bob_seat, 30, now=timezone.now() - timedelta(minutes=22))
    bob.opens("/today/")
    bob.taps_on(bob.main.locator(".pause-card"))
    bob.sees_heading("Paused")
    bob.unfolds("Not yet")
    bob.taps("30 minutes")
    bob.sees("%(length)s left", length="38 minutes")
    bob.taps("I'm ready: end my pause")
    bob.sees_heading("Coming back")
    assert not Pause.objects.running(timezone.now()).exists()
    bob.unfolds("Write first")
    bob.fills(need="A walk, side by side.")
    bob.taps("Done: keep mine closed until then")
    bob.sees("Yours is in. It opens once both are, for both of you at once.")
    bob.taps("We're talking")
    bob.sees_heading("Today")
    bob.does_not_read("The pause is over.")


def test_a_sentence_is_sent_taken_back_and_answered_in_one_tap_each(bob: Phone, pair: Pair) -> None:
    bob.opens("/ask/")
    bob.taps("I miss you.")
    bob.sees_heading("Sent")
    bob.taps("Take it back")
    bob.sees_heading("I need…")
    bob.sees("Taken back.")
    factories.said_phrase(pair.alice_seat, "a_hug")
    bob.opens("/today/")
    bob.taps_on(bob.main.get_by_role("link", name="I could do with a hug."))
    bob.taps("Tonight, a long one.")
    bob.sees_heading("Sent")
    assert [row.answer for row in SentPhrase.objects.to(pair.bob_seat)] == [{"words": "Tonight, a long one."}]


def test_leaving(bob: Phone, pair: Pair) -> None:
    factories.agreed_response_rule(pair, please="call me")
    bob.opens("/more/")
    bob.taps("Stop using it together")
    bob.taps("Stop using it together")
    bob.sees_heading("You two do not use Steady together any more")
    bob.taps("To Today")
    bob.sees_heading("Today")
    bob.does_not_read("call me")
    assert Couple.objects.get(pk=pair.couple.pk).closed_at is not None


def test_three_taps_write_down_a_feeling_and_a_fourth_shows_ones_own_line(bob: Phone, pair: Pair) -> None:
    set_line_for(pair.bob, "late_reply", "It has stopped, it has not ended.")
    bob.opens("/today/")
    for tap in ("Notice", "Uneasy", "worried"):
        bob.taps(tap)
    bob.sees_heading("Noted.")
    bob.taps("late reply")
    expect(bob.page.locator(".own-line")).to_contain_text("It has stopped, it has not ended.")
    bob.fills(text="no answer since noon")
    bob.taps("Save")
    bob.taps("Mine")
    entry = Entry.objects.get(person=pair.bob)
    assert (entry.payload["feeling"], entry.payload["text"]) == ("worried", "no answer since noon")
    bob.opens(f"/mine/entries/{entry.pk}/")
    bob.taps("Show Alice a copy")
    bob.taps("And what set it off")
    bob.taps("Show it to Alice")
    bob.taps("Take it back")
    bob.sees("What was read cannot be unread.")
