"""A letter in the browser: it keeps itself while it is written, and goes where its writer taps and nowhere else."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from journal.letters.models import ComposedLetter, LetterDraft
from tests.e2e.phone import let_in
from tests.helpers import factories

HAPPENED = "On Thursday you came home at ten."


def test_practice_14_a_letter_is_held_sent_and_answered(alice: Page, bob: Page, db: None) -> None:
    pair = factories.connected_couple(factories.person("Alice"), factories.person("小博", language="zh-hans"))
    writer, reader = let_in(alice, pair.alice), let_in(bob, pair.bob)
    reader.opens("/today/")
    writer.opens("/mine/")
    writer.taps("My letters")
    writer.taps("Write a letter")
    writer.fills(what_happened=HAPPENED)
    writer.sees("Kept. Only you can read it.")
    assert LetterDraft.objects.get().said.what_happened == HAPPENED
    writer.main.locator("summary").first.click()
    assert writer.small_targets() == []
    writer.chooses("feelings", "lonely", "worried")
    writer.fills(needed="I hope we can eat together", would_you="show me your phone every evening")
    writer.field("would_you").blur()
    writer.sees("Agreements here ask for no proof, codes or whereabouts.")
    writer.fills(would_you="send a line when it gets late")
    writer.taps("Read it as a letter")
    writer.reads("worried, lonely")
    writer.taps("Hold it until I’m calm")
    writer.reads("It rests until tomorrow, 09:00.")
    writer.taps_on(writer.main.get_by_role("link", name=HAPPENED))
    writer.sees("Take it out now")
    assert not ComposedLetter.objects.exists()
    writer.taps("Take it out now")
    writer.taps_on(writer.main.locator('form[action$="/send/"] button'))
    expect(reader.main.locator('a[href^="/letters/"]')).to_be_visible(timeout=15_000)
    reader.taps_on(reader.main.locator('a[href^="/letters/"]'))
    reader.reads(HAPPENED)
    reader.unfolds("Write back")
    reader.fills(answer="我没想到，对不起")
    reader.taps("Send the answer")
    writer.opens("/today/")
    writer.taps_on(writer.main.locator('a[href^="/letters/"]'))
    writer.reads("我没想到，对不起")
    for phone in (writer, reader):
        assert phone.small_targets() == []
        assert phone.same_names() == []


def test_what_was_typed_in_the_last_second_is_kept_when_a_link_is_tapped(alice: Page, db: None) -> None:
    pair = factories.connected_couple(factories.person("Alice"), factories.person("Bob"))
    writer = let_in(alice, pair.alice)
    writer.opens("/mine/compose/")
    writer.fills(what_happened=HAPPENED)
    writer.page.locator('nav a[href="/today/"]').first.click()
    writer.page.wait_for_url("**/today/")
    assert LetterDraft.objects.get().said.what_happened == HAPPENED
    writer.opens("/mine/letters/")
    writer.sees(HAPPENED)
