"""Words for what one feels and needs: in both languages, and nothing else in the file."""

from __future__ import annotations

import pytest
from django.utils import translation

from journal.words import emotion_labels, emotions, families, family_of, needs, read_families

ONE = "emotions: [{family: a, en: A, zh: 甲, words: [{id: b, en: b, zh: 乙%s}]}]"


def test_there_are_six_families_of_six_and_24_needs() -> None:
    assert [len(family.words) for family in families()] == [6] * 6
    assert len(emotions()) == 36
    assert len({need.name for need in needs()}) == len(needs()) == 24
    assert [word.name for word in emotions().values() if word.is_heavy] == ["afraid", "hopeless", "numb"]


def test_they_are_read_in_the_readers_language() -> None:
    assert emotion_labels(["left_out", "gone since", "uneasy"]) == ["left out", "uneasy"]
    assert (family_of("left_out"), family_of("gone since")) == ("hurt", "")
    with translation.override("zh-hans"):
        assert emotion_labels(["left_out"]) == ["被冷落"]
        assert [family.label for family in families()][:2] == ["不安", "受伤"]
        assert needs()[0].label == "坦诚"


@pytest.mark.parametrize(
    ("more", "refusal"), [(", fr: c", TypeError), (", help: true", None), ("}, {id: c, en: ' ', zh: 丙", ValueError)]
)
def test_a_file_that_is_not_as_it_says_is_refused(more: str, refusal: type[Exception] | None) -> None:
    if refusal is None:
        assert next(read_families(ONE % more)).words[0].is_heavy
        return
    with pytest.raises(refusal):
        list(read_families(ONE % more))
