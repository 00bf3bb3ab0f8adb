"""This week: the times that the agreements in force bring, moved and left out ones as such, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from agreements.letters.ending import end
from agreements.letters.models import Agreement
from basics.localtime import moment
from checkins.moving import verbs
from checkins.moving.movable import Movable, Talk
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import UPCOMING_TALKS, make_talk
from checkins.rituals.models import Occasion
from checkins.rituals.moving import MovableOccasion
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from checkins.week.showing import Week, week_of
from tests.api.conftest import Caller
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture(autouse=True)
def in_berlin() -> Iterator[None]:
    with timezone.override(ZoneInfo("Europe/Berlin")), translation.override("en"):
        yield


def ritual(pair: Pair, **values: Any) -> Agreement:
    said = {"what": "supper", "every": "week", "weekday": 4, "at": "19:00", "trial_until": None, **values}
    return factories.agreed("ritual", pair, NOW, **said)


def own_time(pair: Pair, **values: Any) -> Agreement:
    said = {"every": "week", "weekday": 5, "at": "10:00", "whose": "author", "trial_until": None, **values}
    return factories.agreed("own_time", pair, NOW, **said)


def read(pair: Pair, now: datetime = NOW) -> Week:
    return week_of(pair.alice_seat, now)


def lines(week: Week) -> list[tuple[str, str, str]]:
    """Return day, time and what each line is."""
    return [(day.said, entry.clock, str(entry.what)) for day in week.days for entry in day.entries]


def test_each_has_its_line_on_its_day(pair: Pair) -> None:
    factories.agreed_rhythm(pair, NOW)
    ritual(pair)
    ritual(pair, what="tea", every="week", weekday=4, at=None)
    own_time(pair)
    own_time(pair, whose="other", weekday=0)
    own_time(pair, whose="each", weekday=None, at=None)
    week = read(pair)
    assert lines(week) == [
        ("Friday", "", "tea"),
        ("Friday", "19:00", "supper"),
        ("Saturday", "10:00", "Own time for Alice"),
        ("Sunday", "20:30", "Our talk"),
        ("Monday", "10:00", "Own time for Bob"),
    ]
    assert [str(entry.what) for entry in week.any_day] == ["Own time for each of us"]
    assert lines(week_of(pair.bob_seat, NOW)) == lines(week), "both read the same"


def test_it_is_read_on_the_readers_own_clock(pair: Pair) -> None:
    ritual(pair)
    ritual(pair, what="tea", at=None)
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        assert lines(read(pair)) == [("Friday", "", "tea"), ("Saturday", "02:00", "supper")]


def test_seven_days_and_no_others(pair: Pair) -> None:
    ritual(pair, every="day", at="00:00")
    ritual(pair, what="tea", every="day", at=None)
    days = [day for day, clock, _what in lines(read(pair)) if clock]
    assert days == ["tomorrow", "Friday", "Saturday", "Sunday", "Monday", "Tuesday"], "today's was over before it began"
    assert len([clock for _day, clock, _what in lines(read(pair)) if not clock]) == 7


def test_todays_stays_until_the_day_is_over(pair: Pair) -> None:
    """Nothing marks what has been: else the page would be a list to tick off."""
    ritual(pair, every="day", at="12:00")
    UPCOMING_OCCASIONS.ensure_all_next(NOW + 2 * HOUR)
    assert lines(read(pair, NOW + 2 * HOUR))[0] == ("today", "12:00", "supper")
    assert len(lines(read(pair, NOW + 2 * HOUR))) == 7


def test_a_moved_one_stands_at_its_time_and_one_left_out_as_such(pair: Pair) -> None:
    supper, swim = ritual(pair), own_time(pair, whose="author")
    move(MovableOccasion, supper, pair, datetime(2027, 3, 6, 17, 0, tzinfo=UTC))
    skip(MovableOccasion, swim, pair)
    [left, moved] = [entry for day in read(pair).days for entry in day.entries]
    assert (left.clock, left.is_left_out, left.moved_from) == ("10:00", True, None)
    assert (moved.clock, moved.is_left_out) == ("18:00", False)
    assert moved.moved_from == datetime(2027, 3, 5, 18, 0, tzinfo=UTC)


def test_what_is_over_lists_nothing_ahead(pair: Pair) -> None:
    """Also what was moved beyond the end of its trial."""
    ritual(pair, every="day", trial_until="2027-03-05")
    assert [day for day, *_line in lines(read(pair))] == ["today", "tomorrow", "Friday"]
    tried = ritual(pair, what="tea", weekday=3, trial_until="2027-03-04")
    move(MovableOccasion, tried, pair, NOW + 3 * DAY)
    assert [line for line in lines(read(pair)) if line[2] == "tea"] == []
    end(tried, pair.bob_seat, NOW)
    factories.proposed("ritual", pair.bob_seat, NOW, every="day", at="12:00", what="a letter")
    assert {what for _day, _clock, what in lines(read(pair))} == {"supper"}


def test_a_talk_that_both_agreed_on_at_once_is_a_line(pair: Pair) -> None:
    make_talk(pair.couple.pk, NOW + 5 * HOUR, NOW)
    assert lines(read(pair)) == [("today", "16:00", "Our talk")]


# What is agreed, by how many hours the next one is put elsewhere, and whether the next is left out then.
RITUALS: list[tuple[dict[str, Any], int, bool]] = [
    ({"every": "day", "at": "07:15"}, 30, False),  # beyond the next one, whose place it takes
    ({"every": "week", "weekday": 6, "at": "02:30"}, -2, False),
    ({"every": "two_weeks", "weekday": 1, "at": "19:00", "starts_on": "2027-03-16"}, 0, True),
    ({"every": "month", "weekday": 6, "at": "20:30", "zone": "America/New_York"}, 0, False),
    ({"every": "day", "at": "21:00", "trial_until": "2027-03-29"}, 0, False),
    ({"every": "day", "at": "12:00"}, 0, True),
    ({"every": "day", "at": "23:30"}, -9, True),
]
TALKS: list[tuple[dict[str, Any], int, bool]] = [
    ({"weekdays": [0, 3]}, 0, True),
    ({"every": "month_day", "day_of_month": 28}, -26, False),
]
START = datetime(2027, 3, 24, 10, 0, tzinfo=UTC)  # the clocks of Berlin go forward on the 28th


def test_it_shows_exactly_what_comes_to_be(pair: Pair) -> None:
    """Whatever is agreed, moved and left out: what is shown is what rows come to be, as the time goes on."""
    for said, hours, is_left_out in RITUALS:
        with time_machine.travel(START, tick=False):
            agreement = factories.agreed("ritual", pair, START, **{"trial_until": None, **said})
        _do(MovableOccasion, agreement, pair, hours, is_left_out)
    for said, hours, is_left_out in TALKS:
        _do(Talk, factories.agreed_rhythm(pair, START, **said), pair, hours, is_left_out)
    # At once, and when some have begun and nothing has made the next ones yet.
    shown = [_shown(pair, now) for now in (START, START + 11 * HOUR)]
    came = _what_came(START, moment(date(2027, 3, 31), time(), "Europe/Berlin"))
    assert shown[0] == came
    assert shown[1] == came
    assert len(came) > 20


def _do(sort: type[Movable], agreement: Agreement, pair: Pair, hours: int, is_left_out: bool) -> None:
    if hours:
        starts_at = ahead(sort, agreement, START).meeting.starts_at
        move(sort, agreement, pair, starts_at + hours * HOUR, START)
    if is_left_out:
        skip(sort, agreement, pair, START)


def _shown(pair: Pair, now: datetime) -> list[tuple[Any, datetime | None, bool]]:
    days = week_of(pair.alice_seat, now).days
    return sorted((entry.agreement_id, entry.at, entry.is_left_out) for day in days for entry in day.entries)


def _what_came(now: datetime, until: datetime) -> list[tuple[Any, datetime, bool]]:
    """Let the time go on, from one to the next, and return every row that there ever was before that."""
    came: set[tuple[Any, datetime, bool]] = set()
    while now < until:
        rows = [*Occasion.objects.all(), *CheckIn.objects.all()]
        came |= {(row.agreement_id, row.starts_at, row.left_out > 0) for row in rows if row.starts_at < until}
        now = min((row.starts_at for row in rows if row.is_ahead(now)), default=until)
        UPCOMING_OCCASIONS.ensure_all_next(now)
        UPCOMING_TALKS.ensure_all_next(now)
    return sorted(came)


def ahead(sort: type[Movable], agreement: Agreement, now: datetime = NOW) -> Movable:
    return sort(sort.rows().select_related("agreement__in_force").ahead(now).get(agreement=agreement))


def move(sort: type[Movable], agreement: Agreement, pair: Pair, starts_at: datetime, now: datetime = NOW) -> None:
    suggested = verbs.suggest_time(ahead(sort, agreement, now), pair.alice_seat, starts_at, "", None, now)
    verbs.accept_time(ahead(sort, agreement, now), pair.bob_seat, suggested.pk, now)


def skip(sort: type[Movable], agreement: Agreement, pair: Pair, now: datetime = NOW) -> None:
    this = ahead(sort, agreement, now)
    verbs.leave_out(this, pair.alice_seat, this.meeting.starts_at, "", now)


def test_it_takes_as_many_queries_for_three_as_for_one(pair: Pair) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            read(pair)
        return len(caught)

    def agree() -> None:
        ritual(pair)
        own_time(pair)
        factories.agreed_rhythm(pair, NOW)

    agree()
    assert queries() == 3
    for _more in range(2):
        agree()
    assert queries() == 3


def test_the_page_and_the_api_say_the_same(pair: Pair) -> None:
    with time_machine.travel(NOW, tick=False):
        client = factories.signed_in(None, pair.alice)
        assert "will stand here" in client.get("/week/").content.decode()
        agreement = ritual(pair)
        skip(MovableOccasion, agreement, pair)
        page = client.get("/week/").content.decode()
        answer = Caller(pair.alice).get("/week/").json()
    assert "left out" in page
    assert f'href="/agreements/{agreement.pk}/"' in page
    [line] = answer["results"]
    assert answer["first_day"] == "2027-03-03"
    assert (line["kind"], line["what"], line["day"], line["is_left_out"]) == ("ritual", "supper", "2027-03-05", True)
