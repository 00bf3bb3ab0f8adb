"""Responsibilities: with whom each part lies, in words that are right for both readers."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from agreements.kinds.base import kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.terms import Terms

LANGUAGES = ("en", "zh-hans")
WORDS = {"title": "Laundry", "what": "From the basket to the pile", "enough": "", "cover": ""}
# How the parts lie and how often it comes up, and the sentences that say so.
SAID: list[tuple[dict[str, Any], list[str], list[str]]] = [
    (
        {},
        ["Noticing that it is time, planning it and doing it lie with Ana."],
        ["什么时候该做、怎么安排、动手做，都由Ana来。"],
    ),
    (
        {"notice": "both", "plan": "other", "do": "turns", "turn": "month"},
        [
            "Noticing that it is time lies with both of us together, planning it with Ben, "
            "doing it with each of us in turn.",
            "We change every month, and Ana begins.",
        ],
        ["留意该做了：我们俩一起；安排：Ben；动手：我们轮流。", "每月换一次，Ana先来。"],
    ),
    (
        {"notice": "turns", "plan": "turns", "do": "turns", "times": 1, "per": "day", "minutes": 0},
        [
            "Noticing that it is time, planning it and doing it lie with each of us in turn.",
            "We change every week, and Ana begins.",
            "It comes up once a day and takes hardly any time each time.",
        ],
        [
            "什么时候该做、怎么安排、动手做，都由我们轮流来。",
            "每周换一次，Ana先来。",
            "每天1次，每次几乎不花时间。",
        ],
    ),
    (
        {"times": 2, "minutes": 45},
        [
            "Noticing that it is time, planning it and doing it lie with Ana.",
            "It comes up 2 times a week and takes about 45 minutes each time.",
        ],
        ["什么时候该做、怎么安排、动手做，都由Ana来。", "每周2次，每次大约45分钟。"],
    ),
    (
        {"times": 2, "per": "month"},
        ["Noticing that it is time, planning it and doing it lie with Ana.", "It comes up 2 times a month."],
        ["什么时候该做、怎么安排、动手做，都由Ana来。", "每月2次。"],
    ),
    (
        {"minutes": 60},
        ["Noticing that it is time, planning it and doing it lie with Ana.", "It takes about 1 hour each time."],
        ["什么时候该做、怎么安排、动手做，都由Ana来。", "每次大约1小时。"],
    ),
]
CARDS: list[tuple[dict[str, str], str]] = [
    ({}, "Laundry: Ana."),
    ({"do": "other"}, "Laundry: Ana to notice, Ana to plan, Ben to do."),
    ({"notice": "turns", "plan": "turns", "do": "turns"}, "Laundry: each of us in turn."),
]


def terms(**values):
    first = {**WORDS, "notice": "author", "plan": "author", "do": "author", **values}
    return first_terms(kind_named("responsibility").form_class, first)


def test_the_letter_says_with_whom_each_part_lies():
    kind = kind_named("responsibility")
    for settings, *expected in SAID:
        for language, sentences in zip(LANGUAGES, expected, strict=True):
            with translation.override(language):
                said = [str(sentence) for sentence in kind.sentences(terms(**settings), "Ana", "Ben")]
            assert said[1:] == sentences


def test_it_says_what_it_is_and_when_it_is_good_enough():
    kind = kind_named("responsibility")
    with translation.override("en"):
        named = terms(enough="Clean clothes.", cover="A week is fine.")
        said = [str(each) for each in kind.sentences(named, "Ana", "Ben")]
        assert (said[0], *said[2:]) == (
            "Laundry: From the basket to the pile.",
            "It is good enough like this: Clean clothes.",
            "When one of us is ill or away: A week is fine.",
        )
        assert str(kind.sentences(terms(title=""), "Ana", "Ben")[0]) == "This is about: From the basket to the pile."


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({}, "Laundry"),
        ({"title": ""}, "From the basket to the pile"),
        (
            {"title": "", "what": f"From the full basket\nto {'the ' * 20}pile."},
            "From the full basket to the the the the…",
        ),
    ],
)
def test_it_goes_by_its_name_or_by_how_it_begins(words, name):
    kind = kind_named("responsibility")
    with translation.override("en"):
        assert kind.title(terms(**words)) == name
        assert kind.phrase(terms(**words)) == f"who takes care of “{name}”"


def test_a_card_names_both_where_it_lies_with_both():
    kind = kind_named("responsibility")
    with translation.override("en"):
        said = [kind.on_card(terms(**settings), "Ana", "Ben") for settings, _expected in CARDS]
    assert said == [expected for _settings, expected in CARDS]


def test_whoever_writes_it_is_asked_how_word_gets_across():
    kind = kind_named("responsibility")
    with translation.override("en"):
        asked = [
            kind.note_to_writer(terms(notice=notice, plan=plan, do=do)).partition(" ")[0]
            for notice, plan, do in [
                ("author", "author", "author"),
                ("turns", "turns", "turns"),
                ("author", "author", "other"),
                ("both", "other", "other"),
                ("other", "author", "other"),
            ]
        ]
    assert asked == ["", "", "Noticing", "Noticing", "Planning"]


def test_a_change_that_nobody_could_read_is_none():
    """Which week it is matters only where they take turns, and how often only where they said how many times."""
    kind = kind_named("responsibility")
    before = terms(turn="week", per="week")
    typed = {**before.values, "turn": "month", "per": "year", "times": "", "minutes": "", "trial_until": ""}
    form = kind.form_class(typed, initial=before.values)
    assert form.is_valid(), form.errors
    assert before.replaced(form.terms).says_the_same_as(before)
    used = kind.form_class({**typed, "do": "turns", "times": "3"}, initial=before.values)
    assert used.is_valid()
    assert (used.terms.settings["turn"], used.terms.settings["per"]) == ("month", "year")


def test_a_choice_names_the_two_whoever_has_the_form():
    form = kind_named("responsibility").form_class(author_name="Ana", partner_name="Ben")
    assert str(form["do"]).index(">Ana<") < str(form["do"]).index(">Ben<")


def test_a_template_brings_its_name():
    starter = kind_named("responsibility").starter("rs_laundry")
    assert starter
    with translation.override("zh-hans"):
        assert starter.values["title"] == starter.label == "洗衣服"
    assert isinstance(first_terms(kind_named("responsibility").form_class, starter.values), Terms)


@pytest.mark.parametrize(("times", "said"), [("0", "Once is the least."), ("61", "60 times is the most.")])
def test_a_number_out_of_reach_is_answered_in_plain_words(times, said):
    assert kind_named("responsibility").form_class({"times": times}).errors["times"][0].startswith(said)
