"""A letter is sent by two taps, while a pause begins, and is taken back while a talk opens with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.pauses.verbs import start_pause
from checkins.answers.verbs import hand_in
from checkins.rhythm.models import CheckIn
from couples.seats import leaving
from journal.letters import sending
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.showing import opened_with
from tests.helpers import factories, letters
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def unguarded(monkeypatch):
    """Take away the UPDATE of the couple's row with which every such verb begins, and the person's turn."""
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)
    monkeypatch.setattr(sending, "take_turn", lambda person_id: None)


def two_taps(pair):
    """Send the same draft twice at once; return what came of both."""
    letter = letters.letter_draft(pair.alice, now=NOW)

    def tap():
        return sending.send(pair.alice_seat, letter.pk, NOW)

    return interleave(tap, tap, before=r'DELETE FROM "journal_letterdraft"')


def test_two_taps_send_one_letter_and_both_are_told_so(pair):
    first, second = two_taps(pair)
    assert first == second == ComposedLetter.objects.get()
    assert not LetterDraft.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_rows_the_second_tap_finds_nothing(pair, unguarded, monkeypatch):
    monkeypatch.setattr(type(sending.AT_ONCE), "has_room", lambda *args: True)
    assert LetterDraft.DoesNotExist in map(type, two_taps(pair))


def while_a_pause_begins(pair):
    """Let Bob's pause begin when Alice is about to send; return whether the letter was there once the pause was."""
    letter = letters.letter_draft(pair.alice, now=NOW)

    def begin():
        start_pause(pair.bob_seat, NOW + timedelta(minutes=20), NOW, slip_within=timedelta(0))
        return ComposedLetter.objects.exclude(given_at=None).exists()

    def send():
        return sending.send(pair.alice_seat, letter.pk, NOW)

    sent, was_there = interleave(send, begin, before=r'INSERT INTO "journal_composedletter"')
    return sent, was_there


def test_a_letter_comes_before_a_pause_and_never_into_it(pair):
    sent, was_there = while_a_pause_begins(pair)
    assert (sent, was_there) == (ComposedLetter.objects.get(), True)


@pytest.mark.postgres
def test_companion_without_the_couples_row_it_comes_into_the_pause(pair, unguarded):
    sent, was_there = while_a_pause_begins(pair)
    assert (sent, was_there) == (ComposedLetter.objects.get(), False)


def while_the_talk_opens(pair):
    """Let Bob open the talk when Alice is about to take back; return what he read at once, and what stands then."""
    check_in = factories.begun_check_in(pair, NOW)
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    letter = letters.letter_saved(pair.alice_seat, now=NOW - timedelta(minutes=1))
    mine = CheckIn.objects.get(pk=check_in.pk)

    def read():
        return [letter.pk for letter in opened_with(check_in.pk, pair.bob_seat, NOW, is_settled=False)]

    def open_and_read():
        hand_in(mine, pair.bob_seat, factories.answers(), NOW)
        return read()

    def take_back():
        return sending.take_back(pair.alice_seat, letter.pk, NOW)

    _taken, found = interleave(take_back, open_and_read, before=r'DELETE FROM "journal_composedletter"')
    return found, read()


def test_what_both_can_read_is_not_taken_from_under_their_eyes(pair):
    found, stands = while_the_talk_opens(pair)
    assert found == stands


@pytest.mark.postgres
def test_companion_without_the_couples_row_it_is(pair, unguarded):
    found, stands = while_the_talk_opens(pair)
    assert found != stands
