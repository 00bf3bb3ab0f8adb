"""The answers of one check-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.shown import remember_what_was_shown
from checkins.answers.verbs import Given
from checkins.decks.prompts import PROMPTS

LONGEST_ANSWER = 4000


class AnswersForm(forms.Form):
    """One text and one "not today" per prompt."""

    def __init__(self, prompts: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prompts = prompts
        for prompt in prompts:
            self.fields[prompt] = WordsField(label=PROMPTS[prompt], rows=4, max_length=LONGEST_ANSWER, required=False)
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
        return [(self[prompt], self[f"{prompt}_not_today"]) for prompt in self.prompts]


class TakeAwayForm(forms.Form):
    """What one person takes with them."""

    words = WordsField(label=_("What I take with me"), rows=3, max_length=LONGEST_ANSWER, required=False)
