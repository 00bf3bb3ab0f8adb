"""What a card says is what its entries show: each number equals what stands behind its link, and no more is said."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from agreements.kinds.triggers import all_triggers
from couples.people.models import User
from journal.entries.models import Entry
from journal.entries.narrowing import Count, NarrowForm, Narrowing
from journal.entries.reading import EntryAsRead, entries_of
from journal.triggers.patterns import falls_together, most_often
from journal.triggers.picture import draw
from journal.triggers.showing import LEAST, WEEKS, CardAsSeen, cards_of, one_card
from journal.words import emotions
from tests.helpers import factories
from tests.helpers.factories import Pair

BERLIN = "Europe/Berlin"
# A Wednesday. The clocks go forward ten days before, and back in the autumn of the year before.
NOW = datetime(2026, 4, 8, 12, 0, tzinfo=UTC)
TODAY = date(2026, 4, 8)
DAYS = Narrowing("late_reply", TODAY - timedelta(days=55), TODAY)


def entry(
    at: datetime, feeling: str = "uneasy", trigger: str = "late_reply", strength: int | None = None
) -> EntryAsRead:
    return EntryAsRead(uuid.uuid4(), at, feeling, strength, (), trigger, "", "", "")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a time in March 2026 on a clock in Berlin; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(BERLIN))


def behind(count: Count, entries: list[EntryAsRead], zone: str) -> int:
    """Return how many entries the list would show for the link of a number."""
    form = NarrowForm(QueryDict(count.query[1:]))
    assert form.is_valid(), form.errors
    return len(form.narrowing.of(entries, zone))


def numbers_of(card: CardAsSeen) -> list[Count]:
    return [card.total, *([card.together] if card.together else [])]


@pytest.mark.django_db
def test_over_two_hundred_random_logs_every_number_equals_the_entries_behind_its_link(charlie: User) -> None:
    names = [trigger.name for trigger in all_triggers()][:4]
    told = together = 0
    for seed in range(200):
        dice = random.Random(seed)
        charlie.time_zone = dice.choice([BERLIN, "Asia/Shanghai", "America/New_York", "Pacific/Auckland"])
        hours = dice.choice([range(24), range(19, 24), (8,)])
        now = NOW + timedelta(days=dice.randrange(365), hours=dice.randrange(24))
        rows = [_random_row(charlie, dice, now, names, list(hours)) for _ in range(dice.randrange(40))]
        Entry.objects.all().delete()
        Entry.objects.bulk_create(rows)
        entries = entries_of(charlie.pk, now - timedelta(days=400), now)
        for drawn in cards_of(charlie, now).cards:
            mine = [each for each in entries if each.trigger == drawn.card.trigger]
            for count in numbers_of(drawn.card):
                assert count.number == behind(count, entries, charlie.time_zone) >= LEAST, seed
            assert len(drawn.picture.dots) == drawn.card.total.number, seed
            assert {each.trigger for each in drawn.card.total.narrowing.of(entries, charlie.time_zone)} == {
                mine[0].trigger
            }
            told, together = told + 1, together + bool(drawn.card.together)
    assert told > 200 < together, "the logs do say something"


def _random_row(person: User, dice: random.Random, now: datetime, names: list[str], hours: list[int]) -> Entry:
    when = now - timedelta(days=dice.randrange(70))
    local = when.astimezone(ZoneInfo(person.time_zone)).replace(hour=dice.choice(hours), minute=dice.randrange(60))
    feeling = dice.choice(list(emotions())[:3])
    said = {"feeling": feeling, "trigger": dice.choice([*names, ""])}
    return Entry(person=person, at=min(local.astimezone(UTC), now), payload=said)


@pytest.mark.parametrize(
    ("times", "said"),
    [
        # Three of five are enough, two of three are not.
        ([at(2, 21), at(3, 20), at(4, 23), at(7, 9), at(8, 13)], "on a weekday after 20:00"),
        ([at(2, 21), at(3, 20), at(7, 9)], None),
        # Three of six are not.
        ([at(2, 21), at(3, 21), at(4, 21), at(7, 9), at(8, 13), at(15, 2)], None),
        # The most entries; of as many, the narrowest.
        ([at(2, 22), at(3, 22), at(4, 22)], "on a weekday after 22:00"),
        ([at(1, 20), at(8, 20), at(15, 20)], "on a Sunday after 20:00"),
        ([at(1, 20), at(8, 9), at(15, 13)], "on a Sunday"),
        ([at(7, 9), at(8, 13), at(15, 20)], "at a weekend"),
        ([at(7, 20), at(8, 21), at(3, 23), at(4, 20)], "after 20:00"),
        ([at(2, 19, 59), at(3, 20), at(4, 20)], "on a weekday after 18:00"),
        ([at(2, 1), at(3, 5, 59), at(4, 0)], "on a weekday between 0:00 and 6:00"),
        # The days of a working week alone are most days there are.
        ([at(2, 3), at(3, 9), at(4, 15)], None),
    ],
)
def test_hours_and_days_are_said_only_where_enough_falls_together(times: list[datetime], said: str | None) -> None:
    narrow = falls_together(DAYS, [entry(time) for time in times], BERLIN)
    assert (narrow.when if narrow else None) == said


@pytest.mark.parametrize(
    ("zone", "said"), [(BERLIN, "on a Sunday after 22:00"), ("Asia/Shanghai", "on a Monday between 6:00 and 12:00")]
)
def test_days_and_hours_are_those_of_the_own_clock(zone: str, said: str) -> None:
    """Late on a Sunday evening in Berlin it is Monday morning in Shanghai."""
    narrow = falls_together(DAYS, [entry(at(day, 23, 30)) for day in (8, 15, 22)], zone)
    assert narrow
    assert narrow.when == said


@pytest.mark.parametrize(
    ("feelings", "most"),
    [
        (["uneasy", "sad", "uneasy"], ["uneasy"]),
        (["sad", "uneasy", "uneasy", "sad"], ["sad", "uneasy"]),
        (["sad", "uneasy", "angry"], []),
        (["", "", "sad"], []),
        ([], []),
    ],
)
def test_the_most_frequent_feeling_is_said_where_there_is_one(feelings: list[str], most: list[str]) -> None:
    assert most_often([entry(at(2, 9), feeling) for feeling in feelings]) == most


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "can_tell"), [(2, False), (3, True)])
def test_under_three_nothing_is_said(charlie: User, number: int, can_tell: bool) -> None:
    first = datetime(2026, 2, 12, 0, 0, tzinfo=ZoneInfo(BERLIN))  # of the 56 days until today
    times = [first, *(NOW for _ in range(number - 1)), first - timedelta(minutes=1)]
    said = {"feeling": "uneasy", "trigger": "late_reply"}
    Entry.objects.bulk_create(Entry(person=charlie, at=time, payload=said) for time in times)
    found = cards_of(charlie, NOW)
    assert (len(found.cards), len(found.too_few)) == ((1, 0) if can_tell else (0, 1))
    page = factories.signed_in(None, charlie)
    card = one_card(charlie, "late_reply", NOW)
    assert card
    assert card.card.total.number == number, "what is a minute older is not among them"
    assert ("Too few yet to say anything." in page.get("/mine/triggers/money/").content.decode()) is True


@pytest.mark.django_db
def test_what_was_agreed_about_keeps_its_card_although_it_is_hardly_noted_any_more(pair: Pair) -> None:
    """That it is hardly noted may be how it eased: the question has to be found then too."""
    factories.agreed_response_rule(pair, NOW - timedelta(weeks=5), triggers=["late_reply", "money"])
    with time_machine.travel(NOW, tick=False):
        client = factories.signed_in(None, pair.alice)
        for number in (0, 1):
            _written(pair.alice, number)
            found = cards_of(pair.alice, NOW)
            assert [drawn.card.trigger for drawn in found.cards] == ["late_reply", "money"]
            assert all(drawn.is_asked for drawn in found.cards)
            assert not found.too_few
            html = client.get("/mine/triggers/").content.decode()
            assert 'href="/mine/triggers/money/#eased"' in html
            assert html.count("Seldom noted lately.") == 2
        page = client.get("/mine/triggers/money/").content.decode()
        assert "Seldom noted lately." in page
        assert 'role="img"' in page
        assert "Too few" not in html + page
    assert [drawn.card.trigger for drawn in cards_of(pair.bob, NOW).cards] == []
    assert cards_of(pair.alice, NOW - timedelta(weeks=2)).cards == [], "not before four weeks"


@pytest.mark.django_db
def test_cards_read_nobody_elses_rows(pair: Pair) -> None:
    """Neither by what they ask the database for, nor in what they say."""
    _written(pair.alice, 5)
    _written(pair.bob, 4, "sad")
    with CaptureQueriesContext(connection) as captured:
        assert [drawn.card.total.number for drawn in cards_of(pair.alice, NOW).cards] == [5]
        one_card(pair.alice, "late_reply", NOW)
    mine, his = str(pair.alice.pk), str(pair.bob.pk)
    own_tables = ("journal_entry", "journal_easedanswer", "journal_owntrigger", "agreements_privateline")
    asked = [
        query["sql"] for query in captured.captured_queries if any(f'"{name}"' in query["sql"] for name in own_tables)
    ]
    assert len(asked) >= len(own_tables)
    for sql in asked:
        assert f'_id" = {mine}' in sql, sql
        assert f'_id" = {his}' not in sql, sql


def _written(person: User, number: int, feeling: str = "uneasy") -> None:
    said = {"feeling": feeling, "trigger": "late_reply"}
    Entry.objects.bulk_create(Entry(person=person, at=NOW - timedelta(days=day), payload=said) for day in range(number))


@pytest.mark.django_db
def test_they_cost_as_many_queries_whatever_was_written(pair: Pair) -> None:
    def cost() -> list[int]:
        found = []
        for ask in (lambda: cards_of(pair.alice, NOW), lambda: one_card(pair.alice, "late_reply", NOW)):
            with CaptureQueriesContext(connection) as captured:
                ask()
            found.append(len(captured.captured_queries))
        return found

    factories.agreed_response_rule(pair, triggers=["late_reply"])
    _written(pair.alice, 3)
    cost()
    with_one = cost()
    for name in ("late_reply", "money"):
        factories.agreed_response_rule(pair, triggers=[name])
        Entry.objects.bulk_create(
            Entry(person=pair.alice, at=NOW, payload={"feeling": "sad", "trigger": name}) for _ in range(30)
        )
    assert cost() == with_one


def test_the_picture_says_in_words_what_it_draws() -> None:
    entries = [entry(at(day, 12)) for day in (4, 5, 11, 30)]
    picture = draw(entries, WEEKS, TODAY, BERLIN, began=date(2026, 3, 20))
    assert len(picture.dots) == 4
    assert picture.label == (
        "8 weeks. In the week from 26 Feb: 1. In the week from 5 Mar: 2. In the week from 26 Mar: 1. "
        "The agreement began in the week from 19 Mar."
    )
    assert not draw(entries, WEEKS, TODAY, BERLIN, began=date(2025, 1, 1)).leaf
