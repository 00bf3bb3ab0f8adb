"""What the file holds: all of one's own, all that both may read, nothing that its owner could not read on a page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from agreements.letters.private_lines import set_private_line
from basics.keeping import Secrecy, all_exports, all_keepings
from basics.pieces import in_pieces
from checkins.answers.models import Answer
from checkins.rhythm.models import CheckIn
from checkins.theme.verbs import compare_needs
from couples.people.models import User
from couples.seats.models import Membership
from journal.copies.models import ShownCopy
from journal.needs.ranking import Ranked
from journal.needs.verbs import rank_anew
from pages.export.making import FORMAT, VERSION
from tests.helpers import factories, notebook
from tests.pages.export.files import data_of, exported

pytestmark = pytest.mark.django_db


def test_every_model_says_what_is_taken_along_or_why_nothing_is():
    for keeping in all_keepings():
        reason = keeping.not_exported or keeping.reason
        assert bool(keeping.export) is not bool(reason), keeping.label
        assert keeping.export is None or re.fullmatch(r"[a-z_]+", keeping.export.name), keeping.label


def test_no_two_parts_have_one_name():
    exports = [keeping.export for keeping in all_keepings() if keeping.export]
    assert all(one is other for one in exports for other in exports if one.name == other.name)


def test_what_is_ones_own_and_sealed_is_in_ones_own_file_and_not_in_the_others(scene):
    now = timezone.now()
    begun = CheckIn.objects.get(pk=scene.arguments["check_in"]["check_in_id"])
    alice = Membership.objects.active().select_related("user", "couple").get(user=scene.people["alice"])
    factories.handed_in(begun, alice, now=now, needs=True)
    factories.queued(alice, now=now)
    assert begun.agreement
    set_private_line(begun.agreement, alice, "x")
    planted = _planted(alice.user, begun)
    ShownCopy.objects.filter(giver=alice.user).update(said={"text": "canary-copy"}, source="canary-source")
    hers, his, charlies = (exported(scene.people[who]) for who in ("alice", "bob", "charlie"))
    assert "canary" not in "".join([*his.values(), *charlies.values()])
    for name, text in hers.items():
        assert "canary-source" not in text
        assert {label for label, canary in planted.items() if canary in text} == _TAKEN_ALONG, name


# What of the scene's models of one's own or sealed words stands in the file, be it with something else.
_TAKEN_ALONG = {
    "agreements.Draft",
    "agreements.OwnPhrase",
    "agreements.PrivateLine",
    "agreements.TrialAnswer",
    "checkins.Answer",
    "checkins.SealedNeeds",
    "checkins.Topic",
    "couples.ApiKey",
    "journal.Appreciation",
    "journal.ClosenessSentence",
    "journal.ComposedLetter",
    "journal.Entry",
    "journal.Habit",
    "journal.LetterDraft",
    "journal.OwnItem",
    "journal.OwnTrigger",
    "journal.Ranking",
    "journal.Thought",
}


def _planted(person: User, sealed: CheckIn) -> dict[str, str]:
    """Write a canary over each of this person's words that nobody else may read; return them by model."""
    planted = {}
    for keeping in all_keepings():
        if keeping.secrecy in (Secrecy.MINE, Secrecy.SEALED) and keeping.own_words:
            rows: Any = keeping.model._default_manager.filter(**{keeping.owner: person})
            rows = rows.exclude(keeping.opened) if keeping.opened else rows
            rows = rows.filter(check_in=sealed) if keeping.model is Answer else rows
            canary = f"canary-{keeping.model._meta.model_name}-"
            for row in rows:
                planted[keeping.label] = canary
                rows.filter(pk=row.pk).update(**{name: _with(canary, row, name) for name in keeping.own_words})
    return planted


def _with(canary: str, row: Model, name: str) -> Any:
    words = getattr(row, name)
    if isinstance(words, dict):
        return {key: canary if isinstance(said, str) else said for key, said in words.items()}
    return canary if words else words


def test_the_page_runs_nothing_leads_nowhere_outside_and_reads_in_both_languages(scene):
    alice = scene.people["alice"]
    parts = exported(alice)
    assert set(parts) == {"data.json", "index.html", "index-zh-hans.html"}
    data = json.loads(parts["data.json"])
    assert (data["format"], data["version"], data["language"]) == (FORMAT, VERSION, "en")
    assert data["parts"] == data_of(alice)
    for name, language in (("index.html", "en"), ("index-zh-hans.html", "zh-Hans")):
        page = _Page(parts[name])
        assert page.language == language
        assert not page.tags & {"script", "img", "link", "iframe", "object", "form", "base"}
        assert all(target in parts for target in page.targets)
        assert page.targets
    assert "你" in parts["index-zh-hans.html"]


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.targets: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("href", "src", "action"):
                self.targets.append(value)
            if (tag, name) == ("html", "lang"):
                self.language = value


def test_what_people_write_is_text_in_the_page(alice):
    notebook.felt(alice, trigger="late_reply", text="<script>alert(1)</script>")
    parts = exported(alice)
    assert "<script" not in parts["index.html"]
    assert "&lt;script&gt;" in parts["index.html"]


def test_every_key_of_every_row_has_its_label_on_the_page(scene):
    labels = {export.name: set(export.labels) for export in all_exports()}
    for who in ("alice", "bob", "eve", "charlie"):
        for name, rows in data_of(scene.people[who]).items():
            assert {key for row in rows for key in _keys(row)} <= labels[name], name


def _keys(row: dict[str, Any]) -> set[str]:
    inner = [each for value in row.values() if isinstance(value, list) for each in value if isinstance(each, dict)]
    return {*row, *(key for each in inner for key in _keys(each))}


def test_nothing_of_the_other_but_their_name_and_their_words(scene):
    bob: Any = scene.people["bob"]
    User.objects.filter(pk=bob.pk).update(time_zone="Pacific/Chatham", email="bob-secret@example.org")
    hers = "".join(exported(scene.people["alice"]).values())
    assert "Chatham" not in hers
    assert "bob-secret" not in hers
    assert "Bob" in hers


def test_after_leaving_ones_own_stays_and_the_others_answers_are_closed(pair):
    now = timezone.now()
    opened = factories.opened_check_in(pair, now)
    answers = {seat.user_id: seat for seat in (pair.alice_seat, pair.bob_seat)}
    for answer in opened.answers.all():
        type(answer).objects.filter(pk=answer.pk).update(words=f"answer of {answers[answer.author_id].user.name}")
    both = data_of(pair.alice)["talks"]
    assert "answer of Bob" in json.dumps(both)
    pair.left()
    after = json.dumps(data_of(User.objects.get(pk=pair.alice.pk))["talks"])
    assert "answer of Alice" in after
    assert "answer of Bob" not in after


def test_what_each_needs_is_in_both_files_once_it_opened_and_after_leaving_ones_own_is(pair):
    now = timezone.now()
    talk = factories.begun_check_in(pair, now)
    compare_needs(talk, pair.bob_seat, now)
    for seat in (pair.alice_seat, pair.bob_seat):
        rank_anew(seat.user, [Ranked("rest", f"a line of {seat.user.name}")])
    factories.handed_in(talk, pair.alice_seat, now=now, needs=True)
    assert _needs_in(pair.bob) == []
    factories.handed_in(talk, pair.bob_seat, now=now, needs=True)
    hers, his = ([{"place": 1, "need": "rest", "line": f"a line of {name}"}] for name in ("Alice", "Bob"))
    assert (_needs_in(pair.alice), _needs_in(pair.bob)) == ([("Bob", hers, his)], [("Alice", his, hers)])
    pair.left()
    assert _needs_in(User.objects.get(pk=pair.alice.pk)) == [("Bob", hers, [])]


def _needs_in(person: User) -> list[tuple[Any, ...]]:
    return [(row["between"], row["needs"], row["theirs"]) for row in data_of(person)["needs_at_talks"]]


def test_after_leaving_ones_own_letters_that_were_never_agreed_go_along_without_the_others_words(pair):
    factories.proposed("cool_down", pair.alice_seat, word="my own word")
    theirs = factories.proposed("response_rule", pair.bob_seat, feel="HIS FEELING", please="his request")
    factories.amended(theirs, pair.alice_seat, please="my request")
    pair.left()
    after = json.dumps(data_of(User.objects.get(pk=pair.alice.pk)))
    for own in ("my own word", "my request"):
        assert own in after
    for his in ("HIS FEELING", "his request"):
        assert his not in after
    assert "my own word" not in json.dumps(data_of(User.objects.get(pk=pair.bob.pk)))


def test_what_the_other_showed_is_in_no_file_of_ones_own_and_what_was_taken_back_in_neither(pair):
    felt = notebook.felt(pair.alice, trigger="late_reply", text="the blue kettle")
    notebook.shown_of(pair.alice_seat, felt, "everything")
    assert "blue kettle" in json.dumps(data_of(pair.alice)["copies"])
    assert not data_of(pair.bob)["copies"]


def test_rows_are_read_in_pieces_and_what_is_gone_meanwhile_is_left_out(alice):
    for number in range(5):
        notebook.felt(alice, text=f"number {number}")
    rows = in_pieces(type(notebook.felt(alice)).objects.filter(person=alice).order_by("at", "pk"), size=2)
    first = next(rows)
    next(rows)
    type(first).objects.exclude(pk=first.pk).delete()
    assert list(rows) == []


def test_the_document_lists_every_part_with_its_keys():
    document = (settings.BASE_DIR / "docs" / "export.md").read_text()
    for export in all_exports():
        keys = ", ".join(f"`{key}`" for key in export.labels)
        assert f"| `{export.name}` | {export.heading} | {keys} |" in document
    assert f"`{FORMAT}`" in document
    assert f"`version` is {VERSION};" in document
