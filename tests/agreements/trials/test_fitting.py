"""Does it still fit? Once a quarter, for both alike, and nothing happens to what nobody touches."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from agreements.letters.showing import agreements_of
from agreements.trials.fitting import asked_on_their_page, quarter_of
from tests.agreements.trials.reading import page_of
from tests.helpers import factories

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2026-01-01", "2026-01-01"),
        ("2026-03-31", "2026-01-01"),
        ("2026-04-01", "2026-04-01"),
        ("2026-12-31", "2026-10-01"),
    ],
)
def test_a_quarter_has_three_months(day, quarter):
    assert quarter_of(date.fromisoformat(day)) == date.fromisoformat(quarter)


@pytest.mark.django_db
def test_what_has_held_since_before_the_quarter_is_asked_about_for_two_weeks(pair):
    old = factories.agreed_cool_down(pair, NOW)
    factories.agreed_response_rule(pair, NOW, trial_until=date(2026, 12, 1))
    factories.agreed_response_rule(pair, datetime(2026, 4, 2, tzinfo=UTC))

    def asked(day):
        now = datetime(2026, 4, day, 12, tzinfo=UTC)
        return [[row.pk for row in asked_on_their_page(agreements_of(seat, now), now.date())] for seat in seats]

    seats = (pair.alice_seat, pair.bob_seat)
    assert asked(3) == asked(14) == [[old.pk]] * 2
    assert asked(15) == [[], []]
    with time_machine.travel(datetime(2026, 4, 3, 12, tzinfo=UTC), tick=False):
        for person in (pair.alice, pair.bob):
            assert "Does it still fit?" in page_of(person, "/agreements/")[1]
        factories.agreed_rhythm(pair, NOW + timedelta(days=61))
        assert "Does it still fit?" not in page_of(pair.alice, "/agreements/")[1], "a talk asks"
