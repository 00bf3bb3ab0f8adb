"""Letters in one's own words, what one notices and shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from agreements.letters.private_lines import set_line_for
from couples.people.models import User
from journal.copies.models import ShownCopy
from journal.copies.verbs import take_back
from journal.entries import verbs as noticing
from journal.entries.shown import show_entry
from journal.letters import answering, sending
from journal.letters import verbs as writing
from tests.guards.revisions.walking import NOBODY, NOW, Step, refused, walk
from tests.helpers import letters, notebook
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("an insert that becomes an update")]


def test_letters_in_ones_own_words(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    sent, saved = (letters.letter_draft(pair.alice, now=NOW).pk for _ in range(2))

    steps: list[Step] = [
        ("write another", lambda: letters.letter_draft(pair.alice, now=NOW), NOBODY),
        ("hold it", lambda: writing.hold(pair.alice, sent, NOW + timedelta(days=1), NOW), NOBODY),
        ("take it out", lambda: writing.take_out(pair.alice, sent), NOBODY),
        ("save one for the talk", lambda: sending.save_for_talk(alice, saved, NOW), {"alice"}),
        ("save it once more", lambda: sending.save_for_talk(alice, saved, NOW), NOBODY),
        ("take it back", lambda: sending.take_back(alice, saved, NOW), {"alice"}),
        ("send the other", lambda: sending.send(alice, sent, NOW), both),
        ("send it once more", lambda: sending.send(alice, sent, NOW), NOBODY),
        ("begin an answer", lambda: answering.begin_answer(bob, sent, {"answer": "I"}, NOW), NOBODY),
        ("answer", lambda: answering.answer(bob, sent, "I did not", NOW), both),
        ("answer once more", lambda: answering.answer(bob, sent, "I did not", NOW), NOBODY),
        ("throw one away", lambda: writing.throw_away(pair.alice, saved), NOBODY),
    ]
    walk(people, steps)


def test_noticing_and_showing(pair: Pair, charlie: User) -> None:
    """What one notices stands on no open page; a copy of it on both's."""
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    entry, key = notebook.felt(pair.alice, "uneasy", NOW, trigger="late_reply"), uuid.uuid4()
    mine: list[ShownCopy] = []

    def show(size: str) -> Callable[[], Any]:
        return lambda: mine.append(show_entry(alice, entry.pk, size, key, NOW))

    steps: list[Step] = [
        ("notice", lambda: notebook.felt(pair.alice, "sad", NOW), NOBODY),
        ("say more of it", lambda: noticing.change(pair.alice, entry.pk, {"text": "x"}, NOW), NOBODY),
        ("keep a line for it", lambda: set_line_for(pair.alice, "late_reply", "x"), NOBODY),
        ("show a copy", show("feeling"), both),
        ("show it twice", show("feeling"), NOBODY),
        ("show more of it", lambda: notebook.shown_of(alice, entry, "trigger", NOW), both),
        ("show the same", lambda: notebook.shown_of(alice, entry, "trigger", NOW), NOBODY),
        ("take the other's back", refused(lambda: take_back(bob, mine[0].pk, NOW), ShownCopy.DoesNotExist), NOBODY),
        ("take it back", lambda: take_back(alice, mine[0].pk, NOW), both),
        ("delete it", lambda: noticing.delete(pair.alice, entry.pk), NOBODY),
    ]
    walk(people, steps)
