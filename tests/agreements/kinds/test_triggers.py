"""What an agreement is about: a setting of every kind, which none of them names."""

from __future__ import annotations

import pytest
from django.utils import translation

from agreements.drafts.verbs import complete_form
from agreements.kinds.base import all_kinds, as_said_today, kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.terms import TRIGGERS, Terms
from agreements.kinds.triggers import all_triggers, labels_of, read
from couples.people.models import User


def test_all_have_a_word_in_both_languages_and_nothing_else() -> None:
    assert len({trigger.name for trigger in all_triggers()}) == len(all_triggers()) == 12
    with translation.override("zh-hans"):
        assert labels_of(["money", "unread"]) == ["消息没看", "钱"]
    with translation.override("fr"):
        assert labels_of(["money", "gone since"]) == ["money"]


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        ("{id: a, en: b}", TypeError),
        ("{id: a, en: b, zh: 乙, fr: c}", TypeError),
        ("{id: a, en: ' ', zh: 乙}", ValueError),
        ("{id: a, en: 1, zh: 乙}", ValueError),
    ],
)
def test_a_file_that_is_not_as_it_says_is_refused(entry: str, refusal: type[Exception]) -> None:
    assert len(list(read("triggers: [{id: a, en: b, zh: 乙}]"))) == 1
    with pytest.raises(refusal):
        list(read(f"triggers: [{entry}]"))


def test_every_kind_asks_for_them_last_and_says_them_at_the_end() -> None:
    author = User(name="Alice", time_zone="Europe/Berlin")
    for kind in all_kinds():
        first = {**kind.defaults(author), **kind.starters[0].values}
        terms = first_terms(kind.form_class, {**first, TRIGGERS: ["tired", "money"]})
        *_others, last = kind.sentences(terms, "Alice", "Bob")
        assert str(last) == "It has to do with: money, tiredness."
        assert ([*kind.form_class().fields][-1], kind.lines[-1]) == (TRIGGERS, (TRIGGERS,))


def test_three_at_most_and_in_their_order() -> None:
    def sent(*names: str) -> tuple[list[str], list[str]]:
        form = kind_named("cool_down").form_class({TRIGGERS: [*names]}, shown=[TRIGGERS])
        return (form.terms.settings[TRIGGERS], []) if form.is_valid() else ([], [*form.errors[TRIGGERS]])

    assert sent("tired", "money", "money") == (["money", "tired"], [])
    assert sent() == ([], [])
    assert sent("tired", "money", "unread", "apart") == ([], ["Choose at most three."])
    assert sent("weather") == ([], ["There is no such choice. Choose one from the list."])


def test_what_was_agreed_before_is_about_nothing_and_says_no_more_than_it_did() -> None:
    before = Terms({"word": "stop"}, {"minutes": 30, "speaks_first": "starter"})
    assert as_said_today(before.settings)[TRIGGERS] == []
    assert before.says_the_same_as(Terms(before.words, {**as_said_today(before.settings)}))
    kind = kind_named("cool_down")
    assert TRIGGERS not in {sentence.name for sentence in kind.sentences(before, "Alice", "Bob")}
    assert "stays_allowed" in complete_form(kind, before, "").errors
    assert TRIGGERS not in complete_form(kind, before, "").errors
