"""What was written for coming back stays with its writer once that page goes: all of it, once, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agreements.pauses.models import ReturnPage
from agreements.pauses.returning import Written, hand_in_page, keep_about, keep_page, let_return_pages_go, put_away
from agreements.pauses.verbs import forget_pauses
from couples.seats.leaving import leave
from journal.entries.from_pauses import keep_for_its_writer
from journal.entries.models import Entry
from journal.entries.reading import EntryAsRead, as_read, rows_of
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entries_of(person_id: int) -> list[EntryAsRead]:
    return [as_read(row) for row in rows_of(person_id)]


def test_after_72_hours_each_has_their_own_and_nobody_the_others(pair: Pair) -> None:
    pair.bob.language = "zh-hans"
    pair.bob.save()
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    gone = pause.ends_at + 72 * HOUR
    chosen = ("hurt", "sad", "worried", "angry")
    keep_page(pause.pk, pair.alice_seat, Written("the dishes", chosen, "alone with it", "a word"), NOW)
    hand_in_page(pause.pk, pair.bob_seat, Written(felt="a wall", need="quiet"), NOW + HOUR)
    assert let_return_pages_go(gone - timedelta(seconds=1)) == 0
    assert not Entry.objects.exists()
    page = ReturnPage.objects.get(author=pair.alice)
    assert let_return_pages_go(gone) == 2
    (hers,), (his,) = entries_of(pair.alice.pk), entries_of(pair.bob.pk)
    assert (hers.feeling, hers.words, hers.at) == ("hurt", ("sad", "worried"), pause.ends_at)
    assert hers.text == "the dishes\nalone with it\nWhat I need now: a word\nangry"
    assert (his.feeling, his.words, his.at) == ("", (), NOW + HOUR)
    assert his.text == "a wall\n我现在需要：quiet"
    keep_for_its_writer(page)
    assert let_return_pages_go(gone) == 0
    assert Entry.objects.count() == 2, "no doubles, however often"


def test_a_new_pause_and_a_leave_lose_nothing_and_an_empty_page_is_no_entry(pair: Pair) -> None:
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    put_away(pause.pk, pair.bob_seat, NOW)
    keep_page(pause.pk, pair.alice_seat, Written(felt="first"), NOW)
    second = factories.paused(pair.bob_seat, 20, NOW)
    let_return_pages_go(NOW)
    assert [entry.text for entry in entries_of(pair.alice.pk)] == ["first"]
    keep_about(second.pk, pair.bob_seat, "the money", NOW + HOUR)
    leave(pair.alice_seat, NOW + 2 * HOUR)
    assert [entry.text for entry in entries_of(pair.bob.pk)] == ["the money"]
    assert not ReturnPage.objects.exists()


def test_a_pause_waits_until_its_pages_have_gone(pair: Pair) -> None:
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    keep_page(pause.pk, pair.alice_seat, Written(felt="first"), NOW)
    late = NOW + 100 * 24 * HOUR
    assert forget_pauses(late) == 0
    assert let_return_pages_go(late) == 1
    assert forget_pauses(late) == 1
    assert [entry.text for entry in entries_of(pair.alice.pk)] == ["first"]
