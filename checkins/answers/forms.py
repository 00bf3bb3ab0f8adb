"""The answers of one check-in."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.shown import remember_what_was_shown
from checkins.answers.verbs import Given
from checkins.questions.prompts import is_prompt, said

LONGEST_ANSWER = 4000
LONGEST_PROMPT = 40


class _Answers(Container[str]):
    """The names of all fields that hold an answer's words, whichever questions a talk asks."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and is_prompt(name)


ANSWERS = _Answers()


class AnswersForm(forms.Form):
    """One text and one "not today" per prompt."""

    def __init__(
        self, prompts: Sequence[str], data: Mapping[str, Any] | None = None, drawn: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """`drawn` are the prompts that were drawn for the talk, also those that another one took the place of.

        What a page still sends to one of those is its writer's, and is not lost.
        """
        super().__init__(data, **kwargs)
        self.asked = list(prompts)
        self.prompts = self.asked + [prompt for prompt in drawn if prompt not in prompts and prompt in (data or ())]
        for prompt, question in said(self.prompts).items():
            self.fields[prompt] = WordsField(label=question, rows=4, max_length=LONGEST_ANSWER, required=False)
            self.fields[f"{prompt}_not_today"] = forms.BooleanField(label=_("Not today"), required=False)
        remember_what_was_shown(self)

    @property
    def given(self) -> Mapping[str, Given]:
        """Return the answers as they were typed."""
        cleaned = self.cleaned_data
        return {prompt: Given(cleaned[prompt], cleaned[f"{prompt}_not_today"]) for prompt in self.prompts}

    @property
    def changed(self) -> Mapping[str, Given]:
        """Return the answers that were changed on this very page; another page may have changed the rest meanwhile.

        Where only "not today" was, the words stay as they are kept.
        """
        changed = set(self.changed_data)
        return {
            prompt: given if prompt in changed else Given(None, given.not_today)
            for prompt, given in self.given.items()
            if {prompt, f"{prompt}_not_today"} & changed
        }

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each text with its "not today", as the page shows them."""
        return [(self[prompt], self[f"{prompt}_not_today"]) for prompt in self.asked]

    def set_aside(self) -> list[forms.BoundField]:
        """Return what was typed to a question that another one has taken the place of."""
        return [self[prompt] for prompt in self.prompts if prompt not in self.asked]


class TakeAwayForm(forms.Form):
    """What one person takes with them."""

    words = WordsField(label=_("What I take with me"), rows=3, max_length=LONGEST_ANSWER, required=False)
