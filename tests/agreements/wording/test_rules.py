"""The rules of the hints: how much they find, how little they flag for nothing, and how long they take."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from agreements.kinds.base import all_kinds
from agreements.wording.forms import LONGEST_TEXT
from agreements.wording.hints import hint_for
from agreements.wording.rules import ABSOLUTES, CONTROLLING, LANGUAGES, RULES, WORDS, first_found, patterns_of
from bench.wording import EXAMPLES, read
from tests.helpers.processes import ROOT

HERE = Path(__file__).parent
# A false flag is worse than a miss: it teaches people to look past the hints.
MOST_FALSE = 0.05
SENTENCES = {EXAMPLES: 1.0, HERE / "tuned.yaml": 0.9, HERE / "held_out.yaml": 0.8}
LONGEST_MILLISECONDS = 500
# What is on its way into a pattern again and again, and never comes to its end.
NEVER_ENDING = (
    *("you are just really ", "when i call you have to ", "give me your my ", "a ", "you, ", "never ", "let me see "),
    *("你就都也", "你得", "不管我", "不许和我", "每次都", "你", "手机密码", "去哪里", "一定要", "的时候"),
)
ROOMS = ("agreements", "journal", "checkins", "pages")


@pytest.mark.parametrize(("path", "recall"), SENTENCES.items(), ids=lambda value: getattr(value, "stem", ""))
def test_it_finds_enough_and_flags_next_to_nothing_for_nothing(path: Path, recall: float) -> None:
    for sentences in read(path):
        assert len(sentences.flagged) <= MOST_FALSE * len(sentences.ok), (sentences.name, sentences.flagged)
        assert len(sentences.missed) <= (1 - recall) * len(sentences.flag), (sentences.name, sentences.missed)


@pytest.mark.parametrize(
    "text",
    [
        *("舍不得你走。", "恨不得马上见到你。", "你总算到家了。", "千万别着急。", "你总能让我笑。", "你一直在我身边。"),
        *("不管多晚，我都要等你。", "听我安排就好，今晚我做饭。", "菜听我安排就好。", "You always make me laugh."),
    ],
)
def test_what_sounds_like_it_and_is_none_is_let_be(text: str) -> None:
    assert not first_found(text, RULES)


def test_nobody_looked_at_what_is_held_out_while_it_was_tuned() -> None:
    tuned, held_out = read(HERE / "tuned.yaml"), read(HERE / "held_out.yaml")
    for seen, unseen in zip(tuned, held_out, strict=True):
        assert not {*seen.flag, *seen.ok} & {*unseen.flag, *unseen.ok}
        assert min(len(unseen.flag), len(unseen.ok)) > 40


def test_none_of_our_own_words_is_flagged() -> None:
    """No template, no question, no trigger, and nothing that comes into a content file of any room."""
    every = [path for room in ROOMS for path in (ROOT / room).rglob("*.yaml")]
    files = [path for path in every if path.parent != WORDS.parent]
    assert len(files) > 2
    said = [text for path in files for text in texts_in(yaml.safe_load(path.read_text("utf-8")))]
    assert len(said) > 500
    assert not [text for text in said if first_found(text, RULES)]


def texts_in(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for value in content.values() if isinstance(content, dict) else content:
            yield from texts_in(value)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_words_that_a_form_begins_with_are_flagged(language: str) -> None:
    with translation.override(language):
        for kind in all_kinds():
            form = kind.form_class()
            first = {name: str(form.get_initial_for_field(form.fields[name], name) or "") for name in form.words_fields}
            assert not [name for name, words in first.items() if hint_for(name, words)], kind.name


@pytest.mark.parametrize("rule", RULES)
def test_a_text_that_never_comes_to_an_end_takes_no_time(rule: str) -> None:
    first_found("You. 你。", [rule])
    for part in NEVER_ENDING:
        started = time.process_time()
        first_found((part * LONGEST_TEXT)[:LONGEST_TEXT], [rule])
        assert (time.process_time() - started) * 1000 < LONGEST_MILLISECONDS, part


def test_a_found_sentence_is_said_as_it_was_written() -> None:
    text = "- That is all right.\nYou’ve never\tasked me. I am fine."
    found = first_found(text, [ABSOLUTES])
    assert found
    assert found.sentence == "You’ve never\tasked me."
    assert found.sentence[found.start : found.end] == "You’ve never\tasked"


@pytest.mark.parametrize("quotes", ["“”", '""', "「」", "«»"])
def test_what_is_quoted_is_no_demand(quotes: str) -> None:
    assert not first_found(f"We do not say {quotes[0]}you never listen{quotes[1]}.", RULES)


def test_both_languages_are_looked_for_in_one_text() -> None:
    text = "We eat at seven. 把手机密码给我。"
    found = first_found(text, RULES)
    assert found
    assert (found.rule, found.sentence) == (CONTROLLING, "把手机密码给我。")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_set_is_named_by_a_pattern_and_every_name_is_a_set(language: str) -> None:
    content = yaml.safe_load(WORDS.read_text("utf-8"))
    sets = content["sets"][language]
    lines = [lines for rule in RULES for lines in content[rule][language].values()]
    named = set(re.findall(r"<([a-z_]+)>", "\n".join([*lines, *sets.values()])))
    assert named == sets.keys()
    for rule in RULES:
        assert all(
            "<" not in re.sub(r"\(\?<?[=!]", "", pattern.pattern) for pattern in patterns_of(rule, language).flag
        )
