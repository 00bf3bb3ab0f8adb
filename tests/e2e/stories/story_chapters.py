"""The chapters of the story after the two are connected: agreeing, being reminded, talking, pausing, parting."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from basics import formats
from tests.e2e.phone import Phone
from tests.e2e.stories.story import ALICE, BERLIN, BOB, COPING, Album, without_keys
from tests.e2e.stories.story_service import Service
from tests.helpers.waiting import wait_until

TOPIC = "How often your parents come."
GOOD = "You stayed up until I was home."
GIVEN = "你在我妈妈面前替我说了话"

# 3 and 4: agreeing


def agree_on_a_rhythm(alice: Phone, bob: Phone, album: Album) -> None:
    """Alice's letter from the first steps stands ready on Today; Bob says yes to it."""
    with bob.beside():
        bob.goes_to("Agreements")
        bob.does_not_read("20:30")
    alice.reads("every Sunday, 20:30")
    alice.taps("Send it to %(name)s", name="小博")
    alice.sees("Sent to %(name)s. It counts once %(name)s says yes too.", name="小博")
    album.keep(alice, "letter-sent")
    finds_on_today(bob, "Yes, agreed")
    album.keep(bob, "letter-with-three-answers")
    bob.taps("Yes, agreed")
    is_agreed(bob)
    album.keep(bob, "agreed")


def finds_on_today(phone: Phone, message: str) -> None:
    """What the other does comes to an open Today by itself, or once it is looked at again."""
    with phone.beside():
        phone.goes_to("Today")
    expect(phone.named(message)).to_be_visible()


def is_agreed(phone: Phone) -> None:
    """Both names and the day: on the page after the yes, and once on the other's Today."""
    day = phone.in_own_time(formats.day, datetime.now(ZoneInfo(phone.zone)))
    panel = phone.main.locator(".card", has_text=phone.says("Agreed"))
    for part in ("Alice", "小博", day):
        expect(panel).to_contain_text(part)


def suggest_another_time(alice: Phone, bob: Phone, album: Album) -> None:
    """Alice is told once, on Today. Bob suggests another day; Alice says yes to that."""
    with alice.beside():
        alice.goes_to("Today")
        is_agreed(alice)
        album.keep(alice, "today-agreed")
        alice.taps("All right")
        expect(alice.main.locator(".card", has_text=alice.says("Agreed"))).to_have_count(0)
        open_agreement(bob, "20:30")
        bob.taps("Suggest a change")
        album.keep(bob, "other-words")
        bob.chooses("weekdays", _in_three_days().weekday())
        bob.fills(at="19:15")
        bob.taps("See it side by side")
        bob.sees("This is how it would read. Sending also says yes to these words.")
        expect(bob.main.locator(".change ins").first).to_contain_text("19:15")
        album.keep(bob, "old-and-new-side-by-side")
        bob.taps("Send")
        read_the_letter(alice)
        expect(alice.main.locator(".change del").first).to_contain_text("every Sunday, 20:30")
        expect(alice.main.locator(".change ins").first).to_contain_text("19:15")
        album.keep(alice, "other-words-to-read")
        alice.taps("Yes, agreed")
        for phone in (alice, bob):
            open_agreement(phone, "19:15")
            sees_consents_of_both(phone)
            phone.goes_to("Today")
        album.keep(alice, "rhythm-in-force")


def _in_three_days() -> datetime:
    """Return a day whose evening, and the hour before, is not now, so that the story can start at any time."""
    return datetime.now(ZoneInfo(BERLIN)) + timedelta(days=3)


def read_the_letter(phone: Phone) -> None:
    phone.goes_to("Today")
    phone.taps("Read the letter")


def open_agreement(phone: Phone, part: str) -> None:
    phone.goes_to("Agreements")
    phone.taps_on(phone.main.locator(".rows a", has_text=part))


def sees_consents_of_both(phone: Phone) -> None:
    day = phone.in_own_time(formats.day, datetime.now(ZoneInfo(phone.zone)))
    for name in ("Alice", "小博"):
        expect(phone.main.locator(".signed-by li", has_text=name)).to_contain_text(day)


def takes_up(phone: Phone, offer: str) -> None:
    """Once there is a talk its question is the first thing, and what is offered a row."""
    phone.taps_on(phone.main.get_by_role("link", name=phone.says(offer)))


def agree_on_a_cool_down(alice: Phone, bob: Phone, album: Album) -> None:
    """Today offers Bob the next thing; he puts a word of theirs in, and Alice takes it as it is."""
    bob.sees("A way to pause")
    album.keep(bob, "today-next-thing")
    takes_up(bob, "A way to pause")
    album.keep(bob, "letter-from-a-template")
    with bob.beside():
        bob.unfolds("Change something")
        bob.fills(word="", minutes="30")
        bob.taps("Read it through")
        expect(bob.page.locator("[data-problems]")).to_be_focused()
        album.keep(bob, "something-is-missing")
        bob.fills(word="kettle", speaks_first="other")
        album.keep(bob, "draft-of-a-cool-down")
        bob.taps("Read it through")
    bob.taps("Send it to %(name)s", name="Alice")
    finds_on_today(alice, "Yes, agreed")
    album.keep(alice, "cool-down-to-read")
    alice.taps("Yes, agreed")
    alice.reads("kettle")


def agree_on_a_response_rule(alice: Phone, bob: Phone, album: Album) -> None:
    """Alice words her own side and keeps one line to herself."""
    takes_up(alice, "A reply I can count on")
    with alice.beside():
        alice.unfolds("Change something")
        alice.fills(when="I have written in the evening and see no answer")
        alice.fills(please="send one line, even “later”", within_minutes="60", who="both")
        alice.fills(coping_line=COPING)
        album.keep(alice, "rule-in-her-words")
        alice.taps("Read it through")
        alice.reads(COPING)
    alice.taps("Send it to %(name)s", name="小博")
    finds_on_today(bob, "Yes, agreed")
    bob.does_not_read(COPING)
    with bob.beside():
        bob.taps("Suggest a change")
        expect(bob.field("when")).to_have_count(0)
        bob.reads("I have written in the evening and see no answer")
        album.keep(bob, "other-words-for-the-shared-part")
        bob.taps("Change nothing")
    bob.taps("Yes, agreed")
    bob.does_not_read(COPING)
    album.keep(bob, "rule-in-force")
    with alice.beside():
        open_agreement(alice, "send one line")
        expect(alice.field("coping_line")).to_have_value(COPING)
        album.keep(alice, "rule-in-force-with-her-own-line")


def keep_old_words_while_new_ones_wait(alice: Phone, bob: Phone, album: Album) -> None:
    """Bob asks for a longer pause; Alice sees both, and the old one holds until she has said yes. She does not."""
    with bob.beside():
        open_agreement(bob, "kettle")
        bob.taps("Suggest a change")
        bob.fills(minutes="60")
        bob.taps("See it side by side")
        bob.taps("Send")
        read_the_letter(alice)
        alice.sees("What you agreed before holds until you have both said yes to the new words.")
        expect(alice.main.locator(".change del")).to_contain_text("30 minutes")
        expect(alice.main.locator(".change ins")).to_contain_text("1 hour")
        album.keep(alice, "other-words-while-the-old-hold")
        alice.taps("Not now")
        alice.reads("30 minutes")
        alice.does_not_read("1 hour")
        alice.goes_to("Today")
        album.keep(alice, "today-normal-week")
        bob.goes_to("Today")
        album.keep(bob, "today-normal-week")


# 5 and 6: being reminded and talking


def be_reminded_each_in_own_language_and_time(alice: Phone, bob: Phone, service: Service, album: Album) -> None:
    """An hour before, both get one mail and one notice, and nobody gets anything else.

    Alice said that only she sees her mailbox; Bob, who did not say, reads what a calendar would tell him.
    """
    service.clock.pass_until(next_due(service))
    begins = next_begin(service)
    for phone, address in ((alice, ALICE), (bob, BOB)):
        time = phone.in_own_time(formats.clock, begins)
        mail = service.letter_about(address, talk_said(phone, begins))
        assert mail.recipients == [address]
        assert "Alice" not in mail.text
        assert "小博" not in mail.text
        with phone.beside():
            phone.goes_to("Today")
            phone.taps_on(phone.page.locator(".bell"))
            phone.reads(time)
            album.keep(phone, "notices")
        phone.opens(link_in(mail.text))
        phone.reads(phone.says("Answer for yourself. Nobody reads it before it is time and both are in."))
    assert alice.in_own_time(formats.clock, begins) != bob.in_own_time(formats.clock, begins)


def talk_said(phone: Phone, begins: datetime) -> str:
    """Return the subject of the mail about a talk, in the words that its reader chose."""
    here = ZoneInfo(phone.zone)
    day = phone.in_own_time(formats.day_said, begins.astimezone(here).date(), datetime.now(here).date())
    subject = "Your talk %(day)s at %(time)s" if phone.zone == BERLIN else "Reminder: %(day)s %(time)s"
    return phone.says(subject, day=day, time=phone.in_own_time(formats.clock, begins))


def next_due(service: Service) -> datetime:
    sql = "SELECT min(due_at) FROM reminders_reminder WHERE kind = 'check_in' AND state IN ('pending', 'claimed')"
    return service.clock.moment(sql)


def next_begin(service: Service) -> datetime:
    sql = "SELECT min(starts_at) FROM checkins_checkin WHERE cancelled_at IS NULL AND starts_at > datetime('now')"
    return service.clock.moment(sql)


def link_in(text: str) -> str:
    link, _unsubscribe = [line for line in text.splitlines() if line.startswith("http")]
    return link


def answer_for_oneself(alice: Phone, bob: Phone, service: Service, album: Album) -> None:
    """Alice writes and hands in before the time; Bob's page does not tell."""
    before = bob.main.inner_html()
    album.keep(alice, "three-questions")
    with alice.beside():
        alice.turns(3)
        alice.taps("Done: keep mine closed until then")
        alice.sees("Write a few words, or choose “not today”.")
        expect(alice.field("was_heavy")).to_be_visible()
        alice.main.get_by_role("button", name=alice.says("Back")).click()
    words = {"what_you_did": "You waited with dinner.", "was_heavy": "Two late evenings.", "start_01": "The lake."}
    alice.answers(**words, until_next_time="")
    alice.sees("Kept. Only you can read it.")
    album.keep(alice, "answers-kept-while-writing")
    alice.taps("Done: keep mine closed until then")
    alice.sees("Yours are in. They open together: %(when)s.", when=_next_said(alice, service))
    expect(alice.main.locator("textarea").first).not_to_be_visible()
    album.keep(alice, "answers-are-in")
    with alice.beside():
        alice.unfolds("Something to talk about")
        alice.fills(words=TOPIC)
        alice.taps_on(alice.main.locator(".topics-form button"))
        alice.reads(TOPIC)
        album.keep(alice, "something-to-talk-about")
        write_something_good(alice, GOOD, album)
        alice.goes_to("Today")
        alice.sees("Yours are in. They open together: %(when)s.", when=_next_said(alice, service))
        bob.opens(bob.page.url)
        bob.does_not_read("You waited with dinner.")
        bob.does_not_read(TOPIC)
        bob.does_not_read(GOOD)
        assert without_keys(bob.main.inner_html()) == without_keys(before)


def write_something_good(phone: Phone, words: str, album: Album, gives: str = "Give it at our next talk") -> None:
    phone.goes_to("Today")
    phone.taps("Something good")
    phone.fills(what_you_did="!")
    phone.sees("What exactly? It stays longer.")
    phone.fills(what_you_did=words)
    phone.taps(gives)
    phone.reads(words)
    assert phone.small_targets() == []
    album.keep(phone, "something-good")


def _next_said(phone: Phone, service: Service) -> str:
    return phone.in_own_time(formats.when_said, next_begin(service), datetime.now(ZoneInfo(phone.zone)))


def open_together(alice: Phone, bob: Phone, service: Service, album: Album) -> None:
    """At the time Bob's answers come in; then both read both, and the next check-in is there."""
    service.clock.end_quiet_hours()
    service.clock.pass_until(next_begin(service))
    with alice.beside():
        alice.goes_to("Today")
        alice.does_not_read(alice.says("Your answers are open"))
        album.keep(alice, "it-is-time")
        bob.opens(bob.page.url)
    news = bob.says("Steady: something new to read")
    told_before = len(service.letters_about(BOB, news))
    bob.answers(what_you_did="You took the bins out.", was_heavy="", start_01="", until_next_time="One walk.")
    bob.taps("Done: keep mine closed until then")
    bob.reads(GOOD)
    bob.reads("You waited with dinner.")
    bob.reads(TOPIC)
    album.keep(bob, "opened-together")
    with bob.beside():
        bob.taps("Ten minutes")
        bob.taps_on(bob.main.get_by_role("button", name=bob.says("Next time")))
        bob.does_not_read(TOPIC)
    service.letter_about(ALICE, alice.says("Your answers are open"))
    wait_until(lambda: len(service.letters_about(BOB, news)) == told_before + 1, 20, "Bob's mail, which says no more")
    with alice.beside():
        alice.goes_to("Today")
    alice.sees("Your answers are open")
    album.keep(alice, "today-answers-are-open")
    alice.taps("Read them together")
    expect(alice.main.get_by_text(GOOD)).to_be_visible()
    alice.reads("You took the bins out.")
    alice.taps("Ten minutes")
    alice.sees("Not today.")
    alice.turns()
    album.keep(alice, "after-the-answers")
    with alice.beside():
        alice.fills(words="Dinner at seven on Tuesdays.")
        alice.taps("Share it")
    alice.does_not_read(TOPIC)
    album.keep(alice, "opened-together")
    with bob.beside():
        bob.opens(bob.page.url)
        bob.reads("Dinner at seven on Tuesdays.")
        for phone in (alice, bob):
            phone.goes_to("Talks")
            expect(phone.main.get_by_role("heading", name=_next_said(phone, service))).to_be_visible()
            phone.sees("Our talk on %(day)s", day=phone.in_own_time(formats.day, datetime.now(ZoneInfo(phone.zone))))
        album.keep(alice, "check-ins")
        write_something_good(bob, GIVEN, album, "Give it now")
        told = "SELECT 1 FROM reminders_notice WHERE kind = 'appreciation_now'"
        wait_until(lambda: bool(service.clock.rows(told)), 20, "Alice's notice")
        alice.taps_on(alice.page.locator(".bell"))
        line = alice.says("%(name)s wrote down something good that you did.", name="小博")
        alice.taps_on(alice.main.get_by_role("link", name=line))
        alice.reads(GIVEN)


# 7: the pause


def leave(alice: Phone, bob: Phone, service: Service, album: Album) -> None:
    """Alice leaves alone; with Bob's next request everything is closed, with one neutral line and no mail."""
    with bob.beside():
        open_agreement(bob, "kettle")
    agreement, check_in = bob.page.url, f"{service.url}/check-ins/{opened_check_in(service)}/"
    counted = len(service.mail.to(BOB))
    alice.goes_to("More")
    album.keep(alice, "more")
    alice.taps("Stop using it together")
    album.keep(alice, "end-the-connection")
    alice.taps("Stop using it together")
    album.keep(alice, "left")
    for address in (agreement, check_in):
        with bob.beside():
            bob.opens(address)
        bob.sees_heading("This needs the two of you")
        bob.does_not_read("kettle")
        bob.does_not_read("You waited with dinner.")
    with bob.beside():
        bob.goes_to("Today")
    bob.sees(
        "You two do not use Steady together any more. Your own words and the agreed words stay readable under Past."
    )
    for phone in (alice, bob):
        expect(phone.page.locator(".bell .dot")).to_have_count(0)
    album.keep(bob, "one-neutral-line")
    bob.taps("All right")
    ended = "You two do not use Steady together any more. Your own words and the agreed words stay readable under Past."
    bob.does_not_read(bob.says(ended))
    with bob.beside():
        bob.goes_to("More")
        bob.taps_on(bob.main.locator('a[href="/earlier/"]'))
        bob.taps_on(bob.main.locator(".rows a"))
    bob.reads("kettle")
    for words in ("You took the bins out.", "You waited with dinner.", GOOD, GIVEN):
        bob.reads(words)
    bob.does_not_read("Two late evenings.")
    album.keep(bob, "what-bob-keeps")
    assert service.waiting_for(ALICE) == service.waiting_for(BOB) == 0
    assert len(service.mail.to(BOB)) == counted


def opened_check_in(service: Service) -> str:
    ((key,),) = service.clock.rows("SELECT id FROM checkins_checkin WHERE both_in_at IS NOT NULL")
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
