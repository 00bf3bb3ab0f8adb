"""The card of the two: the agreed words and nothing else, the same facts for both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation
from django.utils.html import escape

from agreements.card.showing import CardSentence, OurCard, card_of, in_full
from agreements.kinds.base import all_kinds, kind_named
from agreements.kinds.response_rule import LONGEST_ON_A_CARD
from agreements.letters import consent
from tests.helpers import factories

pytestmark = pytest.mark.django_db
API = "/api/v1/card/"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def agreed(pair):
    """Three things that the two agreed on, and all that is one's alone or not agreed."""
    with time_machine.travel(NOW, tick=False):
        factories.agreed_rhythm(pair, NOW - timedelta(days=2))
        rule = factories.agreed_response_rule(pair, NOW, when="a message waits", please="send one line, even “later”.")
        factories.agreed_cool_down(pair, NOW - timedelta(days=1), word="kettle")
        line = {"coping_line": "CANARY line"}
        factories.signed_in(None, pair.alice).post(f"/agreements/{rule.pk}/coping-line/", line)
        factories.draft(pair.alice, please="CANARY draft", coping_line="CANARY draft")
        factories.proposed_rule(pair, please="CANARY letter")
        factories.amended(rule, pair.bob_seat, please="CANARY change")
        yield rule


def test_it_says_each_agreement_in_a_sentence_in_the_order_of_the_kinds(pair, agreed):
    card = card_of(pair.alice_seat, NOW)
    assert [sentence.text for sentence in card.sentences] == [
        "We talk every Sunday, 20:30.",
        "Our word is “kettle”: 30 minutes, then the one who asked for it speaks first.",
        "Alice: when a message waits, please send one line, even “later” (within 2 hours).",
    ]
    assert [signature.name for signature in card.signatures] == ["Alice", "Bob"]
    assert card.since == NOW


def test_both_hold_the_same_facts_each_in_their_own_language(pair, agreed):
    mine, theirs = card_of(pair.alice_seat, NOW), card_of(pair.bob_seat, NOW)
    assert (mine.sentences, mine.since, mine.fill) == (theirs.sentences, theirs.since, theirs.fill)
    assert [(each.name, each.tint) for each in mine.signatures] == [
        (each.name, each.tint) for each in theirs.signatures
    ]
    with translation.override("zh-hans"):
        assert [sentence.text for sentence in card_of(pair.bob_seat, NOW).sentences][:2] == [
            "每周日 20:30，我们谈心。",
            "我们喊停的话是“kettle”：先停30分钟，之后由提出暂停的人先说。",
        ]


def test_a_clock_is_named_only_where_its_reader_has_another(pair, agreed):
    """The other's would tell where they are."""
    pair.bob.time_zone = "Asia/Tokyo"
    pair.bob.save()
    for person, place in ((pair.alice, False), (pair.bob, True)):
        page = factories.signed_in(None, person).get("/agreements/card/").content.decode()
        assert "20:30" in page
        assert ("(Berlin)" in page) is place
        assert "Tokyo" not in page


def test_nothing_that_is_ones_alone_or_not_agreed_is_on_it(pair, agreed, alice_client, bob_client):
    for client in (alice_client, bob_client):
        for path in ("/agreements/card/", "/agreements/card/in-full/", API):
            text = client.get(path).content.decode()
            assert "CANARY" not in text
            assert "send one line" in text


def test_it_follows_what_is_agreed(pair, agreed):
    assert 'href="/agreements/card/"' in factories.signed_in(None, pair.alice).get("/agreements/").content.decode()
    later = NOW + timedelta(days=1)
    consent.accept(factories.fresh(agreed), pair.alice_seat, 2, later)
    card = card_of(pair.bob_seat, NOW)
    assert "CANARY change" in card.sentences[-1].text
    assert card.since == later
    for sentence in card.sentences:
        consent.end(factories.fresh(type(agreed).objects.get(pk=sentence.agreement)), pair.bob_seat, later)
    assert 'href="/agreements/card/"' not in factories.signed_in(None, pair.alice).get("/agreements/").content.decode()
    empty = card_of(pair.alice_seat, NOW)
    assert (empty.sentences, empty.since, in_full(pair.alice_seat, NOW)) == ([], None, [])
    page = factories.signed_in(None, pair.alice).get("/agreements/card/").content.decode()
    assert "Nothing is agreed at the moment" in page
    assert 'href="/agreements/"' in page


def test_a_rhythm_that_is_over_has_left_it(pair):
    factories.agreed_rhythm(pair, NOW, ends_on=(NOW + timedelta(days=10)).date())
    with time_machine.travel(NOW + timedelta(days=20)):
        assert card_of(pair.alice_seat, NOW).sentences == []


def test_after_leaving_each_is_told_where_it_stays(pair, agreed, charlie):
    pair.left()
    for person, stays in ((pair.alice, True), (pair.bob, True), (charlie, False)):
        page = factories.signed_in(None, person).get("/agreements/card/").content.decode()
        assert "kettle" not in page
        assert ("stays readable, for both of you" in page) is stays


def test_long_words_are_cut_where_the_sheet_in_full_has_them_whole(pair):
    please = "tell me" + " and tell me" * 40
    factories.agreed_response_rule(pair, NOW, when="w" * 100, please=please)
    said = card_of(pair.alice_seat, NOW).sentences[0].text
    assert "www" not in said
    assert "…" in said
    assert len(said) < LONGEST_ON_A_CARD + 50
    whole = [sentence.said.get("please") for sentence in in_full(pair.bob_seat, NOW)[0].letter.sentences]
    assert please in whole


def test_the_sheet_in_full_says_what_was_agreed_and_not_what_comes_next(pair, agreed):
    pair.bob.time_zone = "Asia/Tokyo"
    pair.bob.save()
    page = factories.signed_in(None, pair.bob).get("/agreements/card/in-full/").content.decode()
    assert "on your clock" not in page
    for agreement in in_full(pair.bob_seat, NOW):
        said = [piece.text for pieces in agreement.letter.paragraphs for piece in pieces]
        assert [text for text in said if escape(str(text)) not in page] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_template_reads_as_a_sentence(alice, language):
    with translation.override(language):
        for kind in all_kinds():
            for starter in kind.starters:
                said = kind.on_card(factories.terms(kind.name, alice, **starter.values), "Mia", "Leo")
                assert said.endswith((".", "。")), said
                assert "%" not in said
                assert ".." not in said
                assert "。。" not in said


def test_the_fuller_it_is_the_smaller_it_is_set(alice):
    def card(text, number):
        return OurCard([], [CardSentence(alice.pk, text)] * number, None)

    assert [card("x" * 150, number).fill for number in (1, 3, 9)] == ["few", "several", "many"]
    assert card("约" * 90, 2).fill == card("x" * 180, 2).fill == "several"
    assert kind_named("cool_down").is_single


def test_the_api_shows_it_to_each_as_the_page_does(agreed, alice_client, bob_client):
    mine, theirs = alice_client.get(API).json(), bob_client.get(API).json()
    assert mine["sentences"] == theirs["sentences"]
    assert mine["sentences"][-1] == {
        "agreement": str(agreed.pk),
        "text": "Alice: when a message waits, please send one line, even “later” (within 2 hours).",
    }
    assert mine["since"] == "2026-11-25"
    assert mine["signatures"] == [
        {"who": "me", "name": "Alice", "tint": "sage"},
        {"who": "partner", "name": "Bob", "tint": "clay"},
    ]
    assert [each["who"] for each in theirs["signatures"]] == ["partner", "me"]
