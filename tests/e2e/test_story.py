"""The main job, end to end: two people agree, are reminded, pause, talk and part, on a running service.

Alice reads English and lives in Berlin; Bob reads Chinese and lives in Shanghai. Nothing is faked but the time, which
the test lets pass by moving what lies ahead nearer (clock.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from basics import formats
from tests.e2e.phone import LOCALES, Count, Phone
from tests.e2e.stories import story_of_the_first_week as first_week
from tests.e2e.stories import story_service
from tests.e2e.stories.story import (
    ALICE,
    BERLIN,
    BOB,
    COPING,
    PASSWORD,
    SHANGHAI,
    Album,
    link_to_join,
    without_keys,
)
from tests.e2e.stories.story_chapters import (
    agree_on_a_cool_down,
    agree_on_a_response_rule,
    agree_on_a_rhythm,
    answer_for_oneself,
    be_reminded_each_in_own_language_and_time,
    keep_old_words_while_new_ones_wait,
    leave,
    open_together,
    suggest_another_time,
)
from tests.e2e.stories.story_of_a_pause import come_back, pause_with_one_tap
from tests.e2e.stories.story_service import Service

pytestmark = pytest.mark.slow


# What the story may ask of two people, from nothing on, sign-up and codes included.
AT_MOST = {"first_agreed_taps": 13, "story_taps": 30, "story_fields": 14, "story_pages": 20, "story_turns": 8}


@pytest.fixture(scope="module")
def service(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One running service for this module; every test brings its own people."""
    running = story_service.start(tmp_path_factory.mktemp("story"))
    yield running
    running.stop()


@pytest.fixture
def alice(lend: Callable[..., Page], service: Service, expected_console: list[str]) -> Phone:
    """Alice's phone."""
    return _phone(lend, service, expected_console, "en", BERLIN)


@pytest.fixture
def bob(lend: Callable[..., Page], service: Service, expected_console: list[str]) -> Phone:
    """Bob's phone, set to Chinese."""
    return _phone(lend, service, expected_console, "zh-hans", SHANGHAI)


def _phone(lend: Callable[..., Page], service: Service, expected_console: list[str], language: str, zone: str) -> Phone:
    # A form that was not filled in is answered so on purpose.
    expected_console.append("status of 400")
    window = lend(f"in {zone}", base_url=service.url, locale=LOCALES[language], timezone_id=zone)
    return Phone(window, language, zone)


def test_two_people_agree_are_reminded_talk_pause_and_part(
    alice: Phone, bob: Phone, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    album, counts = Album(), counted_together(alice, bob)
    sign_up_and_invite(alice, service, album)
    link = use_it_alone_meanwhile(alice, album)
    join_by_link(bob, link, service, album)
    connect_by_four_digits(alice, bob, album)
    agree_on_a_rhythm(alice, bob, album)
    first_agreed_taps = counts.taps
    suggest_another_time(alice, bob, album)
    agree_on_a_cool_down(alice, bob, album)
    agree_on_a_response_rule(alice, bob, album)
    keep_old_words_while_new_ones_wait(alice, bob, album)
    be_reminded_each_in_own_language_and_time(alice, bob, service, album)
    answer_for_oneself(alice, bob, service, album)
    open_together(alice, bob, service, album)
    pause_with_one_tap(alice, bob, service, album)
    come_back(alice, bob, service, album)
    leave(alice, bob, service, album)
    figures = {
        "first_agreed_taps": first_agreed_taps,
        "story_taps": counts.taps,
        "story_fields": counts.fields,
        "story_pages": len(counts.pages),
        "story_turns": counts.turns,
    }
    with capsys.disabled():
        print("", *(f"{name}: {figure}" for name, figure in figures.items()), sep="\n")
    assert [name for name, most in AT_MOST.items() if figures[name] > most] == []
    assert not any(COPING in page for page in bob.shown), "what Alice tells herself is hers alone"
    assert any(COPING in page for page in alice.shown)
    assert "Traceback" not in service.process.log


def counted_together(alice: Phone, bob: Phone) -> Count:
    """Count what both do as one."""
    bob.count = alice.count
    return alice.count


# 1 and 2: two people


def sign_up(phone: Phone, name: str, address: str, service: Service, album: Album, **answer: str) -> None:
    """Fill in the page about oneself, and the one with the code."""
    album.keep(phone, "signs-up")
    expect(phone.field("time_zone")).to_have_value(phone.zone)
    expect(phone.field("language")).to_have_value(phone.language)
    phone.fills(name=name, email=address, password1=PASSWORD)
    phone.taps("Go on")
    album.keep(phone, "types-the-code")
    type_the_code(phone, service.code_for(address), **answer)


def type_the_code(phone: Phone, code: str, **answer: str) -> None:
    """Answer the question about the mailbox first: then the page goes on with the last digit."""
    if answer:
        phone.fills(**answer)
        phone.types_digits(code=code)
    else:
        phone.fills(code=code)
        phone.taps("Go on")


def sign_up_and_invite(alice: Phone, service: Service, album: Album) -> None:
    alice.opens("/")
    album.keep(alice, "welcome")
    alice.taps("Start")
    sign_up(alice, "Alice", ALICE, service, album, who_sees_mailbox="only_me")
    alice.sees_heading("What would help first?")
    album.keep(alice, "what-would-help-first")
    alice.taps_on(alice.main.get_by_role("link", name=alice.says("A time to talk")))
    alice.reads("every Sunday, 20:30")
    album.keep(alice, "letter-from-a-template")
    alice.taps("Next: invite your partner")
    expires = datetime.now(ZoneInfo(BERLIN)) + timedelta(days=7)
    alice.sees("Open until %(day)s.", day=alice.in_own_time(formats.short_day, expires))
    album.keep(alice, "invitation")


def use_it_alone_meanwhile(alice: Phone, album: Album) -> str:
    link = link_to_join(alice)
    with alice.beside():
        alice.opens("/today/")
        alice.reads("Talk every Sunday, 20:30")
        album.keep(alice, "today-alone")
        alice.opens("/invite/")
    return link


def join_by_link(bob: Phone, link: str, service: Service, album: Album) -> None:
    bob.opens(link)
    bob.sees_heading("%(name)s invites you", name="Alice")
    bob.sees("when you were here, what you have read, or where you are")
    album.keep(bob, "what-alice-will-and-will-not-see")
    bob.taps("Join")
    bob.sees("You said yes to the invitation. This comes first; then you go on where you were.")
    sign_up(bob, "小博", BOB, service, album)
    bob.sees_heading("Four digits for the other phone")
    album.keep(bob, "four-digits")


def connect_by_four_digits(alice: Phone, bob: Phone, album: Album) -> None:
    """Alice's page lay open since before Bob joined."""
    digits = bob.page.locator(".digits").inner_text()
    alice.types_digits(digits=digits)
    alice.sees("You and %(name)s use Steady together. Nothing is agreed yet.", name="小博")
    album.keep(alice, "today-just-connected")
    bob.moves_on_to("/today/")
    bob.sees("You and %(name)s use Steady together. Nothing is agreed yet.", name="Alice")


def test_the_first_week_of_two_people(alice: Phone, bob: Phone, service: Service) -> None:
    """Mia waits two days for an answer; then day 0 to day 7, with the clock moved."""
    album = Album()
    sign_up_quickly(alice, "Mia", first_week.MIA, service.code_for, who_sees_mailbox="only_me")
    alice.opens("/invite/")
    alice.taps("Make the invitation")
    first_week.wait_alone_for_two_days(alice, service, album)
    alice.opens("/invite/")
    bob.opens(link_to_join(alice))
    bob.taps("Join")
    get_an_account(bob, "小博", first_week.LEO, service.code_for)
    alice.types_digits(digits=bob.page.locator(".digits").inner_text())
    bob.moves_on_to("/today/")
    first_week.answer_one_question(alice, bob, album)
    first_week.agree_on_a_time(alice, bob, service, album)
    first_week.let_days_pass_quietly(alice, service, album)
    links = first_week.be_told_the_day_before(alice, bob, service)
    first_week.talk_for_the_first_time(alice, bob, service, links, album)
    first_week.find_the_next_question(alice, bob, service, album)
    assert "Traceback" not in service.process.log


# Other ways in


def sign_up_quickly(phone: Phone, name: str, address: str, code: Callable[[str], str], **answer: str) -> None:
    """Sign up from the welcome page and look around first."""
    phone.opens("/")
    phone.taps("Start")
    get_an_account(phone, name, address, code, **answer)
    phone.taps("Look around first")


def get_an_account(phone: Phone, name: str, address: str, code: Callable[[str], str], **answer: str) -> None:
    phone.fills(name=name, email=address, password1=PASSWORD)
    phone.taps("Go on")
    type_the_code(phone, code(address), **answer)


def test_invitation_by_mail_is_neutral_and_connects_without_digits(alice: Phone, bob: Phone, service: Service) -> None:
    """Whoever was invited at their own address proves nothing more: the mailbox has done that."""
    eva, leo = "eva@example.org", "leo@example.org"
    sign_up_quickly(alice, "Eva", eva, service.code_for, who_sees_mailbox="someone")
    alice.goes_to("Today")
    alice.taps("Invite your partner")
    alice.unfolds("Send it by mail instead")
    alice.fills(address=leo)
    alice.taps("Send the mail")
    mail = service.letter_about(leo, "Someone who knows you has invited you")
    assert "Eva" not in mail.message.as_string()
    join, dont_write = re.findall(r"http\S+", mail.text)
    bob.opens(join)
    bob.sees_heading("%(name)s invites you", name="Eva")
    bob.taps("Join")
    get_an_account(bob, "Leo", leo, service.code_for, who_sees_mailbox="no_mails")
    bob.sees("You and %(name)s use Steady together. Nothing is agreed yet.", name="Eva")
    # Her page lies open and moves on by itself; a tap in the same moment would be lost.
    expect(alice.page.locator("h1")).to_have_text(alice.says("You use Steady together"), timeout=15_000)
    alice.goes_to("Today")
    alice.sees("You and %(name)s use Steady together. Nothing is agreed yet.", name="Leo")
    bob.page.context.clear_cookies()
    bob.opens(dont_write)
    bob.taps("Don't write again")
    bob.sees_heading("We won't write again")


def test_declined_invitation_looks_open_to_the_one_who_made_it(alice: Phone, bob: Phone, service: Service) -> None:
    sign_up_quickly(alice, "Mia", "mia@example.org", service.code_for)
    alice.opens("/invite/")
    alice.taps("Make the invitation")
    before = alice.main.inner_html()
    bob.opens(link_to_join(alice))
    bob.taps("Not for me")
    bob.sees_heading("All right")
    alice.opens("/invite/")
    assert without_keys(alice.main.inner_html()) == without_keys(before)
    assert " ".join(shared_by(alice)).split() == alice.page.locator("#to-send").input_value().split()
    alice.types_digits(digits="0427")
    alice.sees("These digits don't fit. Your partner sees theirs after tapping Join; type exactly those.")
    alice.unfolds("Sitting together? Show a code")
    expect(alice.main.get_by_role("img", name="QR code of the link")).to_be_visible()
    alice.keeps_picture("invitation-with-a-code")


def shared_by(phone: Phone) -> list[str]:
    """Tap "Share it"; return what the phone's own dialog would be given."""
    phone.page.evaluate("() => { navigator.share = async (given) => { window.given = [given.text, given.url] } }")
    phone.named("Share it").click()
    given: list[str] = phone.page.evaluate("window.given")
    return given
