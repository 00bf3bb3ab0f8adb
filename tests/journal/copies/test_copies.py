"""A copy is what was chosen, until it is taken back: never a window onto what is one's own."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from basics.keeping import what_stays
from basics.submissions import SentDifferently
from couples.seats.leaving import NotConnected, leave
from couples.seats.models import Membership
from journal.copies import verbs as copying
from journal.copies.models import ShownCopy
from journal.copies.reminders import COPY, SHOWN_COPY
from journal.copies.showing import copies_of, shown_from
from journal.copies.verbs import take_back
from journal.entries.models import Entry
from journal.entries.reading import as_read
from journal.entries.shown import NothingToShow, show_entry, sizes_of, source_of
from journal.entries.verbs import change, delete
from reminders.models import Notice, Reminder
from tests.helpers import notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)
DAY = timedelta(days=1)
SAID = {"words": ("unseen",), "strength": 2, "trigger": "late_reply", "text": "since noon", "thought": "my fault"}


@pytest.fixture
def entry(pair: Pair) -> Entry:
    return notebook.felt(pair.alice, "uneasy", NOW, **SAID)


def read_by(seat: Membership, now: datetime = NOW) -> list[list[str]]:
    return [[passage.text for passage in copy.passages] for copy in copies_of(seat, now)]


def test_three_sizes_say_exactly_what_was_chosen_and_no_time(pair: Pair, entry: Entry) -> None:
    assert [[passage.text for passage in size.passages] for size in sizes_of(as_read(entry))] == [
        ["uneasy · unseen"],
        ["uneasy · unseen", "late reply"],
        ["uneasy · unseen", "late reply", "very", "since noon", "my fault"],
    ]
    for size in sizes_of(as_read(entry)):
        copy = notebook.shown_of(pair.alice_seat, entry, size.name, NOW)
        assert read_by(pair.bob_seat) == [[passage.text for passage in size.passages]]
        assert ("since noon" in str(copy.said)) is (size.name == "everything"), "what was not chosen is not stored"
        take_back(pair.alice_seat, copy.pk, NOW)


def test_of_an_empty_size_there_is_nothing_to_show(pair: Pair) -> None:
    only_words = notebook.felt(pair.alice, "", NOW, text="kept words")
    assert [size.name for size in sizes_of(as_read(only_words))] == ["everything"]
    with pytest.raises(NothingToShow):
        notebook.shown_of(pair.alice_seat, only_words, "feeling", NOW)
    just_felt = notebook.felt(pair.alice, "sad", NOW)
    assert [size.name for size in sizes_of(as_read(just_felt))] == ["feeling"]


def test_editing_and_deleting_the_entry_does_not_touch_the_copy(pair: Pair, entry: Entry) -> None:
    notebook.shown_of(pair.alice_seat, entry, "everything", NOW)
    before = read_by(pair.bob_seat)
    change(pair.alice, entry.pk, {"text": "otherwise", "trigger": ""}, NOW)
    assert read_by(pair.bob_seat) == before
    delete(pair.alice, entry.pk)
    assert read_by(pair.bob_seat) == read_by(pair.alice_seat) == before


def test_for_a_day_it_can_say_more_or_less_and_is_fixed_then(pair: Pair, entry: Entry) -> None:
    first = notebook.shown_of(pair.alice_seat, entry, "feeling", NOW)
    again = notebook.shown_of(pair.alice_seat, entry, "trigger", NOW + DAY - timedelta(seconds=1))
    assert (again.pk, read_by(pair.bob_seat)) == (first.pk, [["uneasy · unseen", "late reply"]])
    assert Reminder.objects.filter(kind=SHOWN_COPY.name, channel="in_app").count() == 1, "nobody is told twice"
    notebook.shown_of(pair.alice_seat, entry, "everything", NOW + DAY)
    assert [copy.is_fixed for copy in copies_of(pair.bob_seat, NOW + DAY)] == [False, True]
    assert len(read_by(pair.bob_seat)[1]) == 2, "what was fixed stays as it was"
    take_back(pair.alice_seat, first.pk, NOW + DAY)
    assert len(read_by(pair.bob_seat)) == 1
    assert len(shown_from(source_of(entry.pk), pair.alice_seat, NOW)) == 1
    assert shown_from(source_of(entry.pk), pair.bob_seat, NOW) == []


def test_a_double_tap_shows_once_and_only_its_giver_takes_it_back(pair: Pair, entry: Entry) -> None:
    submission = uuid.uuid4()
    first, second = (show_entry(pair.alice_seat, entry.pk, "feeling", submission, NOW) for _ in range(2))
    assert first == second
    with pytest.raises(SentDifferently):
        show_entry(pair.alice_seat, entry.pk, "everything", submission, NOW)
    with pytest.raises(Entry.DoesNotExist):
        notebook.shown_of(pair.bob_seat, entry, "feeling", NOW)
    with pytest.raises(ShownCopy.DoesNotExist):
        take_back(pair.bob_seat, first.pk, NOW)
    assert len(read_by(pair.bob_seat)) == 1


def test_ten_a_day(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(10):
        notebook.shown_of(pair.alice_seat, notebook.felt(pair.alice, "sad", NOW), "feeling", NOW)
    one_more = notebook.felt(pair.alice, "sad", NOW)
    with pytest.raises(copying.ShownEnough):
        notebook.shown_of(pair.alice_seat, one_more, "feeling", NOW)
    for copy in copies_of(pair.alice_seat, NOW):
        take_back(pair.alice_seat, copy.pk, NOW)
    with pytest.raises(copying.ShownEnough):  # taking back gives none of the day's ten again
        notebook.shown_of(pair.alice_seat, one_more, "feeling", NOW)
    notebook.shown_of(pair.bob_seat, notebook.felt(pair.bob, "sad", NOW), "feeling", NOW)
    assert copying.forget_taken_back(NOW + DAY - timedelta(seconds=1)) == 0
    assert copying.forget_taken_back(NOW + DAY) == 10
    assert notebook.shown_of(pair.alice_seat, one_more, "feeling", NOW + DAY + timedelta(minutes=2))


def test_taken_back_no_row_says_a_word_of_it(pair: Pair, entry: Entry) -> None:
    submission = uuid.uuid4()
    copy = show_entry(pair.alice_seat, entry.pk, "everything", submission, NOW)
    Notice.objects.create(user=pair.bob, kind=SHOWN_COPY.name, subject=COPY.of(copy.pk), created_at=NOW)
    take_back(pair.alice_seat, copy.pk, NOW)
    left = ShownCopy.objects.get()
    assert (left.said, left.source) == ({}, "")
    assert not Reminder.objects.filter(kind=SHOWN_COPY.name).exists()
    assert not Notice.objects.exists()
    assert not what_stays(ShownCopy, pair.alice_seat).exists()
    line = Notice(pk=1, kind=SHOWN_COPY.name, subject=COPY.of(copy.pk), user=pair.bob)
    assert SHOWN_COPY.lines([line], NOW) == {}, "not even for a row that was on its way"
    show_entry(pair.alice_seat, entry.pk, "everything", submission, NOW)
    assert len(read_by(pair.bob_seat)) == 1, "shown once more, it is another copy"


def test_after_leaving_it_is_gone_from_the_others_pages_and_its_givers_to_take_along(pair: Pair, entry: Entry) -> None:
    copy = notebook.shown_of(pair.alice_seat, entry, "everything", NOW)
    leave(pair.bob_seat, NOW)
    assert list(what_stays(ShownCopy, pair.alice_seat)) == [copy]
    assert not what_stays(ShownCopy, pair.bob_seat).exists()
    with pytest.raises(NotConnected):
        notebook.shown_of(pair.alice_seat, entry, "feeling", NOW)
    line = Notice(pk=1, kind=SHOWN_COPY.name, subject=COPY.of(copy.pk), user=pair.bob)
    assert SHOWN_COPY.lines([line], NOW) == {}


def test_taken_back_it_is_on_no_page_notice_or_answer_of_the_others_at_once(
    pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    entry = notebook.felt(pair.alice, "uneasy", text="CANARY")
    copy = notebook.shown_of(pair.alice_seat, entry, "everything")
    pages = [reverse("copies"), reverse("copy", args=[copy.pk]), "/api/v1/copies/"]
    Notice.objects.create(user=pair.bob, kind=SHOWN_COPY.name, subject=COPY.of(copy.pk), created_at=copy.shown_at)
    assert all("CANARY" in bob_client.get(page).content.decode() for page in pages)
    assert "showed you something." in bob_client.get(reverse("notices")).content.decode()
    # Nothing of the other's that leads to what it was made of.
    assert str(entry.pk) not in "".join(bob_client.get(page).content.decode() for page in pages)
    answer = alice_client.post(reverse("copy_take_back", args=[copy.pk]), follow=True)
    assert "What was read cannot be unread." in answer.content.decode()
    assert [bob_client.get(page).status_code for page in pages] == [200, 404, 200]
    assert not any("CANARY" in bob_client.get(page).content.decode() for page in pages)
    assert "showed you something" not in bob_client.get(reverse("notices")).content.decode()
