"""A calendar follows the talks by a secret address: whose, how long, and what it tells and does not."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from agreements.letters import consent
from checkins.answers.verbs import keep_answers
from checkins.feed.models import CalendarFeed
from checkins.feed.verbs import make_feed, revoke_feed
from checkins.feed.views import WRONG_ADDRESSES
from checkins.moving.models import Move
from checkins.moving.movable import Talk
from checkins.moving.talk_now import agree_to_talk, ask_for_talk
from checkins.moving.verbs import come_later, leave_out
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from couples.access.models import CountedTries
from couples.people.models import User
from reminders.choices.own_kinds import REACH_CHANGED
from reminders.models import Notice, Reminder
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db

PAGE = "/settings/calendar/"
NOW = datetime(2027, 3, 15, 12, tzinfo=UTC)  # a Monday, two weeks before the clocks change in Berlin
SUNDAY = datetime(2027, 3, 21, 19, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
def stranger() -> Client:
    """A program that knows nothing but the address."""
    return Client()


def address_for(pair: Pair, now: datetime = NOW) -> str:
    return f"/ical/{make_feed(pair.alice_seat, uuid.uuid4(), now)}.ics"


def read(address: str, now: datetime = NOW, client: Client | None = None) -> bytes:
    with time_machine.travel(now, tick=False):
        answer = (client or Client()).get(address)
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


def entries(content: bytes) -> list[tuple[str, datetime, int, str]]:
    """Return of each entry its name, its moment, its number and its status."""
    found: Any = Calendar.from_ical(content).walk("VEVENT")
    return [(str(each["UID"]), each.start.astimezone(UTC), each["SEQUENCE"], str(each["STATUS"])) for each in found]


def talks(pair: Pair, **values: Any) -> CheckIn:
    """Agree on Sundays, 20:30 in Berlin, and return the next one."""
    rhythm = factories.agreed_rhythm(pair, NOW, zone="Europe/Berlin", at="20:30", weekday=6, **values)
    return CheckIn.objects.get(agreement=rhythm)


def test_a_calendar_has_the_talks_of_four_weeks_past_and_three_years_ahead(pair: Pair) -> None:
    next_one = talks(pair, minutes=45)
    content = read(address_for(pair))
    found = entries(content)
    assert [when for _uid, when, _number, _status in found[:3]] == [
        SUNDAY,
        SUNDAY + WEEK - timedelta(hours=1),
        SUNDAY + 2 * WEEK - timedelta(hours=1),
    ]
    assert len(found) == 156
    assert len({uid for uid, *_more in found}) == 156
    assert {(number, status) for _uid, _when, number, status in found} == {(0, "CONFIRMED")}
    assert content.count(b"DURATION:PT45M\r\n") == 156
    assert content.count(b"DTSTART;TZID=Europe/Berlin:") == 156
    assert str(next_one.pk) not in content.decode() + "".join(uid for uid, *_more in found)
    later = read(address_for(pair), NOW + 6 * WEEK)
    assert SUNDAY not in [when for _uid, when, *_more in entries(later)]


def test_a_talk_keeps_its_name_when_it_becomes_a_row_is_moved_or_left_out(pair: Pair) -> None:
    first = talks(pair)
    address = address_for(pair)
    computed = entries(read(address))[1]
    ensure_all_next(first.starts_at + timedelta(minutes=1))
    second = CheckIn.objects.exclude(pk=first.pk).get()
    assert entries(read(address))[1] == computed
    just_before, later = second.starts_at - timedelta(minutes=30), second.starts_at + timedelta(minutes=15)
    come_later(Talk(second), pair.alice_seat, second.starts_at, just_before)
    found = entries(read(address))
    assert found[1] == (computed[0], later, 1, "CONFIRMED")
    second.refresh_from_db()
    leave_out(Talk(second), pair.bob_seat, later, "MARKER", just_before)
    content = read(address)
    assert b"MARKER" not in content
    uid, when, number, status = entries(content)[1]
    assert (uid, when, status) == (computed[0], later, "CANCELLED")
    assert number > 1
    assert {each[0] for each in entries(content)} == {each[0] for each in found}, "the next one is a row now"
    over = later + timedelta(days=1)
    assert uid not in [each[0] for each in entries(read(address, over))], "no history of what was left out"
    assert first.starts_at in [each[1] for each in entries(read(address, over))]


def test_a_talk_that_comes_from_no_rhythm_is_one_too(pair: Pair) -> None:
    asked = ask_for_talk(pair.alice_seat, NOW)
    assert isinstance(asked, Move)
    address = address_for(pair)
    assert entries(read(address)) == [], "asked for is not agreed on"
    made = agree_to_talk(pair.bob_seat, asked.pk, NOW + timedelta(hours=2), NOW)
    [entry] = entries(read(address))
    assert entry[1:] == (made.starts_at, 0, "CONFIRMED")
    CheckIn.objects.filter(pk=made.pk).update(starts_at=NOW + timedelta(hours=3), revision=1)
    assert [each[0] for each in entries(read(address))] == [entry[0]]


def test_what_ends_lists_nothing_ahead_but_that_the_next_one_is_off(pair: Pair) -> None:
    rhythm = factories.rhythm_of(talks(pair))
    address = address_for(pair)
    consent.end(rhythm, pair.bob_seat, NOW)
    assert [status for *_more, status in entries(read(address))] == ["CANCELLED"]
    assert entries(read(address, NOW + WEEK)) == []


def test_it_is_the_same_whatever_the_other_did(pair: Pair) -> None:
    check_in = talks(pair)
    address = address_for(pair)

    def answer() -> tuple[bytes, str]:
        with time_machine.travel(NOW, tick=False):
            got = Client().get(address)
        return got.content, got["ETag"]

    before = answer()
    keep_answers(check_in, pair.bob_seat, factories.answers("some"), NOW)
    assert answer() == before
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    assert answer() == before
    factories.paused(pair.bob_seat, 20, NOW)
    with time_machine.travel(NOW, tick=False):
        bob = factories.signed_in(None, pair.bob)
        for path in ("/today/", f"/check-ins/{check_in.pk}/"):
            bob.get(path)
    assert answer() == before
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    assert answer() == before
    assert read(address_for(factories.pair_of(pair.alice))) == before[0], "another address, the same talks"


def test_it_says_steady_in_its_readers_language_and_nothing_else(pair: Pair) -> None:
    talks(pair, about="MARKER")
    texts = {}
    for language in ("en", "zh-hans"):
        User.objects.filter(pk=pair.alice.pk).update(language=language)
        content = re.sub(r"(?m)^UID:.*", "UID:", read(address_for(pair)).decode())
        assert not re.search("MARKER|Alice|Bob|@|VALARM", content)
        in_an_entry = set(re.findall(r"(?m)^([A-Z]+)", content.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]))
        assert in_an_entry == {"SUMMARY", "DTSTART", "DURATION", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "STATUS"}
        texts[language] = set(re.findall(r"^SUMMARY:(.*?)\r", content, re.MULTILINE))
    assert texts == {"en": {"Steady"}, "zh-hans": {"安心"}}


def test_nobody_keeps_it_finds_it_or_is_known_by_it(pair: Pair, alice_client: Client, stranger: Client) -> None:
    talks(pair)
    address = address_for(pair, timezone.now())
    session = alice_client.session
    session["renewed_in"] = "long ago"
    session.save()
    for client in (stranger, alice_client):
        for path, status in ((address, 200), ("/ical/nothing.ics", 404)):
            for send in (client.get, client.head):
                answer = send(path)
                assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
                assert answer["X-Robots-Tag"] == "noindex"
                assert not answer.cookies
        assert client.post(address).status_code == 405
    assert alice_client.session["renewed_in"] == "long ago"
    unchanged = stranger.get(address, headers={"If-None-Match": stranger.get(address)["ETag"]})
    assert (unchanged.status_code, unchanged["Cache-Control"]) == (304, "no-store")


def test_wrong_revoked_and_left_answer_the_same(pair: Pair, stranger: Client) -> None:
    def told(address: str) -> tuple[Any, ...]:
        answer = stranger.get(address)
        headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
        return answer.status_code, answer.content, headers

    now = timezone.now()
    wrong = told(f"/ical/{'x' * 43}.ics")
    first = address_for(pair, now)
    second = address_for(pair, now)
    assert told(first) == wrong, "another one was made"
    assert stranger.get(second).status_code == 200
    revoke_feed(pair.alice)
    assert told(second) == wrong, "a new password"
    third = address_for(pair, now)
    User.objects.filter(pk=pair.alice.pk).update(is_active=False)
    assert told(third) == wrong, "no account"
    User.objects.filter(pk=pair.alice.pk).update(is_active=True)
    assert stranger.get(third).status_code == 200
    pair.left()
    assert told(third) == wrong, "gone with the next request"
    assert not CalendarFeed.objects.exists()
    again = factories.connected_couple(pair.alice, factories.person("Dana"))
    assert told(third) == wrong
    assert stranger.get(address_for(again, now)).status_code == 200


def test_an_address_whose_row_outlived_the_leave_opens_nothing(pair: Pair, stranger: Client) -> None:
    """Both guards by themselves: the seat as well as the row."""
    address = address_for(pair, timezone.now())
    kept = CalendarFeed.objects.get()
    pair.left()
    kept.save(force_insert=True)
    assert stranger.get(address).status_code == 404
    factories.connected_couple(pair.alice, factories.person("Dana"))
    assert stranger.get(address).status_code == 404


def test_whoever_tries_many_waits_and_a_right_one_never(pair: Pair, stranger: Client) -> None:
    right = address_for(pair, timezone.now())
    stranger.get("/ical/wrong.ics")
    CountedTries.objects.update(tries=WRONG_ADDRESSES.most)
    assert stranger.get("/ical/wrong.ics").status_code == 429
    assert stranger.get(right).status_code == 200


def test_it_costs_as_many_queries_with_many_talks_as_with_one(pair: Pair, stranger: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            stranger.get(address)
        return len([query for query in captured.captured_queries if query["sql"].startswith('SELECT "')])

    address = address_for(pair, timezone.now())
    factories.upcoming_check_in(pair)
    with_one = cost()
    for _ in range(2):
        factories.upcoming_check_in(pair)
    assert cost() == with_one <= 3


# The page


@pytest.mark.usefixtures("asked_just_now")
def test_it_is_off_then_on_once_shown_and_off_again(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    def shown(answer: Any) -> str:
        text: str = answer.content.decode()
        return text

    assert "Make an address" in shown(alice_client.get(PAGE))
    sent = {"submission": str(uuid.uuid4())}
    made = shown(alice_client.post(f"{PAGE}make/", sent))
    [address] = re.findall(r"http://[^<\"]+(/ical/[\w-]{43}\.ics)<", made)
    assert f"webcal://localhost:8000{address}" in made
    assert alice_client.post(f"{PAGE}make/", sent)["Location"] == PAGE, "a reload makes no other"
    again = shown(alice_client.get(PAGE))
    assert "/ical/" not in again
    assert "On since" in again
    assert CalendarFeed.objects.get().token_hash not in again
    assert "Make an address" in shown(bob_client.get(PAGE)), "nobody else's"
    assert bob_client.post(f"{PAGE}stop/").status_code == 302
    assert Client().get(address).status_code == 200
    told = Reminder.objects.filter(kind="reach_changed").values_list("user", "channel", "subject")
    assert set(told) == {(pair.alice.pk, channel, "account:calendar") for channel in ("email", "in_app")}
    notice = Notice(pk=1, subject="account:calendar")
    line = REACH_CHANGED.lines([notice], timezone.now())[1]
    assert line.text.startswith("An address for calendars was made. If this was not you")
    assert line.path == PAGE
    assert alice_client.post(f"{PAGE}stop/").status_code == 302
    assert Client().get(address).status_code == 404


def test_whoever_holds_an_open_phone_makes_none(alice: User, alice_client: Client) -> None:
    asked = alice_client.post(f"{PAGE}make/", {"submission": str(uuid.uuid4())})
    assert asked["Location"].startswith("/account/reauthenticate/")
    assert not CalendarFeed.objects.exists()
    question = {"password": factories.PASSWORD, "next": f"{PAGE}make/"}
    done = alice_client.post("/account/reauthenticate/", question, follow=True)
    assert "/ical/" in done.content.decode(), "and goes on with what was sent"


def test_a_new_password_ends_it(pair: Pair, stranger: Client) -> None:
    address = address_for(pair, timezone.now())
    pair.alice.set_password("another long password")
    pair.alice.save()
    assert stranger.get(address).status_code == 404


# One talk as a file


def test_one_talk_is_a_file_for_the_two_alone(pair: Pair, alice_client: Client, charlie: User) -> None:
    check_in = factories.upcoming_check_in(pair)
    path = f"/check-ins/{check_in.pk}/calendar/"
    assert path in alice_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    answer = alice_client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="steady.ics"'
    [entry] = entries(answer.content)
    assert entry[1:] == (check_in.starts_at, 0, "CONFIRMED")
    assert entry in entries(Client().get(address_for(pair, timezone.now())).content), "named as in the feed"
    others = factories.connected_couple(charlie, factories.person("Dana"))
    assert factories.signed_in(None, others.alice).get(path).status_code == 404
