"""Words that have left the product stand in no catalogue, no template and no starter: one word for one thing.

What people read instead stands in CONTRIBUTING.md, under “Words”. What only programs read, such as names and
descriptions in the API, keeps the words of the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from agreements.kinds.starters import all_starters
from tests.guards.test_shape import tracked
from tests.helpers.once.sentences import in_chinese, in_english
from tests.helpers.processes import ROOT

RETIRED = {
    "en": re.compile(
        r"\b(?:(?:dis|re)?connect\w*|in force|set aside|rhythms?|cool-?downs?|response rules?|check-?ins?|declin\w+|"
        r"accept\w*|other words|hand(?:ed|s)? in|prompts?|leave this page|earlier)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "连接|解除|暗号|回应约定|暂停约定|定期谈心|放下|换个说法|新的?说法|已说好|星期[一二三四五六日天]|离开此页|"
        "正在路上|安静时段|昼夜|这里有帮助|[「」]"
    ),
}
# The same words where they mean something else.
MEANT_OTHERWISE = {
    "en": re.compile(
        # the network, what a browser or this service takes, a page that was open before, a page that is to stay open
        r"(?:no|without a) connection|accepts cookies|did not accept the form|about an earlier|"
        r"leave this page open",
        re.IGNORECASE,
    ),
    "zh": re.compile("放下手机"),
}
MARKUP = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<style.*?</style>|<[^>]*>", re.DOTALL)


def test_no_catalogue_says_a_retired_word() -> None:
    assert retired("en", (text for message in in_english() for text in texts(message.id))) == []
    assert retired("zh", (text for message in in_chinese() if message.id for text in texts(message.string))) == []


def test_no_template_says_a_retired_word() -> None:
    """Not even where a sentence goes by no catalogue."""
    pages = [ROOT / name for name in tracked() if "templates/" in name and name.endswith((".html", ".txt"))]
    assert len(pages) > 80
    said = [MARKUP.sub(" ", page.read_text("utf-8")) for page in pages]
    assert retired("en", said) == retired("zh", said) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_starter_says_a_retired_word(language: str) -> None:
    assert retired(language, (text for starter in all_starters() for text in starter.texts[language].values())) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "You are connected."), ("en", "No connection; then decline"), ("zh", "放下了"), ("zh", "每星期日")],
)
def test_a_retired_word_is_seen(language: str, text: str) -> None:
    assert retired(language, [text]) == [text]


@pytest.mark.parametrize(("language", "text"), [("en", "There is no connection"), ("zh", "放下手机"), ("zh", "星期几")])
def test_what_is_meant_otherwise_stays(language: str, text: str) -> None:
    assert retired(language, [text]) == []


def texts(said: str | tuple[str, ...] | list[str] | None) -> Iterator[str]:
    yield from (said,) if isinstance(said, str) else said or ()


def retired(language: str, said: Iterator[str] | list[str]) -> list[str]:
    """Return the texts that say a retired word of this language."""
    return [text for text in said if RETIRED[language].search(MEANT_OTHERWISE[language].sub("", text))]
