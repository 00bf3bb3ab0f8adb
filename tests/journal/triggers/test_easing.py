"""Whether it has eased: the question first, then what was written down, and its thresholds at their edges."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import QueryDict

from agreements.letters import consent
from couples.people.models import User
from journal.entries.models import Entry
from journal.entries.narrowing import NarrowForm
from journal.entries.reading import EntryAsRead
from journal.triggers.easing import Eased, eased, mostly
from journal.triggers.models import EasedAnswer
from journal.triggers.rules import rule_about, rules_of
from journal.triggers.showing import OneCard, one_card
from journal.triggers.verbs import NothingToCompare, answer_eased
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.journal.triggers.test_cards import BERLIN, entry

TODAY = date(2026, 6, 17)
DAY = timedelta(days=1)
NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)


def on(day: date, trigger: str = "late_reply", strength: int | None = None) -> EntryAsRead:
    return entry(datetime(day.year, day.month, day.day, 10, tzinfo=UTC), trigger=trigger, strength=strength)


def each_week(first: date, weeks: int, trigger: str = "money") -> list[EntryAsRead]:
    return [on(first + week * 7 * DAY, trigger) for week in range(weeks)]


@pytest.mark.parametrize(
    ("days", "weeks", "is_all"),
    [(27, 0, True), (28, 4, True), (62, 8, True), (84, 12, True), (90, 12, True), (91, 12, False), (400, 12, False)],
)
def test_as_long_before_as_lately_from_four_weeks_to_twelve(days: int, weeks: int, is_all: bool) -> None:
    began = TODAY - days * DAY
    before = [on(began - day * DAY) for day in (1, 2, weeks * 7, weeks * 7 + 1)] if weeks else []
    since = [on(TODAY), on(TODAY - (weeks * 7 - 1) * DAY), on(TODAY - weeks * 7 * DAY)] if weeks else []
    written = [*each_week(began - weeks * 7 * DAY, weeks), *each_week(TODAY - (weeks * 7 - 1) * DAY, weeks)]
    found = eased("late_reply", began, TODAY, [*before, *since, *written], BERLIN)
    if not weeks:
        assert found is None
        return
    assert found
    assert (found.weeks, found.is_all_since) == (weeks, is_all)
    assert (_number(found, "before"), _number(found, "since")) == (3, 2), "the edges are in, what is beyond is not"


def _number(found: Eased, which: str) -> int:
    stretch = getattr(found, which)
    assert stretch
    form = NarrowForm(QueryDict(stretch.narrowing.query[1:]))
    assert form.is_valid()
    assert form.narrowing == stretch.narrowing, "the link leads to exactly those"
    return int(stretch.number)


@pytest.mark.parametrize(
    ("before", "silent_before", "silent_since", "can_tell"),
    [
        (3, 0, 0, True),
        (2, 0, 0, False),
        # Of nine weeks two without a word are few, three are a third, before as well as since.
        (3, 2, 2, True),
        (3, 3, 0, False),
        (3, 0, 3, False),
    ],
)
def test_where_too_little_was_written_down_nothing_is_told(
    before: int, silent_before: int, silent_since: int, can_tell: bool
) -> None:
    weeks = 9
    began = TODAY - weeks * 7 * DAY
    first = began - weeks * 7 * DAY
    entries = [
        *(on(began - DAY) for _ in range(before)),
        *each_week(first + silent_before * 7 * DAY, weeks - silent_before),
        *each_week(TODAY - (weeks * 7 - 1) * DAY, weeks - silent_since),
    ]
    found = eased("late_reply", began, TODAY, entries, BERLIN)
    assert found
    assert found.can_tell is can_tell


@pytest.mark.parametrize(
    ("strengths", "most"),
    [([2, 2, 0], 2), ([2, 0], None), ([None, 1], 1), ([None], None), ([], None), ([3, 3, 1, 1, 3], 3)],
)
def test_how_strong_it_mostly_was_is_what_more_than_half_say(strengths: list[int | None], most: int | None) -> None:
    assert mostly(strengths) == most


def stored(person: User, day: date, trigger: str = "late_reply", **said: Any) -> Entry:
    when = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return Entry(person=person, at=when, payload={"feeling": "uneasy", "trigger": trigger, **said})


@pytest.mark.django_db
def test_the_question_comes_first_once_a_month_and_stays_with_who_answers(pair: Pair) -> None:
    alice, began = pair.alice, NOW - timedelta(weeks=8, days=1)
    with pytest.raises(NothingToCompare):
        answer_eased(alice, "late_reply", "easier", NOW)
    factories.agreed_response_rule(pair, began, triggers=["late_reply"], please="write one line")
    weeks = [TODAY - (week * 7) * DAY for week in range(1, 16)]
    times = [TODAY - day * DAY for day in (2, 9, 70, 77, 84, 91, 98)]
    Entry.objects.bulk_create([*(stored(alice, day, "money") for day in weeks), *(stored(alice, day) for day in times)])
    found = _card(pair.alice)
    assert found.is_asked
    assert not found.answer
    answer_eased(alice, "late_reply", "harder", NOW)
    answer_eased(alice, "late_reply", "easier", NOW + DAY)
    row = EasedAnswer.objects.get()
    assert (row.answer, row.at) == ("easier", NOW), "within a month another answer takes its place"
    found = _card(pair.alice)
    assert not found.is_asked
    assert found.compared
    assert found.compared.before
    assert found.compared.since
    assert (found.compared.before.number, found.compared.since.number) == (5, 2)
    assert found.picture.leaf
    with time_machine.travel(NOW, tick=False):
        client = factories.signed_in(None, alice)
        html = client.get("/mine/triggers/late_reply/").content.decode()
        links = re.findall(r'href="(/mine/entries/some/[^"]+)"', html[html.index("What I wrote down") :])
        behind = [client.get(unescape(link)).content.decode().count("felt-row") for link in links]
    said = " ".join(re.sub("<[^>]+>", "", html).split())
    assert "Before: 5: before in 8 weeks. Since: 2: since." in said
    assert "This counts what you wrote down, not what happened." in said
    assert behind == [5, 2]
    assert _card(pair.alice, NOW + timedelta(days=30)).is_asked
    assert not _card(pair.bob).can_be_asked, "it is not his"
    with pytest.raises(NothingToCompare):
        answer_eased(pair.bob, "late_reply", "easier", NOW)
    pair.left(NOW)
    assert not _card(User.objects.get(pk=alice.pk)).can_be_asked


def _card(person: User, now: datetime = NOW) -> OneCard:
    found = one_card(person, "late_reply", now)
    assert found
    return found


@pytest.mark.django_db
def test_an_agreement_about_it_began_when_it_was_first_about_it(pair: Pair) -> None:
    """Other words for the rest begin nothing anew; what came to be about it later began then."""
    first, second, third = (NOW - timedelta(days=day) for day in (90, 60, 30))
    rule = factories.agreed_response_rule(pair, first, triggers=["late_reply"])
    factories.amended(rule, pair.bob_seat, second, triggers=["late_reply", "money"])
    consent.accept(rule, pair.alice_seat, 2, second)
    factories.amended(rule, pair.bob_seat, third, please="call")
    consent.accept(rule, pair.alice_seat, 3, third)
    rules = rules_of(pair.alice_seat, NOW)
    for name, since in (("late_reply", first), ("money", second)):
        found = rule_about(name, rules)
        assert found
        assert (found.since[name], found.please) == (since, "call")
    assert rule_about("family", rules) is None
    assert rules_of(pair.bob_seat, NOW) == []
