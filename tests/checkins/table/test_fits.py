"""Does it still fit? On one talk's table in a quarter, the same for both, and nothing tells who looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.letters.showing import AgreementAsSeen
from checkins.rhythm.models import CheckIn
from checkins.table.showing import SHORT_AT_FIRST, Table
from tests.agreements.trials.reading import page_of, text_of
from tests.checkins.table.test_table import table
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 5, 1, 12, tzinfo=UTC)
# Three Sundays, 20:30 in Berlin: two of one quarter, and the first one of the next.
JULY, LATER, OCTOBER = (datetime(2026, *day, 18, 30, tzinfo=UTC) for day in ((7, 5), (8, 9), (10, 4)))
AFTER = timedelta(hours=1)


@pytest.fixture
def held(pair: Pair) -> Agreement:
    """A word that has held since spring, beside a rhythm, a rule of July, and one that is tried."""
    factories.agreed_rhythm(pair, SPRING)
    factories.agreed_response_rule(pair, JULY - timedelta(days=2))
    factories.agreed_response_rule(pair, SPRING, trial_until=date(2027, 3, 1))
    return factories.agreed_cool_down(pair, SPRING)


def talks(pair: Pair, *moments: datetime) -> list[CheckIn]:
    """Let talks have opened at these moments, and so many before them that the whole table is offered."""
    before = [SPRING + timedelta(days=number) for number in range(SHORT_AT_FIRST)]
    place = {"couple": pair.couple, "minutes": 30, "zone": "Europe/Berlin"}
    rows = [CheckIn(**place, slot=at, starts_at=at, both_in_at=at) for at in (*before, *moments)]
    return CheckIn.objects.bulk_create(rows)[SHORT_AT_FIRST:]


def asked(talk: CheckIn, pair: Pair, after: timedelta = AFTER) -> list[str]:
    """Return what kinds the table of a talk asks about; both find the same there."""
    tables = [table(talk, seat, talk.starts_at + after) for seat in (pair.alice_seat, pair.bob_seat)]
    hers, his = ([row.kind.name for row in _fits(each)] for each in tables)
    assert hers == his
    return sorted(hers)


def _fits(shown: Table) -> list[AgreementAsSeen]:
    return [fit.agreement for item in shown.items if item.part == "fits" for fit in item.fits]


def test_the_first_talk_of_a_quarter_asks_about_all_that_has_held_since_before_it(pair: Pair, held: Agreement) -> None:
    july, later, october = talks(pair, JULY, LATER, OCTOBER)
    assert asked(july, pair) == ["cool_down", "rhythm"]
    assert asked(later, pair) == [], "once in a quarter"
    assert asked(october, pair) == ["cool_down", "response_rule", "rhythm"]
    assert asked(july, pair, timedelta(days=4)) == [], "while the two sit at it"
    shown = table(july, pair.alice_seat, JULY + AFTER)
    assert [item.key for item in shown.items][-2:] == ["fits", "wishes"]
    assert "fits" not in {item.key for item in shown.ten_minutes}
    CheckIn.objects.filter(pk=july.pk).update(both_in_at=None)
    assert asked(later, pair) == ["cool_down", "rhythm"], "no table of the quarter came before it"


def test_where_ten_minutes_are_all_there_is_a_later_talk_asks(pair: Pair, held: Agreement) -> None:
    july, later = talks(pair, JULY, LATER)
    CheckIn.objects.filter(starts_at=SPRING).delete()
    assert asked(july, pair) == []
    assert asked(later, pair) == ["cool_down", "rhythm"]


def test_without_a_rhythm_the_page_of_agreements_asks_and_no_table(pair: Pair, held: Agreement) -> None:
    [july] = talks(pair, JULY)
    with time_machine.travel(JULY + AFTER, tick=False):
        assert "Does it still fit?" not in page_of(pair.alice, "/agreements/")[1]
        consent.end(Agreement.objects.get(kind="rhythm"), pair.bob_seat, JULY)
        for person in (pair.alice, pair.bob):
            assert "Does it still fit?" in page_of(person, "/agreements/")[1]
    assert asked(july, pair) == []


@time_machine.travel(JULY + AFTER, tick=False)
def test_all_stands_on_one_page_with_two_ways_on_and_looking_leaves_no_mark(pair: Pair, held: Agreement) -> None:
    [july] = talks(pair, JULY)
    there, paths = f"/check-ins/{july.pk}/table/", ("other-words/", "end/")
    his = factories.signed_in(None, pair.bob)
    before = page_of(pair.bob, there, his)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        hers = page_of(pair.alice, there)[1]
    assert not [each for each in queries if "agreement" in each["sql"] and not each["sql"].startswith("SELECT")]
    assert page_of(pair.bob, there, his) == before, "whether the other has looked, nobody reads"
    for page in (hers, before[1]):
        assert "A look once a quarter, for you both. What nobody touches stays." in text_of(page)
        rows = Agreement.objects.filter(kind__in=("cool_down", "rhythm"))
        assert all(f"/agreements/{row.pk}/{path}" in page for row in rows for path in paths)
    answer = factories.signed_in(None, pair.alice).get(f"/api/v1/check-ins/{july.pk}/table/").json()
    [fits] = [item["fits"] for item in answer["items"] if item["part"] == "fits"]
    assert {each["id"] for each in fits} == {str(row.pk) for row in rows}
    consent.end(held, pair.bob_seat, JULY + AFTER)
    assert f"/agreements/{held.pk}/end/" not in page_of(pair.alice, there)[1], "what is let go is gone for both"
