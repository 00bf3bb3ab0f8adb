"""Something good is changed or taken back while a talk opens with it; two taps give the tenth of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from basics import limits
from checkins.answers.verbs import hand_in
from checkins.rhythm.models import CheckIn
from couples.seats import leaving
from journal.appreciations import verbs as appreciating
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import opened_with
from journal.appreciations.verbs import Said
from tests.helpers import factories, notebook
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def unguarded(monkeypatch):
    """Take away the UPDATE of the couple's row with which every such verb begins, and the person's turn."""
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)
    monkeypatch.setattr(limits, "take_turn", lambda person_id: None)


def while_the_talk_opens(pair, verb, before):
    """Let Bob open the talk when Alice is about to write; return what he read at once, and what stands there then."""
    check_in = factories.begun_check_in(pair, NOW)
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    row = notebook.noted(pair.alice_seat, "as it was", NOW - timedelta(minutes=1))
    mine = CheckIn.objects.get(pk=check_in.pk)

    def read():
        return [good.what_you_did for good in opened_with(check_in.pk, pair.bob_seat, NOW)]

    def open_and_read():
        hand_in(mine, pair.bob_seat, factories.answers(), NOW)
        return read()

    _wrote, found = interleave(lambda: verb(pair.alice_seat, row.pk), open_and_read, before=before)
    return found, read()


def rewrite(seat, key):
    return appreciating.change(seat, key, Said("rewritten"), False, NOW)


def take_back(seat, key):
    return appreciating.take_back(seat, key, NOW)


REWRITING = (rewrite, r'UPDATE "journal_appreciation" SET "couple_id"')


@pytest.mark.parametrize(
    ("verb", "before", "stands"), [(*REWRITING, ["rewritten"]), (take_back, r'DELETE FROM "journal_appreciation"', [])]
)
def test_what_both_can_read_does_not_change_under_their_eyes(pair, verb, before, stands):
    assert while_the_talk_opens(pair, verb, before) == (stands, stands)


@pytest.mark.postgres
def test_companion_without_the_couples_row_it_reads_otherwise_after_the_opening(pair, unguarded):
    found, stands = while_the_talk_opens(pair, *REWRITING)
    assert found == ["as it was"]
    assert stands != found


def two_taps(pair, monkeypatch):
    """Let two taps give at once what is the last of the day; return how many were given."""
    monkeypatch.setattr(appreciating, "AT_ONCE", replace(appreciating.AT_ONCE, most=1))

    def tap():
        return notebook.noted(pair.alice_seat, "good", NOW, is_for_now=True)

    interleave(tap, tap, before=r'INSERT INTO "journal_appreciation"')
    assert Appreciation.objects.count() == 2, "neither is refused"
    return Appreciation.objects.exclude(given_at=None).count()


def test_two_at_once_give_the_last_of_the_day_once_and_the_other_waits(pair, monkeypatch):
    assert two_taps(pair, monkeypatch) == 1


@pytest.mark.postgres
def test_companion_without_the_rows_both_are_given(pair, monkeypatch, unguarded):
    assert two_taps(pair, monkeypatch) == 2
