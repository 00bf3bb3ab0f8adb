"""The story goes on: a pause, and back to each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from basics import formats
from tests.e2e.phone import Phone
from tests.e2e.stories.story import ALICE, BOB, COPING, EVENING_FROM, NIGHT_ENDS, Album
from tests.e2e.stories.story_chapters import next_begin, next_due, talk_said
from tests.e2e.stories.story_service import Service
from tests.helpers.waiting import wait_until

TOPIC = "How often your parents come."

# 3 and 4: agreeing


def pause_with_one_tap(alice: Phone, bob: Phone, service: Service, album: Album) -> None:
    """Bob pauses ten minutes before the talk's reminder is due; both see until when, and who speaks first.

    Alice's page lies open, and shows nothing before Bob's ten seconds for a slip are over.
    """
    service.clock.pass_until(next_due(service) - timedelta(minutes=10))
    for phone in (bob, alice):
        with phone.beside():
            phone.goes_to("Pause")
    album.keep(bob, "before-the-pause")
    pause_for_the_agreed_length(bob, 30)
    expect(bob.named("That was a slip")).to_be_visible()
    album.keep(bob, "paused-or-slipped")
    alice.sees_heading("Pause")
    service.clock.let_pass(timedelta(minutes=1))
    alice.sees_heading("Paused")
    ends = service.clock.moment("SELECT ends_at FROM agreements_pause WHERE ended_at IS NULL")
    for phone, speaks_first in ((bob, "Alice先开口。"), (alice, "You speak first.")):
        with phone.beside():
            phone.goes_to("Pause")
        phone.sees_heading("Paused")
        until = phone.in_own_time(formats.until_said, ends, datetime.now(ZoneInfo(phone.zone)))
        expect(phone.main.locator(".until")).to_have_text(until, ignore_case=True)
        phone.reads(speaks_first)
        phone.reads(bob.template("cd_usual")["we_do_not"])
        album.keep(phone, "paused")
    alice.reads(COPING)
    expect(alice.main.get_by_text("小博 needs a pause")).to_be_visible()
    expect(alice.named("I'm ready: end my pause")).to_have_count(0)
    expect(bob.named("I'm ready: end my pause")).to_have_count(1)
    with alice.beside():
        alice.goes_to("Today")
        album.keep(alice, "today-paused")
        alice.taps_on(alice.main.locator(".pause-card"))
        alice.sees_heading("Paused")


def pause_for_the_agreed_length(phone: Phone, minutes: int) -> None:
    """Take the single tap; at night that one lasts until the morning, past the talk, and the length stands below it."""
    length = phone.in_own_time(formats.length, minutes)
    if NIGHT_ENDS <= datetime.now(ZoneInfo(phone.zone)).hour < EVENING_FROM:
        phone.goes_to("Today")
        phone.taps("Pause %(length)s", length=length)
    else:
        phone.goes_to("Pause")
        phone.unfolds("Another length")
        phone.taps_on(phone.main.get_by_role("button", name=length, exact=True))


def come_back(alice: Phone, bob: Phone, service: Service, album: Album) -> None:
    """The talk's reminder comes due and is held; when the pause ends both are told to come back."""
    counted = {address: len(service.mail.to(address)) for address in (ALICE, BOB)}
    ends = "SELECT ends_at FROM agreements_pause WHERE ended_at IS NULL"
    service.clock.let_pass(timedelta(minutes=12))
    wait_until(lambda: next_due(service) > datetime.now(UTC), 20, "the talk's reminder is held")
    assert {address: len(service.mail.to(address)) for address in (ALICE, BOB)} == counted
    service.clock.pass_until(service.clock.moment(ends))
    over = service.clock.moment("SELECT max(ends_at) FROM agreements_pause")
    for phone, address in ((alice, ALICE), (bob, BOB)):
        service.letter_about(address, phone.says("Back at %(time)s", time=phone.in_own_time(formats.clock, over)))
        service.letter_about(address, talk_said(phone, next_begin(service)))
        with phone.beside():
            phone.goes_to("More")
            phone.taps_on(phone.page.locator(".bell"))
            said = phone.says("The pause is over. Time to come back to each other.")
            phone.taps_on(phone.main.get_by_role("link", name=said).first)
            phone.sees_heading("Coming back")
            album.keep(phone, "coming-back")
    open_what_they_wrote(alice, bob, album)
    for phone in (alice, bob):
        # They may as well put the phones away.
        with phone.beside():
            phone.taps("We're talking")
        phone.sees_heading("Today")
        phone.does_not_read(phone.says("Come back to each other"))
        phone.reads("kettle")


def open_what_they_wrote(alice: Phone, bob: Phone, album: Album) -> None:
    """Alice writes first, and her page says the same until Bob has; then both read both."""
    words = {alice: "TEN QUIET MINUTES", bob: "A CUP OF TEA"}
    for phone, need in words.items():
        phone.does_not_read(words[alice])
        with phone.beside():
            phone.unfolds("Write first")
            phone.fills(need=need)
            phone.taps("Done: keep mine closed until then")
    for phone in (bob, alice):
        for need in words.values():
            phone.reads(need)
        album.keep(phone, "opened-after-the-pause")


# 9: leaving
