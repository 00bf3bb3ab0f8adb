"""The times that somebody who is busy may name: ahead, within a day, by the clock of the rule's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agreements.calls.forms import LaterForm
from agreements.calls.offers import later_named, offers_of_later
from agreements.calls.verbs import NotSoLate

BERLIN = "Europe/Berlin"


def at(clock: str, day: int = 3) -> datetime:
    """Return a moment of a Wednesday in March by Berlin's clock."""
    hour, minute = clock.split(":")
    return datetime(2027, 3, day, int(hour), int(minute), tzinfo=ZoneInfo(BERLIN))


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        (at("07:30"), ["09:00", "19:30", "21:00"]),
        (at("09:00"), ["19:30", "21:00", "tomorrow, 09:00"]),
        (at("19:27"), ["21:00", "tomorrow, 09:00"]),
        (at("22:00"), ["tomorrow, 09:00"]),
        (at("01:00"), ["09:00", "19:30", "21:00"]),
    ],
)
def test_what_lies_ahead_is_offered_beside_two_lengths(now, offered):
    with timezone.override(BERLIN):
        offers = offers_of_later(BERLIN, now)
    assert [offer.label for offer in offers[:2]] == ["in 30 minutes", "in 1 hour"]
    assert [offer.label for offer in offers[2:]] == offered
    for offer in offers:
        assert now < offer.at <= now + timedelta(days=1)
        assert later_named(offer.name, now) == offer.at


def test_the_clock_is_that_of_the_rule_and_is_read_by_ones_own():
    with timezone.override("Asia/Shanghai"):
        labels = [offer.label for offer in offers_of_later(BERLIN, at("15:00"))[2:]]
    assert labels == ["tomorrow, 02:30", "tomorrow, 04:00", "tomorrow, 16:00"]


def test_a_page_from_last_night_promises_what_it_said():
    evening = at("18:00")
    half_past = offers_of_later(BERLIN, evening)[2]
    assert later_named(half_past.name, at("10:00", day=4)) == at("19:30"), "which the verb refuses by then"
    for name in ("", "31", "tomorrow", "20270303T19", "-30"):
        with pytest.raises(NotSoLate):
            later_named(name, evening)


def test_another_time_is_typed_by_the_clock_of_the_rule():
    form = LaterForm({"at": "20:15"})
    assert form.is_valid()
    assert form.promised(BERLIN, at("21:00").astimezone(UTC)) == at("20:15", day=4)
    assert LaterForm({}).errors["at"] == ["Choose a time."]


def test_the_same_tap_twice_is_one_and_going_back_for_another_time_is_two():
    once, again, other = (LaterForm({"submission": "1" * 32, "offer": offer}) for offer in ("30", "30", "60"))
    assert all(form.is_valid() for form in (once, again, other))
    assert once.submission_id == again.submission_id != other.submission_id
