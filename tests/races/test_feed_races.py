"""An address for calendars, made while the other leaves, or twice at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone

from checkins.feed import verbs as feeding
from checkins.feed.models import CalendarFeed
from checkins.feed.verbs import make_feed, seat_by
from couples.seats import leaving
from couples.seats.leaving import NotConnected
from tests.helpers.factories import Pair
from tests.races.stage import LEAVING, interleave

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases("locks while two acts run")]
NOW = timezone.now()
INSERT = 'INSERT INTO "checkins_calendarfeed"'


def making(pair: Pair, submission: uuid.UUID | None = None) -> Callable[[], str | None]:
    return lambda: make_feed(pair.alice_seat, submission or uuid.uuid4(), NOW)


def make_while_the_other_leaves(pair: Pair) -> list[object]:
    return interleave(lambda: leaving.leave(pair.bob_seat, NOW), making(pair), before=f"{INSERT}|{LEAVING}")


def test_what_is_made_while_the_other_leaves_is_not_made(pair: Pair) -> None:
    _left, refused = make_while_the_other_leaves(pair)
    assert isinstance(refused, NotConnected)
    assert not CalendarFeed.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_couples_row_an_address_stays_that_opens_nothing(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "keep_connected", lambda _seat: True)
    _left, token = make_while_the_other_leaves(pair)
    assert CalendarFeed.objects.exists()
    assert seat_by(str(token)) is None, "the seat is asked as well"


def test_a_double_tap_makes_one_and_shows_it(pair: Pair) -> None:
    submission = uuid.uuid4()
    tokens = interleave(making(pair, submission), making(pair, submission), before=INSERT)
    [shown] = [token for token in tokens if token]
    assert tokens.count(None) == 1
    assert seat_by(str(shown)) == pair.alice_seat


@pytest.mark.postgres
def test_companion_without_turns_both_show_one_and_one_of_them_is_dead(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "take_turn", lambda _person: None)
    monkeypatch.setattr(feeding, "keep_connected", lambda _seat: True)
    submission = uuid.uuid4()
    tokens = interleave(making(pair, submission), making(pair, submission), before=INSERT)
    assert len({token for token in tokens if token}) == 2
    assert CalendarFeed.objects.count() == 1
