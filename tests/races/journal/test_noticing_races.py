"""Two taps on a word at once make one entry; a page is written in the last moment before it goes."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from agreements.pauses import returning
from agreements.pauses.returning import Written, keep_page, let_return_pages_go
from basics import limits
from journal.entries import verbs
from journal.entries.models import Entry
from journal.entries.reading import as_read
from journal.entries.verbs import Said, notice
from tests.helpers import factories, notebook
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")
NOW = timezone.now().replace(microsecond=0)


def two_taps(person):
    key = uuid.uuid4()

    def tap():
        return notice(person, Said("uneasy"), key, NOW).pk

    return interleave(tap, tap, before=r'INSERT INTO "journal_entry"')


def test_two_taps_at_once_make_one_entry(pair):
    first, second = two_taps(pair.alice)
    assert first == second
    assert Entry.objects.count() == 1


@pytest.mark.postgres
def test_companion_without_the_persons_turn_the_second_meets_the_constraint(pair, monkeypatch):
    monkeypatch.setattr(limits, "take_turn", lambda person_id: None)
    assert any(isinstance(outcome, IntegrityError) for outcome in two_taps(pair.alice))


def deleted_while_it_is_kept(pair):
    entry = notebook.felt(pair.alice, "uneasy", NOW)
    return interleave(
        lambda: verbs.change(pair.alice, entry.pk, {"text": "more"}, NOW),
        lambda: verbs.delete(pair.alice, entry.pk),
        before=r'UPDATE "journal_entry"',
    )


def test_what_is_deleted_while_its_page_keeps_it_is_gone_and_nothing_fails(pair):
    kept, deleted = deleted_while_it_is_kept(pair)
    assert (type(kept), deleted) == (Entry, None)
    assert not Entry.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_persons_turn_the_page_writes_into_nothing(pair, monkeypatch):
    for module in (limits, verbs):
        monkeypatch.setattr(module, "take_turn", lambda person_id: None)
    assert any(isinstance(outcome, DatabaseError) for outcome in deleted_while_it_is_kept(pair))


def written_while_it_goes(pair):
    """Let Alice write her page in its last second while the house is kept a moment later."""
    pause = factories.over_pause(pair.bob_seat, now=NOW)
    gone = pause.ends_at + timedelta(hours=72)
    keep_page(pause.pk, pair.alice_seat, Written(felt="begun"), NOW)
    last = gone - timedelta(seconds=1)

    def write():
        return keep_page(pause.pk, pair.alice_seat, Written(felt="begun, and ended"), last)

    interleave(
        write, lambda: let_return_pages_go(gone), before=r'UPDATE "agreements_returnpage"|DELETE FROM "agreements'
    )
    let_return_pages_go(gone)
    return [as_read(entry).text for entry in Entry.objects.order_by("at")]


def test_what_is_written_in_the_last_moment_goes_along(pair):
    assert written_while_it_goes(pair) == ["begun, and ended"]


@pytest.mark.postgres
def test_companion_without_the_couples_row_it_would_be_lost(pair, monkeypatch):
    monkeypatch.setattr(returning, "hold_couple", lambda couple_id: True)
    monkeypatch.setattr(returning, "keep_pausing", lambda seat: None)
    assert written_while_it_goes(pair) != ["begun, and ended"]
