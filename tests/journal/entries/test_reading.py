"""What a person wrote down, as they read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from couples.people.models import User
from journal.entries.models import Entry
from journal.entries.reading import entries_of

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_only_ones_own_within_the_time_the_newest_first_in_one_query(charlie: User, django_assert_num_queries) -> None:
    said = {"feeling": "unseen", "words": ["sad"], "strength": 2, "trigger": "late_reply", "text": "t", "thought": "h"}
    other = User.objects.create(email="x@example.org", name="X")
    for person, hours, payload in (
        (charlie, 0, said),
        (charlie, 2, {"text": "only words", "trigger": "own", "own_trigger": "a slammed door"}),
        (charlie, 3, {"feeling": "calm"}),
        (charlie, -1, {"feeling": "glad"}),
        (other, 1, {"feeling": "angry"}),
    ):
        Entry.objects.create(person=person, at=NOW - hours * HOUR, payload=payload)
    with django_assert_num_queries(1):
        first, second = entries_of(charlie.pk, NOW - 3 * HOUR, NOW)
    assert (first.at, first.feeling, first.family, first.strength) == (NOW, "unseen", "hurt", 2)
    assert (first.words, first.feelings, first.text, first.thought) == (("sad",), ["unseen", "sad"], "t", "h")
    assert (first.trigger, first.trigger_label) == ("late_reply", "late reply")
    assert (second.feeling, second.family, second.feelings, second.strength) == ("", "", [], None)
    assert (second.trigger_label, second.thought) == ("a slammed door", "")
