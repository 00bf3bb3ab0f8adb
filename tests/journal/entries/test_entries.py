"""Noticing: once a tap, for its writer alone, with or without anybody to use it with."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreements.letters.models import PrivateLine
from agreements.letters.private_lines import line_for, line_to_start_from, set_line_for, set_private_line
from basics.limits import Room
from basics.submissions import SentDifferently
from couples.people.models import User
from couples.seats.leaving import leave
from journal.entries import tags as tagging
from journal.entries import verbs as noticing
from journal.entries.models import Entry, OwnTrigger
from journal.entries.reading import as_read
from journal.entries.verbs import Said, change, delete, notice
from journal.help_hints import help_line
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)
DAY = timedelta(days=1)
ONE = uuid.UUID(int=1)


def test_one_row_a_submission_and_all_of_it_in_one_payload(charlie: User) -> None:
    said = Said("uneasy", strength=2, trigger="late_reply", text="since noon")
    first = notice(charlie, said, ONE, NOW, body="x")
    assert notice(charlie, said, ONE, NOW + DAY, body="x") == first
    with pytest.raises(SentDifferently):
        notice(charlie, Said("sad"), ONE, NOW, body="y")
    assert {field.name for field in Entry._meta.fields} == {"id", "person", "at", "payload", "submission"}
    changed = change(charlie, first.pk, {"thought": "again"}, NOW)
    assert (as_read(changed).text, as_read(changed).thought, changed.at) == ("since noon", "again", NOW)
    delete(charlie, first.pk)
    assert not Entry.objects.exists()


def test_it_lies_at_most_30_days_back_and_never_ahead(charlie: User) -> None:
    oldest = notice(charlie, Said("sad"), uuid.uuid4(), NOW, NOW - 30 * DAY)
    for at, refusal in ((NOW + DAY, noticing.NotYetFelt), (NOW - 30 * DAY - timedelta(seconds=1), noticing.LongAgo)):
        with pytest.raises(refusal):
            notice(charlie, Said("sad"), uuid.uuid4(), NOW, at)
        with pytest.raises(refusal):
            change(charlie, oldest.pk, {}, NOW, at)
    # One that has grown old can still be read, changed and left where it is.
    assert change(charlie, oldest.pk, {"text": "x"}, NOW + DAY, oldest.at).at == oldest.at


def test_anothers_and_a_deleted_one_are_nobodys(charlie: User) -> None:
    dana = factories.person("Dana")
    entry = notebook.felt(charlie)
    for verb in (lambda: change(dana, entry.pk, {"text": "x"}, NOW), lambda: delete(dana, entry.pk)):
        with pytest.raises(Entry.DoesNotExist):
            verb()
    assert as_read(Entry.objects.get()).text == ""


def test_all_of_it_together_has_a_limit_and_shortening_is_never_refused(charlie: User, monkeypatch) -> None:
    long = notice(charlie, Said("sad", text="x" * 2_000), uuid.uuid4(), NOW)
    monkeypatch.setattr(noticing, "ENTRIES", Room(1_000))
    with pytest.raises(noticing.EntriesTooLong):
        notice(charlie, Said("sad", text="y" * 900), uuid.uuid4(), NOW)
    assert as_read(change(charlie, long.pk, {"text": "x" * 1_500}, NOW)).text == "x" * 1_500


def test_ten_of_ones_own_words_for_what_sets_one_off(charlie: User) -> None:
    dana = factories.person("Dana")
    names = [tagging.add_own(charlie, f"own {number}", NOW + number * DAY) for number in range(10)]
    assert tagging.add_own(charlie, "OWN 3", NOW) == names[3]
    assert tagging.add_own(charlie, "Late Reply", NOW) == "late_reply"
    with pytest.raises(tagging.OwnEnough):
        tagging.add_own(charlie, "one more", NOW)
    assert [tag.label for tag in tagging.tags_of(charlie.pk)][-2:] == ["own 8", "own 9"]
    entry = notice(charlie, Said("sad", trigger=names[3]), uuid.uuid4(), NOW)
    set_line_for(charlie, names[3], "it passes")
    with pytest.raises(OwnTrigger.DoesNotExist):
        tagging.remove_own(dana, names[3])
    tagging.remove_own(charlie, names[3])
    assert as_read(Entry.objects.get()).trigger_label == "own 3", "what was written stays"
    assert not PrivateLine.objects.exists()
    assert change(charlie, entry.pk, {"text": "x", "trigger": names[3]}, NOW)
    for person, name in ((charlie, "weather"), (dana, names[4])):
        with pytest.raises(tagging.NoSuchTrigger):
            notice(person, Said("sad", trigger=name), uuid.uuid4(), NOW)


def test_the_line_for_what_sets_one_off_is_its_own_else_the_newest_agreements(pair: Pair) -> None:
    alice, bob = pair.alice, pair.bob
    old = factories.agreed_response_rule(pair, NOW, triggers=["late_reply", "unread"])
    new = factories.proposed("response_rule", pair.alice_seat, NOW + DAY, triggers=["late_reply"])
    set_private_line(old, pair.alice_seat, "of the old one")
    set_private_line(new, pair.alice_seat, "of the new one")
    set_private_line(old, pair.bob_seat, "of Bob")
    assert [line_for(alice.pk, name) for name in ("late_reply", "unread", "money", "")] == [
        "of the new one",
        "of the old one",
        "",
        "",
    ]
    set_line_for(alice, "late_reply", "its own")
    assert (line_for(alice.pk, "late_reply"), line_for(bob.pk, "late_reply")) == ("its own", "of Bob")
    leave(pair.bob_seat, NOW + 2 * DAY)
    assert line_for(alice.pk, "unread") == "of the old one", "what one tells oneself stays"
    set_line_for(alice, "late_reply", "")
    assert line_for(alice.pk, "late_reply") == "of the old one", "a letter that nobody agreed to is about nothing now"
    assert line_to_start_from("late_reply") == "It has stopped, it has not ended."
    assert line_to_start_from("no such") == ""


@pytest.mark.parametrize(
    ("text", "feelings", "begins"),
    [
        ("he hit me, again", [], "If you are afraid"),
        ("我不敢回家", [], "If you are afraid"),
        ("I don’t want to live like this", [], "If living feels too heavy"),
        ("a long day", ["uneasy", "numb"], "If it is too heavy"),
        ("a long day", ["uneasy", "gone since"], ""),
    ],
)
def test_a_quiet_line_leads_to_help(text: str, feelings: list[str], begins: str) -> None:
    found = help_line([text], feelings)
    assert found.startswith(begins)
    assert bool(found) is bool(begins)
