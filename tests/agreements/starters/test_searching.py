"""What a search finds among the templates, and in which order."""

from __future__ import annotations

import pytest
from django.utils import translation

from agreements.kinds.starters import all_starters
from agreements.starters.searching import found

MONEY = ["dc_money", "rr_money_worry", "rs_paperwork"]


def names(words: str, language: str = "en") -> list[str]:
    with translation.override(language):
        return [starter.name for starter in found(words, all_starters())]


@pytest.mark.parametrize(
    ("words", "language"), [("money", "en"), ("MONEY", "en"), ("钱", "zh-hans"), (" 钱 ", "zh-hans")]
)
def test_what_is_about_it_comes_first(words: str, language: str) -> None:
    assert names(words, language)[:3] == MONEY


def test_what_is_called_so_comes_before_what_only_says_so() -> None:
    phones = names("phone")
    assert phones == names("phones"), "one or many"
    assert phones[:3] == ["rr_phone_in_hand", "bd_phones_are_our_own", "rt_table"]
    assert "rr_unread" in phones[3:], "the line for oneself counts as well"
    assert names("手机", "zh-hans")[:1] == ["rr_phone_in_hand"]


def test_every_word_has_to_stand_there() -> None:
    assert names("money worry") == ["rr_money_worry"]
    assert names("weekly unicorn") == []
    assert names("ends") != names("friends"), "a word is found by its beginning"


@pytest.mark.parametrize("words", ["?!", "（）", ".*", "(", "\\", "' OR 1=1", "<b>"])
def test_signs_find_nothing_and_break_nothing(words: str) -> None:
    assert isinstance(names(words), list)
    assert names("?!（）") == []


def test_each_language_is_searched_by_its_own_readers() -> None:
    assert names("钱") == names("money", "zh-hans") == []
