"""A letter's sentences: what a person wrote stands in them so that one reads on, however it ends."""

from __future__ import annotations

import pytest
from django.utils import translation

from agreements.kinds.base import kind_named
from agreements.kinds.sentences import Passage, Sentence, as_text, paragraphs
from agreements.kinds.terms import Terms

RULE = {"when": "hours go by", "feel": "uneasy", "need": "a word", "please": "call", "except_when": ""}
SETTINGS = {"who": "other", "within_minutes": 120, "a_line_is_enough": False}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("hours go by", "When hours go by, I feel uneasy."),
        ("hours go by.", "When hours go by, I feel uneasy."),
        ("几个小时没回。", "When 几个小时没回, I feel uneasy."),
        ("you say “later”", "When you say “later”, I feel uneasy."),
        ("nobody answers!", "When nobody answers! I feel uneasy."),
        ("one\ntwo", "When one\ntwo I feel uneasy."),
        ("", "When … I feel uneasy."),
    ],
)
def test_no_two_marks_meet(typed, read):
    sentence = Sentence(
        "When %(when)s, I feel %(feel)s.", (Passage("when", typed, True), Passage("feel", "uneasy", True))
    )
    assert str(sentence) == read
    assert sentence.said["when"] == typed, "what is compared stays as it was typed"


def test_words_that_end_a_sentence_end_it_alone():
    for typed, read in (
        ("No doors slammed.", "So: No doors slammed."),
        ("why?", "So: why?"),
        ("no doors", "So: no doors."),
    ):
        assert str(Sentence("So: %(it)s.", (Passage("it", typed, True),))) == read


def test_lines_of_a_person_stand_apart_and_an_empty_field_leaves_no_gap():
    words = {**RULE, "need": "one\ntwo"}
    letter = kind_named("response_rule").sentences(Terms(words, SETTINGS), "Mia", "Leo")
    assert [sentence.name for sentence in letter] == ["when", "need", "please", "who"]
    need = next(sentence for sentence in letter if sentence.name == "need")
    assert [(piece.text, piece.is_set_apart) for piece in need.pieces] == [("I need ", False), ("one\ntwo", True)]


def test_a_chinese_letter_reads_as_one():
    with translation.override("zh-hans"):
        words = {"when": "半天过去还没回音", "feel": "心里不踏实", "need": "知道我们还好好的", "please": "回我一句"}
        letter = kind_named("response_rule").sentences(
            Terms({**words, "except_when": ""}, {**SETTINGS, "who": "both"}), "小美", "小博"
        )
        assert "".join(map(str, letter)) == (
            "每当半天过去还没回音，我会觉得心里不踏实。我需要知道我们还好好的。"
            "请你回我一句，2小时以内。我们俩都算，问到谁谁回应。"
        )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("A hug before anything else.", "这件小事：A hug before anything else. 忙的时候，一句话！就够了。"),
        ("A hug before anything else", "这件小事：A hug before anything else。忙的时候，一句话！就够了。"),
        ("先抱一抱。", "这件小事：先抱一抱。忙的时候，一句话！就够了。"),
    ],
)
def test_english_words_in_a_chinese_letter_leave_room_after_their_own_mark(typed, read):
    small = Passage("small", "一句话！", True)
    letter = [
        Sentence("这件小事：%(what)s。", (Passage("what", typed, True),)),
        Sentence("忙的时候，%(small)s，就够了。", (small,), goes_on=True),
    ]
    with translation.override("zh-hans"):
        assert as_text(paragraphs(letter)) == read
        in_the_middle = Sentence("每当%(when)s，我会觉得不安。", (Passage("when", "nobody answers!", True),))
        assert str(in_the_middle) == "每当nobody answers! 我会觉得不安。"
