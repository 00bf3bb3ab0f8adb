"""A file's life: asked for once, made by one, kept for a day or an hour, and nothing left of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from couples.people.models import Revision
from pages.export import making
from pages.export.making import make
from pages.export.models import FETCHED_AGAIN_WITHIN, KEPT_FOR, MOST_TRIES, SILENT_AFTER, ExportedChunk, ExportedFile
from pages.export.showing import export_of
from pages.export.verbs import (
    ExportedEnough,
    TakenOver,
    ask_for_export,
    begin,
    finish,
    forget_exports,
    keep_chunk,
    note_fetched,
    note_part,
    put_away,
    take_silent,
)
from reminders.models import Notice, Reminder
from tests.helpers import factories, notebook
from tests.pages.export.files import made, opened

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def alice():
    return factories.person("Alice")


def ask(person, now=NOW):
    return ask_for_export(person, uuid.uuid4(), now)


def test_asking_again_while_one_is_made_is_asking_for_the_same(alice):
    first = ask(alice)
    assert ask(alice).pk == first.pk
    take_silent(NOW)
    assert ask(alice).pk == first.pk
    assert ExportedFile.objects.count() == 1


def test_a_double_tap_that_comes_when_it_is_ready_makes_no_second_one(alice):
    submission = uuid.uuid4()
    first = ask_for_export(alice, submission, NOW)
    for run in take_silent(NOW):
        make(run, lambda: NOW)
    assert ask_for_export(alice, submission, NOW).pk == first.pk
    assert ask(alice).pk != first.pk


def test_three_a_day_and_a_new_one_takes_the_place_of_the_last(alice):
    for _number in range(3):
        file = made(alice, NOW)
    assert ExportedFile.objects.standing().get().pk == file.pk
    assert ExportedChunk.objects.exclude(file=file).count() == 0
    with pytest.raises(ExportedEnough):
        ask(alice)
    assert ExportedFile.objects.standing().get().pk == file.pk, "what was refused takes nothing away"
    assert ask(alice, NOW + timedelta(days=1, seconds=1))


def test_what_failed_counts_among_none(alice, monkeypatch):
    monkeypatch.setattr(making, "data_of", lambda *_args: 1 / 0)
    for _number in range(4):
        assert made(alice, NOW).failed_at
    seen = export_of(alice, NOW)
    assert seen
    assert seen.has_failed
    assert not ExportedChunk.objects.exists()


def test_one_is_made_at_a_time_the_oldest_first(alice):
    first, second = ask(alice), ask(factories.person("Bea"), NOW + SECOND)
    [run] = take_silent(NOW + SECOND)
    assert take_silent(NOW + SECOND) == []
    make(run, lambda: NOW + SECOND)
    first.refresh_from_db()
    assert first.ready_at
    [run] = take_silent(NOW + SECOND)
    second.refresh_from_db()
    assert str(second.run) == run


def test_what_a_dead_worker_left_is_made_anew_and_the_dead_one_writes_nothing_more(alice):
    file = ask(alice)
    [dead] = [uuid.UUID(run) for run in take_silent(NOW)]
    begin(dead, 3, NOW)
    keep_chunk(dead, file.pk, 0, b"half", NOW)
    assert take_silent(NOW + SILENT_AFTER - SECOND) == []
    later = NOW + SILENT_AFTER
    [run] = take_silent(later)
    for step in (
        lambda: keep_chunk(dead, file.pk, 1, b"late", later),
        lambda: finish(dead, later),
        lambda: begin(dead, 3, later),
    ):
        with pytest.raises(TakenOver):
            step()
    make(run, lambda: later)
    file.refresh_from_db()
    assert opened(file)


def test_what_three_runs_did_not_finish_has_failed(alice):
    ask(alice)
    for number in range(MOST_TRIES):
        assert take_silent(NOW + number * SILENT_AFTER)
    later = NOW + MOST_TRIES * SILENT_AFTER
    assert take_silent(later) == []
    assert ask(alice, later), "and may be asked for again"


def test_a_clock_that_once_ran_ahead_keeps_nobody_waiting(alice):
    ask(alice)
    take_silent(NOW + timedelta(days=300))
    assert take_silent(NOW)


def test_it_is_kept_for_a_day_and_from_its_first_fetching_for_an_hour(alice):
    file = made(alice, NOW)
    last = NOW + KEPT_FOR - SECOND
    forget_exports(last)
    assert note_fetched(file, last)
    assert note_fetched(file, last + FETCHED_AGAIN_WITHIN - SECOND), "a lost connection loses nothing"
    forget_exports(last + FETCHED_AGAIN_WITHIN - SECOND)
    assert ExportedChunk.objects.exists()
    over = last + FETCHED_AGAIN_WITHIN
    assert not note_fetched(file, over)
    assert export_of(alice, over) is None
    forget_exports(over)
    assert not ExportedChunk.objects.exists()
    forget_exports(over + KEPT_FOR)
    assert not ExportedFile.objects.exists()


def test_what_nobody_fetched_is_gone_after_a_day(alice):
    file = made(alice, NOW)
    over = NOW + KEPT_FOR
    assert export_of(alice, over) is None
    assert not note_fetched(file, over)
    forget_exports(over)
    assert not ExportedChunk.objects.exists()


def test_putting_it_away_while_it_is_made_ends_the_making(alice, monkeypatch):
    file = ask(alice)
    [run] = take_silent(NOW)

    def put_away_meanwhile(*_args):
        put_away(alice, NOW)
        yield "x"

    monkeypatch.setattr(making, "data_of", put_away_meanwhile)
    make(run, lambda: NOW)
    file.refresh_from_db()
    assert (file.ready_at, file.failed_at) == (None, None)
    assert not ExportedChunk.objects.exists()
    assert export_of(alice, NOW) is None


def test_nobody_is_told(pair):
    before = [set(model.objects.values_list("pk", flat=True)) for model in (Notice, Reminder)]
    revisions = set(Revision.objects.values_list("pk", "value", "later_value"))
    note_fetched(made(pair.alice, NOW), NOW)
    put_away(pair.alice, NOW)
    assert [set(model.objects.values_list("pk", flat=True)) for model in (Notice, Reminder)] == before
    assert set(Revision.objects.values_list("pk", "value", "later_value")) == revisions


def test_a_part_of_many_rows_says_that_somebody_works_on_it(alice, monkeypatch):
    monkeypatch.setattr(making, "ROWS_AT_ONCE", 2)
    for _number in range(4):
        notebook.felt(alice)
    noted = []

    def note(run, done, now):
        noted.append(done)
        note_part(run, done, now)

    monkeypatch.setattr("pages.export.making.note_part", note)
    made(alice, NOW)
    assert len(noted) > len(set(noted)), "more than once for one part"
