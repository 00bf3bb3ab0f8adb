"""Two taps that ask for the file, two tickers that take it, and a worker that writes on while it is put away."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from basics.limits import Limit
from pages.export import verbs
from pages.export.models import ExportedChunk, ExportedFile, ExportedFileQuerySet
from pages.export.verbs import TakenOver, ask_for_export, keep_chunk, put_away, take_silent
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now()
ASKING = r'INSERT INTO "pages_exportedfile"'
TAKING = r'UPDATE "pages_exportedfile" SET "run"'
WRITING = r'INSERT INTO "pages_exportedchunk"'
DELETING = r'DELETE FROM "pages_exportedchunk"'


def asked_twice(person):
    taps = [lambda: ask_for_export(person, uuid.uuid4(), NOW) for _tap in range(2)]
    return interleave(*taps, before=ASKING)


def test_two_taps_ask_for_one_file():
    first, second = asked_twice(factories.person("Alice"))
    assert first.pk == second.pk
    assert ExportedFile.objects.count() == 1


@pytest.mark.postgres
def test_companion_without_a_turn_the_second_tap_meets_an_error_page(monkeypatch):
    monkeypatch.setattr(verbs, "take_turn", lambda person_id: None)
    monkeypatch.setattr(Limit, "has_room", lambda *_asked, **_more: True)
    outcomes = asked_twice(factories.person("Alice"))
    assert {type(outcome).__name__ for outcome in outcomes} == {"ExportedFile", "IntegrityError"}


def taken_twice():
    ask_for_export(factories.person("Alice"), uuid.uuid4(), NOW)
    outcomes = interleave(*[lambda: take_silent(NOW)] * 2, before=TAKING)
    return [run for taken in outcomes for run in taken]


def test_of_two_tickers_one_takes_it():
    [run] = taken_twice()
    assert str(ExportedFile.objects.get().run) == run


def test_companion_who_does_not_ask_again_whether_it_waits_takes_it_too(monkeypatch):
    monkeypatch.setattr(ExportedFileQuerySet, "silent", lambda rows, _now: rows.to_be_made())
    assert len(taken_twice()) == 2


def put_away_while_it_is_written():
    alice = factories.person("Alice")
    file = ask_for_export(alice, uuid.uuid4(), NOW)
    [run] = take_silent(NOW)
    return interleave(
        lambda: put_away(alice, NOW),
        lambda: keep_chunk(uuid.UUID(run), file.pk, 0, b"words", NOW),
        before=WRITING,
        after=DELETING,
    )


def test_what_is_put_away_stays_empty():
    _put_away, written = put_away_while_it_is_written()
    assert isinstance(written, TakenOver)
    assert not ExportedChunk.objects.exists()


@pytest.mark.postgres
def test_companion_without_asking_the_row_words_are_left_behind(monkeypatch):
    monkeypatch.setattr(verbs, "_go_on", lambda *_run, **_said: None)
    put_away_while_it_is_written()
    assert ExportedChunk.objects.exists()
