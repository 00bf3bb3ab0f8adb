"""The chapters of the story after the two are connected: agreeing, being reminded, talking, pausing, parting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from basics import formats
from tests.e2e.phone import Phone
from tests.e2e.story import ANNA, BERLIN, BO, COPING, EVENING_FROM, NIGHT_ENDS, Album, without_keys
from tests.e2e.story_service import Service
from tests.helpers.waiting import wait_until

# 3 and 4: agreeing


def agree_on_a_rhythm_in_other_words(anna: Phone, bo: Phone, album: Album) -> None:
    """Anna sends her draft; Bo answers with another day; Anna says yes to that."""
    bo.goes_to("Agreements")
    bo.does_not_read("20:30")
    anna.taps_on(anna.main.locator(".rows a"))
    anna.taps("Send it to %(name)s", name="小博")
    album.keep(anna, "letter-sent")
    read_the_letter(bo)
    album.keep(bo, "letter-with-three-answers")
    bo.taps("Other words")
    album.keep(bo, "other-words")
    bo.fills(weekday=str(_in_three_days().weekday()), at="19:15")
    bo.taps("See it side by side")
    bo.sees("This is how it would read. Sending also says yes to these words.")
    expect(bo.main.locator(".changed").first).to_contain_text("19:15")
    album.keep(bo, "old-and-new-side-by-side")
    bo.taps("Send")
    bo.goes_to("Agreements")
    bo.does_not_read(bo.says("In force"))
    read_the_letter(anna)
    expect(anna.main.locator(".side-by-side")).to_contain_text("Every Sunday, 20:30")
    expect(anna.main.locator(".side-by-side .changed")).to_contain_text("19:15")
    album.keep(anna, "other-words-to-read")
    anna.taps("Yes, these words")
    sees_consents_of_both(anna)
    album.keep(anna, "rhythm-in-force")
    open_agreement(bo, "19:15")
    sees_consents_of_both(bo)


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
    for name in ("Anna", "小博"):
        phone.sees("%(name)s said yes on %(day)s.", name=name, day=day)


def agree_on_a_cool_down(anna: Phone, bo: Phone, album: Album) -> None:
    """Bo begins this one, from the template, and Anna takes it as it is."""
    bo.goes_to("Agreements")
    bo.taps("A short pause with a way back")
    bo.fills(word="", minutes="30")
    bo.taps("Next")
    expect(bo.page.locator("[data-problems]")).to_be_focused()
    album.keep(bo, "something-is-missing")
    bo.fills(word="kettle", speaks_first="other")
    album.keep(bo, "draft-of-a-cool-down")
    bo.taps("Next")
    bo.taps("Read it through")
    bo.taps("Send it to %(name)s", name="Anna")
    read_the_letter(anna)
    album.keep(anna, "cool-down-to-read")
    anna.taps("Yes, these words")
    anna.reads("kettle")


def agree_on_a_response_rule(anna: Phone, bo: Phone, album: Album) -> None:
    """Anna words her own side and keeps one line to herself."""
    anna.goes_to("Agreements")
    anna.taps("A message stays unanswered")
    album.keep(anna, "rule-my-own-side")
    anna.fills(when="I have written in the evening and see no answer")
    anna.taps("Next")
    album.keep(anna, "rule-what-both-word")
    anna.fills(please="send one line, even “later”", within_minutes="60", who="both")
    anna.taps("Next")
    anna.fills(coping_line=COPING)
    album.keep(anna, "rule-for-me-alone")
    anna.taps("Read it through")
    anna.reads(COPING)
    anna.taps("Send it to %(name)s", name="小博")
    anna.sees("What I tell myself meanwhile")
    read_the_letter(bo)
    bo.does_not_read(COPING)
    bo.taps("Other words")
    expect(bo.field("when")).to_have_count(0)
    bo.reads("I have written in the evening and see no answer")
    album.keep(bo, "other-words-for-the-shared-part")
    bo.taps("Leave it as it is")
    bo.taps("Yes, these words")
    bo.does_not_read(COPING)
    album.keep(bo, "rule-in-force")
    open_agreement(anna, "send one line")
    expect(anna.field("coping_line")).to_have_value(COPING)
    album.keep(anna, "rule-in-force-with-her-own-line")


def keep_old_words_while_new_ones_wait(anna: Phone, bo: Phone, album: Album) -> None:
    """Bo asks for a longer pause; Anna sees both, and the old one holds until she has said yes, which she does not."""
    open_agreement(bo, "kettle")
    bo.taps("Suggest other words")
    bo.fills(minutes="60")
    bo.taps("See it side by side")
    bo.taps("Send")
    read_the_letter(anna)
    anna.sees("The words from before stay in force until you have both said yes to the new ones.")
    expect(anna.main.locator(".side-by-side")).to_contain_text("30 minutes")
    expect(anna.main.locator(".side-by-side")).to_contain_text("1 hour")
    album.keep(anna, "other-words-while-the-old-hold")
    anna.taps("Not this one")
    anna.reads("30 minutes")
    anna.does_not_read("1 hour")
    anna.goes_to("Today")
    album.keep(anna, "today-normal-week")
    bo.goes_to("Today")
    album.keep(bo, "today-normal-week")


# 5 and 6: being reminded and talking


def be_reminded_each_in_own_language_and_time(anna: Phone, bo: Phone, service: Service, album: Album) -> None:
    """An hour before, both get one mail and one notice, and nobody gets anything else."""
    service.clock.pass_until(next_due(service))
    begins = next_begin(service)
    for phone, address in ((anna, ANNA), (bo, BO)):
        time = phone.in_own_time(formats.clock, begins)
        mail = service.letter_about(address, phone.says("Something at %(time)s", time=time))
        assert mail.recipients == [address]
        assert "Anna" not in mail.text
        assert "小博" not in mail.text
        phone.goes_to("Today")
        phone.taps_on(phone.page.locator(".news"))
        phone.reads(time)
        album.keep(phone, "notices")
        phone.opens(link_in(mail.text))
        phone.reads(phone.says("Answer for yourself. Nobody reads it before it is time and both are in."))
    assert anna.in_own_time(formats.clock, begins) != bo.in_own_time(formats.clock, begins)


def next_due(service: Service) -> datetime:
    sql = "SELECT min(due_at) FROM reminders_reminder WHERE kind = 'check_in' AND state IN ('pending', 'claimed')"
    return service.clock.moment(sql)


def next_begin(service: Service) -> datetime:
    sql = "SELECT min(starts_at) FROM checkins_checkin WHERE cancelled_at IS NULL AND starts_at > datetime('now')"
    return service.clock.moment(sql)


def link_in(text: str) -> str:
    (link,) = [line for line in text.splitlines() if line.startswith("http")]
    return link


def answer_for_oneself(anna: Phone, bo: Phone, service: Service, album: Album) -> None:
    """Anna writes and hands in before the time; Bo's page does not tell."""
    before = bo.main.inner_html()
    album.keep(anna, "three-questions")
    anna.taps("My answers are in")
    anna.sees("Write a few words, or choose “not today”.")
    anna.fills(did_me_good="You waited with dinner.", was_heavy="Two late evenings.", until_next_time_not_today=True)
    anna.sees("Kept. Only you can read it.")
    album.keep(anna, "answers-kept-while-writing")
    anna.taps("My answers are in")
    anna.sees("Your answers are in.")
    album.keep(anna, "answers-are-in")
    bo.opens(bo.page.url)
    bo.does_not_read("You waited with dinner.")
    assert without_keys(bo.main.inner_html()) == without_keys(before)


def open_together(anna: Phone, bo: Phone, service: Service, album: Album) -> None:
    """At the time Bo's answers come in; then both read both, and the next check-in is there."""
    service.clock.pass_until(next_begin(service))
    anna.opens(anna.page.url)
    anna.does_not_read("You took the bins out.")
    album.keep(anna, "it-is-time")
    bo.opens(bo.page.url)
    bo.fills(did_me_good="You took the bins out.", was_heavy_not_today=True, until_next_time="One walk.")
    bo.taps("My answers are in")
    bo.reads("You waited with dinner.")
    album.keep(bo, "opened-together")
    anna.opens(anna.page.url)
    anna.reads("You took the bins out.")
    anna.sees("Not today.")
    anna.fills(words="Dinner at seven on Tuesdays.")
    anna.taps("Keep it")
    album.keep(anna, "opened-together")
    bo.opens(bo.page.url)
    bo.reads("Dinner at seven on Tuesdays.")
    upcoming = next_begin(service)
    for phone in (anna, bo):
        said = phone.in_own_time(formats.when_said, upcoming, datetime.now(ZoneInfo(phone.zone)))
        phone.goes_to("Check-ins")
        expect(phone.main.get_by_role("heading", name=said)).to_be_visible()
    album.keep(anna, "check-ins")


# 7: the pause


def pause_with_one_tap(anna: Phone, bo: Phone, service: Service, album: Album) -> None:
    """Bo pauses ten minutes before the talk's reminder is due; both see until when, and how they come back."""
    service.clock.pass_until(next_due(service) - timedelta(minutes=10))
    bo.goes_to("Pause")
    album.keep(bo, "before-the-pause")
    pause_for_the_agreed_length(bo, 30)
    ends = service.clock.moment("SELECT ends_at FROM agreements_pause WHERE ended_at IS NULL")
    for phone in (bo, anna):
        phone.goes_to("Today")
        phone.sees_heading("Paused")
        until = phone.in_own_time(formats.until_said, ends, datetime.now(ZoneInfo(phone.zone)))
        expect(phone.main.locator(".until")).to_have_text(until, ignore_case=True)
        phone.sees("First speaks: %(who)s.", who="Anna")
        phone.reads(bo.says("No messages about the argument, no following into the other room, no slamming doors."))
        album.keep(phone, "paused")
    anna.reads(COPING)
    expect(anna.named("Come back now")).to_have_count(0)
    expect(bo.named("Come back now")).to_have_count(1)


def pause_for_the_agreed_length(phone: Phone, minutes: int) -> None:
    """Take the single tap; at night that one lasts until the morning, past the talk, and the length stands below it."""
    length = phone.in_own_time(formats.length, minutes)
    if NIGHT_ENDS <= datetime.now(ZoneInfo(phone.zone)).hour < EVENING_FROM:
        phone.goes_to("Today")
        phone.taps("Pause now: %(length)s", length=length)
    else:
        phone.goes_to("Pause")
        phone.taps_on(phone.main.get_by_role("button", name=length, exact=True))


def come_back(anna: Phone, bo: Phone, service: Service, album: Album) -> None:
    """The talk's reminder comes due and is held; when the pause ends both are told to come back."""
    counted = {address: len(service.mail.to(address)) for address in (ANNA, BO)}
    ends = "SELECT ends_at FROM agreements_pause WHERE ended_at IS NULL"
    service.clock.let_pass(timedelta(minutes=12))
    wait_until(lambda: next_due(service) > datetime.now(UTC), 20, "the talk's reminder is held")
    assert {address: len(service.mail.to(address)) for address in (ANNA, BO)} == counted
    service.clock.pass_until(service.clock.moment(ends))
    for phone, address in ((anna, ANNA), (bo, BO)):
        service.letter_about(address, phone.says("It is time"))
        time = phone.in_own_time(formats.clock, next_begin(service))
        service.letter_about(address, phone.says("Something at %(time)s", time=time))
        phone.goes_to("More")
        phone.taps_on(phone.page.locator(".news"))
        phone.sees("The pause is over. Time to come back to each other.")
        album.keep(phone, "time-to-come-back")
        phone.goes_to("Today")
        phone.sees_heading("Today")
        phone.reads("kettle")


# 9: leaving


def leave(anna: Phone, bo: Phone, service: Service, album: Album) -> None:
    """Anna leaves alone; with Bo's next request everything is closed, with one neutral line and no mail."""
    open_agreement(bo, "kettle")
    agreement, check_in = bo.page.url, f"{service.url}/check-ins/{opened_check_in(service)}/"
    counted = len(service.mail.to(BO))
    anna.goes_to("More")
    album.keep(anna, "more")
    anna.taps("Disconnect")
    album.keep(anna, "end-the-connection")
    anna.taps("End the connection")
    album.keep(anna, "left")
    for address in (agreement, check_in):
        bo.opens(address)
        bo.sees_heading("This needs the two of you")
        bo.does_not_read("kettle")
        bo.does_not_read("You waited with dinner.")
    bo.goes_to("Today")
    bo.sees("The connection has ended. Your own words and the agreed words stay readable under More.")
    for phone in (anna, bo):
        expect(phone.page.locator(".news")).to_have_count(0)
    album.keep(bo, "one-neutral-line")
    bo.taps("All right")
    bo.does_not_read(bo.says("The connection has ended. Your own words and the agreed words stay readable under More."))
    bo.goes_to("More")
    bo.taps_on(bo.main.locator('a[href="/earlier/"]'))
    bo.taps_on(bo.main.locator(".rows a"))
    bo.reads("kettle")
    bo.reads("You took the bins out.")
    bo.does_not_read("You waited with dinner.")
    album.keep(bo, "what-bo-keeps")
    assert service.waiting_for(ANNA) == service.waiting_for(BO) == 0
    assert len(service.mail.to(BO)) == counted


def opened_check_in(service: Service) -> str:
    ((key,),) = service.clock.rows("SELECT id FROM checkins_checkin WHERE both_in_at IS NOT NULL")
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
