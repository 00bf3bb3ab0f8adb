"""The first week of two people, from an invitation that waits to the end of their first talk."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from basics import formats
from tests.e2e.phone import Phone
from tests.e2e.stories.story import BERLIN, Album
from tests.e2e.stories.story_chapters import finds_on_today, link_in, next_begin, next_due, talk_said
from tests.e2e.stories.story_service import Service

MIA, LEO = "mia.first@example.org", "leo.first@example.org"
DAY = timedelta(days=1)


def wait_alone_for_two_days(mia: Phone, service: Service, album: Album) -> None:
    """Whoever still waits then is told, here alone, that they can begin."""
    mia.opens("/today/")
    mia.does_not_read(mia.says("You can use it alone meanwhile"))
    service.clock.let_pass(2 * DAY + timedelta(hours=1))
    mia.opens("/today/")
    mia.sees("You can use it alone meanwhile")
    album.keep(mia, "waits-since-two-days")


def answer_one_question(mia: Phone, leo: Phone, album: Album) -> None:
    """Each types a line, and it opens with the second: within two minutes of connecting."""
    for phone in (mia, leo):
        phone.goes_to("Today")
        phone.sees("One question, right now")
    album.keep(mia, "day-0-one-question")
    lines = {mia: "THE WAY YOU WHISTLE", leo: "你煮的面"}
    for phone, line in lines.items():
        phone.does_not_read(lines[mia])
        phone.taps("Write a line")
        phone.main.locator("textarea:visible").fill(line)
        phone.taps("Done: keep mine closed until then")
    for phone in (leo, mia):
        for line in lines.values():
            phone.reads(line)
        album.keep(phone, "day-0-one-question-opened")


def agree_on_a_time(mia: Phone, leo: Phone, service: Service, album: Album) -> None:
    """Then the letters, a time to talk first; the card of the two is there with the first yes."""
    mia.goes_to("Today")
    album.keep(mia, "day-0-the-first-letter")
    mia.taps("See the letter")
    mia.unfolds("Change something")
    mia.chooses("weekdays", (datetime.now(ZoneInfo(BERLIN)) + 4 * DAY).weekday())
    mia.taps("Read it through")
    mia.taps("Send it to %(name)s", name="小博")
    finds_on_today(leo, "Yes, agreed")
    leo.taps("Yes, agreed")
    leo.sees("Our card")
    album.keep(leo, "day-0-agreed")


def let_days_pass_quietly(mia: Phone, service: Service, album: Album) -> None:
    """Nothing is sent before the day before the talk; Today shows its question."""
    first_talk = next_begin(service)
    assert first_talk - next_due(service) == DAY
    told = len(service.mail.to(MIA))
    service.clock.let_pass(DAY)
    mia.goes_to("Today")
    expect(mia.named("Write a line now")).to_be_visible()
    album.keep(mia, "day-1")
    service.clock.let_pass(DAY)
    assert len(service.mail.to(MIA)) == told


def be_told_the_day_before(mia: Phone, leo: Phone, service: Service) -> dict[Phone, str]:
    """Both get one mail, in their own words, language and time; return where it leads each of them."""
    service.clock.pass_until(next_due(service))
    begins, links = next_begin(service), {}
    for phone, address in ((mia, MIA), (leo, LEO)):
        mail = service.letter_about(address, talk_said(phone, begins))
        links[phone] = link_in(mail.text)
        is_said = phone.says(
            "It is your first. Three minutes to write, or say it aloud. Nobody reads it before it is time."
        )
        assert (is_said in " ".join(mail.text.split())) is (phone is mia), "Leo did not say who sees his mailbox"
    return links


def talk_for_the_first_time(mia: Phone, leo: Phone, service: Service, links: dict[Phone, str], album: Album) -> None:
    """From the mail to the end of the talk, which asks whether the time suits."""
    words = {
        mia: {"what_you_did": "You waited with dinner.", "was_heavy": "", "start_01": "", "until_next_time": ""},
        leo: {"what_you_did": "你等我回来", "was_heavy": "", "start_01": "", "until_next_time": ""},
    }
    hand_in(mia, links[mia], words[mia])
    album.keep(mia, "day-3-mine-are-in")
    service.clock.pass_until(next_begin(service))
    hand_in(leo, links[leo], words[leo])
    for phone, others in ((mia, "你等我回来"), (leo, "You waited with dinner.")):
        phone.opens("/today/")
        phone.taps("Read them together")
        phone.reads(others)
        phone.taps("Ten minutes")
        phone.turns()
        # Time was moved and the rhythm was not, so that the next one is on its day and no week later.
        when = phone.in_own_time(formats.when_said, next_begin(service), datetime.now(ZoneInfo(phone.zone)))
        asked = phone.says("The next one: %(when)s. Does that suit you?", when=when)
        phone.reads(asked)
        album.keep(phone, "day-4-does-it-suit")
        phone.taps_on(phone.main.locator("section", has_text=asked).locator("a.button").first)
        phone.sees_heading("Today")


def hand_in(phone: Phone, link: str, words: dict[str, str]) -> None:
    phone.opens(link)
    phone.answers(**words)
    phone.taps("Done: keep mine closed until then")


def find_the_next_question(mia: Phone, leo: Phone, service: Service, album: Album) -> None:
    """The day after, Today asks for the talk to come, for each alike."""
    service.clock.let_pass(3 * DAY)
    for phone in (mia, leo):
        phone.goes_to("Today")
        expect(phone.named("Write a line now")).to_be_visible()
        album.keep(phone, "day-7")
