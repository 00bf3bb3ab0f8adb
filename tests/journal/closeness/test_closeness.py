"""Closeness without a label: one's own sentences, then and now, for oneself and, if one likes, as a copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from agreements.kinds.starters import all_starters
from couples.people.models import User
from journal.closeness.beginnings import beginnings
from journal.closeness.models import ClosenessSentence
from journal.closeness.verbs import SENTENCES, TooManySentences, go_on
from journal.copies.models import ShownCopy
from journal.words import WORDS
from tests.api.conftest import Caller, problem
from tests.guards.test_shape import tracked
from tests.helpers.factories import Pair, signed_in
from tests.helpers.once.sentences import in_chinese, in_english
from tests.helpers.processes import ROOT
from tests.journal.closeness.writing import gone_on

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
A_YEAR_LATER = NOW + timedelta(days=365)
UNSURE = "/mine/closeness/from/unsure/"

# What would call a person something, in this subject and, where a word means nothing else, in the whole product.
LABELS = re.compile(
    r"\b(?:anxious|avoidant|secure|insecure|securely|style|styles|type|types|attach\w*|score|scores)\b|"
    "焦虑|回避|安全型|依恋|依附|类型|人格|风格|测试|得分",
    re.IGNORECASE,
)
EVERYWHERE = re.compile(
    r"\bavoidant\b|\battachment (?:style|type|pattern)s?\b|\b(?:in)?secure(?:ly)? attach\w*|\banxious(?:ly)? attach\w*|"
    "(?:焦虑|回避|安全|恐惧|矛盾|疏离)型|依恋",
    re.IGNORECASE,
)


def page(client: Client, path: str = "/mine/closeness/") -> str:
    return client.get(path).content.decode()


def test_from_a_tapped_example_to_a_sentence_of_ones_own(charlie: User, charlie_client: Client) -> None:
    assert page(charlie_client).count('href="/mine/closeness/') == 4
    tapped = charlie_client.post(UNSURE, {"words": "first I wait", "example": "1"})
    assert tapped.status_code == 200
    assert "first I wait\ngo quiet, and do everything by myself</textarea>" in tapped.content.decode()
    assert "wait, and\n</textarea>" not in charlie_client.post(UNSURE, {"example": "99"}).content.decode()
    assert not ClosenessSentence.objects.exists(), "an example is nobody's sentence yet"
    assert "Please fill this in." in charlie_client.post(UNSURE, {"words": " "}).content.decode()
    long = charlie_client.post(UNSURE, {"words": "x" * 281})
    assert long.status_code == 400
    assert "x" * 281 in long.content.decode(), "nothing typed is lost"
    assert "x" * 281 in charlie_client.post(UNSURE, {"words": "x" * 281, "example": "0"}).content.decode()
    for _ in range(2):
        assert charlie_client.post(UNSURE, {"words": "I go quiet"})["Location"] == "/mine/closeness/"
    [row] = ClosenessSentence.objects.all()
    fields = {field.name for field in ClosenessSentence._meta.get_fields()}
    assert fields == {"id", "person", "written_on", "payload"}, "the sentence, its day and whose it is"
    assert row.payload == {"unsure": "I go quiet"}
    written = page(charlie_client)
    assert ("I go quiet" in written, "Only you can read this page." in written) == (True, True)
    assert charlie_client.get("/mine/closeness/from/anxious/").status_code == 404
    for _ in range(2):
        assert charlie_client.post(f"/mine/closeness/sentences/{row.pk}/delete/")["Location"] == "/mine/closeness/"
    assert not ClosenessSentence.objects.exists()


def test_what_is_changed_within_a_month_leaves_nothing_behind_and_later_both_stay(charlie: User) -> None:
    def stored() -> list[tuple[str, date]]:
        rows = ClosenessSentence.objects.order_by("written_on")
        return [(row.words, row.written_on) for row in rows if row.beginning == "unsure"]

    gone_on(charlie, "I write a lot", "helps", NOW)
    for days, words, expected in (
        (0, "I wiat", [("I wiat", 0)]),
        (29, "I wait", [("I wait", 0)]),
        (30, "I wait", [("I wait", 0)]),
        (30, "I ask", [("I wait", 0), ("I ask", 30)]),
        # A year later the same words are said anew, once.
        (395, "I ask", [("I wait", 0), ("I ask", 30), ("I ask", 395)]),
        (396, "I ask", [("I wait", 0), ("I ask", 30), ("I ask", 395)]),
    ):
        go_on(charlie, "unsure", words, NOW + timedelta(days=days))
        assert stored() == [(text, NOW.date() + timedelta(days=after)) for text, after in expected], days


def test_a_year_later_then_stands_beside_now(charlie: User) -> None:
    charlie.time_zone = "Pacific/Auckland"
    charlie.save()
    gone_on(charlie, "I go quiet", now=NOW)
    assert ClosenessSentence.objects.get().written_on == date(2026, 3, 5), "a day of the writer's home"
    with time_machine.travel(A_YEAR_LATER - timedelta(days=1), tick=False):
        client = signed_in(None, charlie)
        before = page(client)
        assert "I go quiet" in before
        assert "5 March 2026" not in before
    with time_machine.travel(A_YEAR_LATER, tick=False):
        client = signed_in(None, charlie)
        assert re.search(r"Then\s+· 5 March 2026", page(client))
        assert "How is it now?" in page(client)
        assert "I go quiet</textarea>" not in page(client, UNSURE), "what is now begins empty"
        client.post(UNSURE, {"words": "I say so"})
        both = page(client)
        assert both.index("I go quiet") < both.index("Now ·") < both.index("I say so")
        seen = next(each for each in Caller(charlie).get("/mine/closeness/").json() if each["beginning"] == "unsure")
        assert (seen["then"]["words"], seen["now"]["words"]) == ("I go quiet", "I say so")


def test_a_copy_says_what_was_ticked_and_no_day(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    for beginning in ("unsure", "helps"):
        gone_on(pair.alice, f"mine of {beginning}", beginning)
    form = page(alice_client, "/mine/closeness/show/")
    assert "checked" not in form, "nothing is chosen before"
    hidden = dict(re.findall(r'name="(submission|words)" value="([^"]+)"', form))
    nothing = alice_client.post("/mine/closeness/show/", hidden)
    assert (nothing.status_code, "Choose at least one." in nothing.content.decode()) == (400, True)
    sent = {**hidden, "sentences": ["helps", "does_not"]}
    gone_on(pair.alice, "said otherwise meanwhile", "unsure")
    assert "Read it again before you show it." in alice_client.post("/mine/closeness/show/", sent).content.decode()
    gone_on(pair.alice, "mine of unsure", "unsure")
    for _ in range(2):
        assert alice_client.post("/mine/closeness/show/", sent)["Location"] == "/mine/closeness/"
    [copy] = ShownCopy.objects.all()
    assert (copy.kind, copy.said) == ("closeness", {"helps": "mine of helps"})
    read = page(bob_client, f"/copies/{copy.pk}/")
    assert "What helps me then is …" in read
    assert "mine of helps" in read
    assert "mine of unsure" not in read
    assert "mine of helps" in page(alice_client), "and Alice finds it beside what it was made of"
    gone_on(pair.alice, "other words", "helps")
    assert "mine of helps" in page(bob_client, f"/copies/{copy.pk}/"), "it is a copy"
    alice_client.post(f"/copies/{copy.pk}/take-back/")
    assert bob_client.get(f"/copies/{copy.pk}/").status_code == 404


def test_programs_do_the_same(pair: Pair) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    body = {"words": "a walk"}
    written = alice.put("/mine/closeness/helps/", body).json()
    assert written["now"]["words"] == "a walk"
    problem(alice.put("/mine/closeness/none/", body), 404, "not-found")
    one = f"/mine/closeness/sentences/{written['now']['id']}/"
    problem(bob.delete(one), 404, "not-found")
    problem(alice.post("/mine/closeness/copies/", {"sentences": ["unsure"]}), 400, "invalid")
    assert alice.post("/mine/closeness/copies/", {"sentences": ["helps"]}).status_code == 204
    assert "a walk" in bob.get("/copies/").content.decode()
    assert all(each["sentences"] == [] for each in bob.get("/mine/closeness/").json())
    assert alice.delete(one).status_code == 204
    problem(alice.delete(one), 404, "not-found")


def test_there_is_room_for_a_life_and_no_more(charlie: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.closeness.verbs.SENTENCES", type(SENTENCES)(300))
    gone_on(charlie, "short", now=NOW)
    with pytest.raises(TooManySentences):
        go_on(charlie, "helps", "x" * 280, NOW)
    assert [row.words for row in ClosenessSentence.objects.all()] == ["short"]


def test_no_string_of_this_subject_calls_anybody_anything() -> None:
    said = [*_texts_of_the_file(), *_sentences_of_the_code()]
    assert len(said) > 40
    assert [text for text in said if LABELS.search(text)] == []
    assert [text for text in said if re.search(r"\d", re.sub(r"%\(\w+\)s", "", text))] == [], "and there is no number"


def test_no_string_of_the_product_does() -> None:
    files = [name for name in tracked() if name.endswith((".yaml", ".html", ".md", ".txt")) and "tests/" not in name]
    files = [name for name in files if not name.startswith("docs/adr/")]
    assert str(WORDS.relative_to(ROOT)) in files
    said = {name: (ROOT / name).read_text("utf-8") for name in files}
    assert [name for name, text in said.items() if EVERYWHERE.search(text)] == []
    catalogue = [(str(message.id), str(message.string)) for message in in_chinese()]
    assert [pair for pair in catalogue if any(EVERYWHERE.search(text) for text in pair)] == []
    assert all_starters(), "their texts are among those of the files"


@pytest.mark.parametrize("text", ["your attachment style", "An avoidant partner", "你是焦虑型", "安全型依恋"])
def test_a_label_is_seen(text: str) -> None:
    assert LABELS.search(text)
    assert EVERYWHERE.search(text)


def _texts_of_the_file() -> Iterator[str]:
    assert len(beginnings()) == 4
    for beginning in beginnings().values():
        for texts in (beginning.texts, *beginning.example_texts):
            yield from (texts["en"], texts["zh"])


def _sentences_of_the_code() -> Iterator[str]:
    """Return what code and templates of this subject say, in both languages."""
    for message in in_english():
        if any("journal/closeness/" in place for place, _line in message.locations):
            yield str(message.id)
            yield str(in_chinese().get(message.id, message.context).string)
