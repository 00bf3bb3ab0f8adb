"""The templates: the same in both languages, within their fields, and so written that nobody promises too much."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from agreements.drafts.verbs import complete_form
from agreements.kinds.base import all_kinds, kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.starters import TITLE, all_starters, read
from agreements.kinds.triggers import MOST, all_triggers
from couples.people.models import User
from tests.helpers.once.sentences import in_english

LONGEST_TITLE = 60
LONGEST_PASSAGE = 280
LANGUAGES = ("en", "zh-hans")
LENGTHS = {
    20: ("twenty minutes", "二十分钟"),
    30: ("half hour", "half an hour", "半小时", "半个小时"),
    60: ("one hour", "一小时", "一个小时"),
}
WHOLE = """
{id: a, kind: cool_down, triggers: [tired], intensity: 1, settings: {}, en: {title: A, word: b},
 zh: {title: 甲, word: 乙}}
"""


def test_every_kind_has_its_templates_and_every_template_a_kind() -> None:
    kinds = {kind.name for kind in all_kinds()}
    assert {starter.kind for starter in all_starters()} == kinds
    assert len({starter.name for starter in all_starters()}) == len(all_starters())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_makes_a_letter_that_could_be_sent(language: str) -> None:
    """Which checks every setting, and every length, with the kind's own form."""
    author = User(name="Alice", time_zone="Europe/Berlin")
    with translation.override(language):
        for starter in all_starters():
            kind, values = kind_named(starter.kind), starter.values
            terms = first_terms(kind.form_class, {**kind.defaults(author), **values})
            form = complete_form(kind, terms, values.get("coping_line", ""))
            assert form.is_valid(), (starter.name, form.errors)
            assert {name: terms.values[name] for name in values if name in terms.values}.items() <= values.items()


def test_a_template_fills_in_what_its_kind_asks_for() -> None:
    for starter in all_starters():
        kind = kind_named(starter.kind)
        own_words = {*kind.form_class.words_fields, *kind.private_fields}
        assert set(starter.settings) <= set(kind.form_class.settings_fields), starter.name
        assert all(set(texts) - {TITLE} <= own_words for texts in starter.texts.values()), starter.name


def test_a_template_says_what_it_is_about() -> None:
    known = {trigger.name for trigger in all_triggers()}
    assert all({*starter.triggers} <= known and len(starter.triggers) <= MOST for starter in all_starters())
    assert known == {name for starter in all_starters() for name in starter.triggers}, "each leads to some"


def test_texts_are_short() -> None:
    said = [
        (one.name, name, text) for one in all_starters() for texts in one.texts.values() for name, text in texts.items()
    ]
    assert not [each for each in said if len(each[2]) > (LONGEST_TITLE if each[1] == TITLE else LONGEST_PASSAGE)]


def test_no_template_asks_for_an_answer_within_minutes() -> None:
    assert all(starter.settings.get("within_minutes", 60) >= 60 for starter in all_starters())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_talk_names_another_length_than_it_has(language: str) -> None:
    with translation.override(language):
        for starter in kind_named("rhythm").starters:
            about, minutes = starter.values["about"].lower(), starter.values["minutes"]
            assert not [said for length in LENGTHS if length != minutes for said in LENGTHS[length] if said in about]


def test_the_sentences_of_templates_stand_nowhere_else() -> None:
    """Neither in the code nor, so, in a catalogue; one word alone may well be said elsewhere."""
    sentences = {text for starter in all_starters() for text in starter.texts["en"].values() if " " in text}
    assert not sentences & {str(message.id) for message in in_english()}


def test_an_unknown_language_reads_english() -> None:
    with translation.override("fr"):
        assert kind_named("cool_down").starters[0].values["word"] == "pause"
    with translation.override(None):
        assert kind_named("cool_down").starters[0].label == "A short pause with a way back"


@pytest.mark.parametrize(
    ("pattern", "put", "refusal"),
    [
        ("id: a, ", "", TypeError),
        ("settings", "setings", TypeError),
        ("id: a", "id: a, fr: {title: A}", TypeError),
        (", intensity: 1", "", TypeError),
        ("intensity: 1", "intensity: 4", ValueError),
        ("word: b", "word: b, we_do_not: c", ValueError),
        ("title: ., ", "", ValueError),
        ("word: 乙", "word: 7", ValueError),
        ("word: b", "word: ' '", ValueError),
    ],
)
def test_a_file_that_is_not_as_it_says_is_refused(pattern: str, put: str, refusal: type[Exception]) -> None:
    assert len(list(read(f"templates: [{WHOLE}]"))) == 1
    with pytest.raises(refusal):
        list(read(f"templates: [{re.sub(pattern, put, WHOLE)}]"))
