"""Notice, agree, see whether it eased: three months on both phones, hers in English, his in Chinese without scripts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from agreements.calls.models import Call
from agreements.letters.models import Agreement, Version
from couples.people.models import User
from journal.copies.models import ShownCopy
from journal.letters import verbs as writing
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.said import Said
from reminders.housekeeping import keep_house
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories, notebook
from tests.reminders.sending import send_due

# A Tuesday, 21:40 in Berlin. Twelve weeks before and after the two agree, she writes something down every week.
NOW = datetime(2027, 9, 7, 19, 40, tzinfo=UTC)
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
# What is hers alone.
LINE = "It has stopped, it has not ended. He is at work."
HAPPENED = "Nothing since noon, and the lamp over there was on."
AGAIN = "he is tired of me"
SITUATION, SPEAKS_FOR, AGAINST = "He read it and went to sleep.", "He was short at lunch.", "He called from the bus."
FAIRER = "He sleeps, and tomorrow he writes."
HELD = "On Thursday you came home at ten and said nothing."
HERS_ALONE = (LINE, HAPPENED, AGAIN, SITUATION, SPEAKS_FOR, AGAINST, FAIRER, HELD)
NOBODYS = ("//", "/static/", "/agreements/templates/", "/decks/")
SEEN_IN = """text => {
  const copy = text.cloneNode(true)
  copy.querySelectorAll(".visually-hidden").forEach(part => part.remove())
  return copy.textContent.replace(/[\u2068\u2069]/g, "").replace(/\\s+/g, " ").trim()
}"""
# What both have: for good, and for a week.
PLEASE, ASKED, ANSWER = "send me one line, even “later”", "A long day, and no word.", "在呢，晚上八点给你打电话。"


@dataclass
class Story:
    """The two, their phones, and the clock."""

    alice: User
    bob: User
    hers: Phone
    his: Phone
    clock: time_machine.Traveller

    def goes_on_to(self, moment: datetime) -> None:
        """Let time pass; whoever was signed in long ago signs in again."""
        for week in range(1, 1 + (moment - timezone.now()) // A_WEEK):
            notebook.felt(self.alice, "glad", timezone.now() + week * A_WEEK)
        self.clock.move_to(moment)
        send_due(moment)
        keep_house(moment)
        for phone, person in ((self.hers, self.alice), (self.his, self.bob)):
            let_in(phone.page, person)


def test_practice_10_from_a_late_reply_to_it_has_become_easier(
    alice: Page, no_javascript: Page, expected_console: list[str]
) -> None:
    expected_console.append("status of 404")
    with time_machine.travel(NOW - 12 * A_WEEK, tick=True) as clock:
        pair = factories.connected_couple(factories.person("Alice"), factories.person("小博", language="zh-hans"))
        story = Story(pair.alice, pair.bob, let_in(alice, pair.alice), let_in(no_javascript, pair.bob), clock)
        story.goes_on_to(NOW)
        notice(story)
        see_what_it_sums_up_to(story)
        write_an_agreement(story)
        accept(story)
        ask_and_be_answered(story)
        hold_a_letter(story)
        look_at_a_thought(story)
        read_the_fairer_line(story)
        say_that_it_eased(story)
        show_how_it_went(story)
        take_it_back(story)
        nothing_of_hers_is_his(story)


def notice(story: Story) -> None:
    """Three taps; then what set it off, and a line for it, which stands above everything."""
    hers = story.hers
    hers.opens("/today/")
    hers.taps_on(hers.main.get_by_role("link", name="Notice", exact=True))
    hers.taps_on(hers.main.get_by_role("link", name="Uneasy", exact=True))
    tap(hers, "uneasy")
    hers.sees_heading("Noted.")
    hers.keeps_picture("loop-01-hers-noted")
    tap(hers, "late reply")
    hers.main.locator("summary", has_text="Write yourself a line").click()
    expect(hers.field("line")).to_have_value("It has stopped, it has not ended.")
    hers.fills(line=LINE)
    hers.taps("Keep the line")
    expect(hers.main.locator(":scope > *").first).to_contain_text(LINE)
    hers.keeps_picture("loop-02-hers-own-line")


def has_noticed(story: Story, feeling: str) -> None:
    """Bring her to where three taps lead, once she has walked them."""
    story.hers.opens(f"/mine/entries/{notebook.felt(story.alice, feeling).pk}/noted/")


def tap(phone: Phone, word: str) -> None:
    phone.taps_on(phone.main.get_by_role("button", name=word, exact=True))


def see_what_it_sums_up_to(story: Story) -> None:
    """The fourth in a week: the line is there at the tap, and each number on the card leads to its entries."""
    hers = story.hers
    for feeling, later in (("uneasy", timedelta(days=2, minutes=-80)), ("sad", timedelta(days=4, hours=-7))):
        notebook.felt(story.alice, feeling, NOW + later, trigger="late_reply", strength=2)
    story.goes_on_to(NOW + A_WEEK)
    has_noticed(story, "uneasy")
    tap(hers, "late reply")
    expect(hers.main.locator(":scope > *").first).to_contain_text(LINE)
    hers.fills(strength="2", text=HAPPENED, thought=AGAIN)
    hers.taps("Save")
    hers.opens("/mine/triggers/")
    hers.reads("‘Late reply’, 4 times")
    assert seen_in(hers.main.locator(".sum")) == (
        "‘Late reply’, 4 times in the last 8 weeks. 3 of them on a weekday after 20:00. Most often: uneasy."
    )
    hers.keeps_picture("loop-03-hers-card")
    for number, link in ((4, "4 times"), (3, "3 of them")):
        leads_to(hers, link, number)


def seen_in(text: Locator) -> str:
    """Return what is seen, without what only a screen reader says."""
    return str(text.evaluate(SEEN_IN))


def leads_to(phone: Phone, link: str, number: int) -> None:
    """Follow a number to exactly those entries, and come back."""
    page = phone.page.url
    phone.taps_on(phone.main.locator(".sum a", has_text=link))
    expect(phone.main.locator(".felt-row")).to_have_count(number)
    phone.opens(page)


def write_an_agreement(story: Story) -> None:
    """One step, and one word changed; her line goes along and stays hers."""
    hers = story.hers
    hers.taps_on(hers.main.get_by_role("link", name="Late reply", exact=True))
    hers.keeps_picture("loop-04-hers-one-card")
    hers.taps("Write an agreement about it")
    hers.reads(LINE)
    hers.reads("uneasy")
    hers.taps_on(hers.main.locator('a[href$="#id_please"]'))
    hers.fills(please=PLEASE)
    hers.taps("Done: back to the letter")
    hers.keeps_picture("loop-05-hers-draft")
    hers.taps("Send it to %(name)s", name="小博")


def accept(story: Story) -> None:
    """A day later, in Chinese and without a script."""
    story.goes_on_to(NOW + A_WEEK + A_DAY)
    his = story.his
    his.opens("/today/")
    his.reads(PLEASE)
    his.keeps_picture("loop-06-his-letter")
    his.taps("Yes, agreed")
    assert Agreement.objects.get().in_force
    assert Version.objects.get().settings["triggers"] == ["late_reply"]


def ask_and_be_answered(story: Story) -> None:
    """A week later it is gone."""
    hers, his = story.hers, story.his
    story.goes_on_to(NOW + A_WEEK + 2 * A_DAY - timedelta(hours=6))
    hers.opens("/ask/")
    hers.taps_on(hers.main.get_by_role("link").filter(has_text=PLEASE))
    expect(hers.main.locator(".own-line")).to_contain_text(LINE)
    hers.fills(line=ASKED)
    hers.taps("Ask %(name)s", name="小博")
    his.opens("/today/")
    his.taps("Answer")
    his.reads(ASKED)
    his.unfolds("In my own words")
    his.main.locator("#id_own_words").fill(ANSWER)
    his.keeps_picture("loop-07-his-answer")
    his.taps_on(his.main.locator("form", has=his.page.locator("#id_own_words")).locator("button"))
    hers.opens(f"/ask/{Call.objects.get().pk}/")
    hers.reads(ANSWER)
    story.goes_on_to(NOW + 3 * A_WEEK)
    assert not Call.objects.exists()


def hold_a_letter(story: Story) -> None:
    """It rests until tomorrow at nine; then it is a draft again, and nothing was sent."""
    hers, now = story.hers, timezone.now()
    said = Said(HELD, felt="I felt alone with it.", needed="I need a word before you go up.")
    letter = writing.begin(story.alice, said, uuid.uuid4(), now, "")
    writing.hold(story.alice, letter.pk, writing.tomorrow_morning(story.alice, now), now)
    hers.opens(f"/mine/letters/{letter.pk}/")
    hers.reads("It rests until tomorrow, 09:00.")
    hers.keeps_picture("loop-08-hers-held")
    story.goes_on_to(NOW + 3 * A_WEEK + timedelta(hours=12))
    hers.opens("/notices/")
    hers.taps_on(hers.main.get_by_role("link").filter(has_text="Something you wrote"))
    hers.sees("This is how it reads. Nobody else has seen it.")
    hers.reads(HELD)
    hers.keeps_picture("loop-09-hers-draft-again")
    assert LetterDraft.objects.exists()
    assert not ComposedLetter.objects.exists()


def look_at_a_thought(story: Story) -> None:
    """Weeks later, once more: four steps from what she wrote, and a fairer sentence becomes her line."""
    hers = story.hers
    story.goes_on_to(NOW + 7 * A_WEEK)
    entry = notebook.felt(story.alice, "worried", trigger="late_reply", strength=1, thought=AGAIN)
    hers.opens(f"/mine/entries/{entry.pk}/")
    hers.taps("Look at this thought in four steps")
    hers.fills(situation=SITUATION, before_1="80")
    hers.taps("Next")
    expect(hers.field("thought")).to_have_value(AGAIN)
    hers.taps("Next")
    hers.fills(speaks_for=SPEAKS_FOR, speaks_against=AGAINST)
    hers.taps("Next")
    hers.fills(fairer=FAIRER, after_1="45")
    hers.taps("Done")
    hers.reads("Worried: 80, now 45.")
    hers.taps("Use it as my line for ‘%(trigger)s’", trigger="late reply")
    hers.keeps_picture("loop-10-hers-fairer")


def read_the_fairer_line(story: Story) -> None:
    """It stands there the next time."""
    hers = story.hers
    story.goes_on_to(NOW + 10 * A_WEEK)
    has_noticed(story, "uneasy")
    tap(hers, "late reply")
    expect(hers.main.locator(":scope > *").first).to_contain_text(FAIRER)
    hers.keeps_picture("loop-11-hers-fairer-line")
    hers.fills(strength="1")
    hers.taps("Save")


def say_that_it_eased(story: Story) -> None:
    """Three months after the first tap: the question first, and behind the answer what she wrote down."""
    hers = story.hers
    story.goes_on_to(NOW + 13 * A_WEEK + A_DAY)
    hers.opens("/mine/triggers/")
    hers.keeps_picture("loop-12-hers-cards-later")
    hers.taps_on(hers.main.get_by_role("link", name="Has it eased?"))
    hers.does_not_read("Before:")
    tap(hers, "Easier")
    hers.unfolds("What I wrote down")
    hers.reads("in 12 weeks. Since:")
    assert seen_in(hers.main.locator("#eased .sum")) == "Before: 4 in 12 weeks. Since: 2."
    hers.reads("Mostly very → mostly rather.")
    hers.sees("This counts what you wrote down, not what happened.")
    hers.keeps_picture("loop-13-hers-before-and-since")


def show_how_it_went(story: Story) -> None:
    """Nothing that is counted goes along; he reads it in his language."""
    hers, his = story.hers, story.his
    hers.taps("Tell %(name)s how it went", name="小博")
    hers.keeps_picture("loop-14-hers-to-show")
    hers.taps("Show it to %(name)s", name="小博")
    send_due(timezone.now())
    his.opens("/notices/")
    his.taps_on(his.main.locator('a[href^="/copies/"]'))
    for words in ("回得慢", his.says("It has become easier for me.")):
        his.reads(words)
    assert not re.search(r"\d", his.main.locator(".copy").inner_text())
    his.keeps_picture("loop-15-his-copy")


def take_it_back(story: Story) -> None:
    hers, his = story.hers, story.his
    copy = f"/copies/{ShownCopy.objects.get().pk}/"
    hers.opens("/copies/")
    hers.taps("Take it back")
    his.opens(copy)
    his.does_not_read(his.says("It has become easier for me."))
    assert ShownCopy.objects.get().said == {}


def nothing_of_hers_is_his(story: Story) -> None:
    """Neither on a page that he saw, nor on any that he can come to, nor in a mail; and what was shown is gone.

    On the pages that she can come to all of it stands: the search finds what there is.
    """
    now_his, now_hers = [[*pages_within_reach(person)] for person in (story.bob, story.alice)]
    mails = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    for words in HERS_ALONE:
        assert any(words in text for text in now_hers), words
        assert not any(words in text for text in (*story.his.shown, *now_his, *mails)), words
    for words in (ASKED, ANSWER, story.his.says("It has become easier for me.")):
        assert not any(words in text for text in now_his), words
    assert any(PLEASE in text for text in now_his), "what both agreed on stays"


def pages_within_reach(person: User) -> Iterator[str]:
    """Follow every link from Today on; an address once, whatever its query, and no ready texts, which all have."""
    client, found, ahead = factories.signed_in(None, person), {"/today/"}, ["/today/"]
    while ahead:
        answer = client.get(ahead.pop())
        text = "" if answer.streaming else answer.content.decode(errors="replace")
        yield text
        links = set(re.findall(r'href="(/[^"?#]*)', text)) | {answer.headers.get("Location", "/today/")}
        new = {link for link in links if not link.startswith(NOBODYS)} - found
        found |= new
        ahead += sorted(new)
