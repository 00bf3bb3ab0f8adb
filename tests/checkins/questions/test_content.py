"""The decks: thirteen of ten in both languages, and so written that nobody is told what to feel or to promise."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import translation

from checkins.questions.content import (
    AFTER_A_PAUSE,
    FIRST_DECK,
    HEAVY,
    INTENSITIES,
    all_decks,
    all_prompts,
    deck_of,
    is_heavy,
    read,
)
from checkins.questions.prompts import PROMPTS, drawn_among, is_prompt, said, with_another, with_drawn

NAMES = (
    "start", "security", "triggers", "appreciation", "family", "past", "roles", "home", "closeness", "others", "money",
    "plans", "afterwards",
)  # fmt: skip
DECK = "{id: a, intensity: 1, en: {title: A, about: a}, zh: {title: 甲, about: 甲}}"
PROMPT = '{id: a_01, deck: a, triggers: [], intensity: 1, en: "Why?", zh: "为什么？"}'
LONGEST_PROMPT_NAME = 40
# What promises too much, blames, or commands; in a question of one's own deck it is one's own business.
NEVER_SAID = {"en": ("you always", "you never", "you must", "promise me"), "zh": ("你总是", "你从来", "你必须", "保证")}


def test_there_are_thirteen_decks_of_ten() -> None:
    assert tuple(all_decks()) == NAMES
    assert {deck.name: [prompt.name for prompt in deck.prompts] for deck in all_decks().values()} == {
        # Talks store these names: one that is gone would leave an answer without its question.
        name: [f"{name}_{number:02}" for number in range(1, 11)]
        for name in NAMES
    }
    assert {FIRST_DECK, AFTER_A_PAUSE} <= set(NAMES)
    assert not all_decks()[FIRST_DECK].has_heavy, "there is always something that may be asked"


def test_a_name_is_one_of_a_kind_and_fits_where_answers_store_it() -> None:
    assert len(all_prompts()) == 130
    assert not set(all_prompts()) & set(PROMPTS)
    assert all(len(name) <= LONGEST_PROMPT_NAME and is_prompt(name) for name in all_prompts())
    assert all(deck_of(name) is deck for deck in all_decks().values() for name in [one.name for one in deck.prompts])


def test_no_question_is_asked_twice() -> None:
    for language in ("en", "zh"):
        asked = Counter(prompt.texts[language] for prompt in all_prompts().values())
        assert [text for text, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_questions_are_short_questions_and_nobody_is_blamed(language: str) -> None:
    texts = {name: prompt.texts[language] for name, prompt in all_prompts().items()}
    assert {name: text for name, text in texts.items() if len(text) > 120} == {}
    assert [name for name, text in texts.items() if any(words in text.lower() for words in NEVER_SAID[language])] == []
    titles = [deck.texts[language] for deck in all_decks().values()]
    assert all(len(text["title"]) <= 60 and len(text["about"]) <= 140 for text in titles)
    assert len({text["title"] for text in titles}) == len(titles)


def test_every_heavy_question_is_known_as_one() -> None:
    heavy = [name for name in all_prompts() if is_heavy(name)]
    assert {deck.name for deck in all_decks().values() if deck.has_heavy} == {deck_of(name).name for name in heavy}
    assert {name for name, deck in all_decks().items() if deck.intensity == HEAVY} == {"family", "past"}
    assert all(prompt.name in heavy for prompt in all_decks()["past"].prompts)
    assert all(prompt.name in heavy for prompt in all_prompts().values() if prompt.intensity == HEAVY)
    assert set(INTENSITIES) == {1, 2, 3}


def test_a_talk_asks_in_the_readers_language() -> None:
    prompts = with_drawn("start_01")
    assert len(prompts) == 3, "with something good it asks four things"
    assert prompts[-1] == "until_next_time"
    assert drawn_among(prompts) == "start_01"
    assert drawn_among(list(PROMPTS)) == drawn_among(["start_01"]) == "", "nobody gets another one for these"
    older = ["did_me_good", *prompts]
    assert with_another(older, "start_02") == ["did_me_good", "was_heavy", "start_02", "until_next_time"]
    with translation.override("zh-hans"):
        assert said(prompts)["start_01"] == "最近哪一刻，我觉得跟你特别近？"
        assert all_decks()["start"].title == "从这里开始"
    assert said(prompts)["start_01"] == "When did I feel closest to you lately?"
    assert said(["of_a_release_to_come"]) == {"of_a_release_to_come": ""}


@pytest.mark.parametrize(
    ("decks", "prompts"),
    [
        ("{id: a, intensity: 4, en: {title: A, about: a}, zh: {title: 甲, about: 甲}}", PROMPT),
        ("{id: a, intensity: 1, en: {title: A, about: a}, zh: {title: 甲, about: ''}}", PROMPT),
        (DECK, PROMPT.replace('en: "Why?"', "en: ''")),
        (DECK, PROMPT.replace(', zh: "为什么？"', "")),
        (DECK, PROMPT.replace("deck: a", "deck: b")),
    ],
)
def test_a_file_that_is_not_whole_is_not_read(decks: str, prompts: str) -> None:
    assert read(f"decks: [{DECK}]\nprompts: [{PROMPT}]")["a"].prompts[0].name == "a_01"
    with pytest.raises((TypeError, ValueError, KeyError)):
        read(f"decks: [{decks}]\nprompts: [{prompts}]")
