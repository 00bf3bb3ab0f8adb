"""The answers of one check-in."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.shown import remember_what_was_shown
from basics.submissions import SubmissionForm
from checkins.answers.verbs import SOMETHING_GOOD, Given, Good
from checkins.questions.prompts import GOOD, PROMPTS, WISH, is_prompt, said
from journal.appreciations.forms import LONGEST_LINE

LONGEST_ANSWER = 4000
LONGEST_WISH = 280
LONGEST_PROMPT = 40
# What is ticked beside a prompt's field, by how its name goes on.
TICKS = ("_not_today", "_aloud")


class _Answers(Container[str]):
    """The names of all fields that hold an answer's words, whichever questions a talk asks."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name == SOMETHING_GOOD or is_prompt(name))


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
            self._ask(prompt, question)
        remember_what_was_shown(self)

    def _ask(self, prompt: str, question: str) -> None:
        rows, most = (2, LONGEST_WISH) if prompt == WISH else (4, LONGEST_ANSWER)
        self.fields[prompt] = WordsField(label=question, rows=rows, max_length=most, required=False)
        if prompt != WISH:
            self.fields[f"{prompt}_not_today"] = forms.BooleanField(label=_("Not today"), required=False)
            self.fields[f"{prompt}_aloud"] = forms.BooleanField(label=_("I’ll say this one aloud"), required=False)

    @property
    def given(self) -> Mapping[str, Given]:
        """Return the answers as they were typed."""
        cleaned = self.cleaned_data
        ticks = {prompt: [cleaned.get(f"{prompt}{tick}", False) for tick in TICKS] for prompt in self.prompts}
        return {prompt: Given(cleaned[prompt], *ticks[prompt]) for prompt in self.prompts}

    @property
    def changed(self) -> Mapping[str, Given]:
        """Return the answers that were changed on this very page; another page may have changed the rest meanwhile.

        Where only what is ticked beside them was, the words stay as they are kept.
        """
        changed = set(self.changed_data)
        return {
            prompt: given if prompt in changed else replace(given, words=None)
            for prompt, given in self.given.items()
            if {prompt, *(f"{prompt}{tick}" for tick in TICKS)} & changed
        }

    def questions(self) -> list[tuple[int, forms.BoundField, list[forms.BoundField]]]:
        """Return each question's place and text, and what is ticked instead; a wish, which may stay empty, has none."""
        first = len(self.screens()) - len(self.asked) + 1
        asked = enumerate(self.asked, start=first)
        return [(place, self[prompt], self._ticks(prompt)) for place, prompt in asked]

    def _ticks(self, prompt: str) -> list[forms.BoundField]:
        return [self[f"{prompt}{tick}"] for tick in TICKS if f"{prompt}{tick}" in self.fields]

    def screens(self) -> list[str]:
        """Return what is asked one after the other."""
        return self.asked

    def something_good(self) -> forms.BoundField | None:
        """Return the field for it, where there is one: it comes first."""
        return self._beside(SOMETHING_GOOD)

    def _beside(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    def set_aside(self) -> list[forms.BoundField]:
        """Return what was typed to a question that another one has taken the place of."""
        return [self[prompt] for prompt in self.prompts if prompt not in self.asked]


class PrepareForm(SubmissionForm, AnswersForm):
    """All that one prepares on a talk's page: something good comes first, where the talk does not ask for it itself."""

    # A button's: the other one has no name, and hands in what has an answer.
    aloud = forms.BooleanField(label=_("I’ll say it aloud"), required=False)

    def __init__(
        self, prompts: Sequence[str], *args: Any, takes_good: bool, asks_needs: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(prompts, *args, **kwargs)
        for name in ("submission", "aloud"):
            self.fields[name].show_hidden_initial = False
        if takes_good:
            asks = WordsField(label=PROMPTS[GOOD], max_length=LONGEST_LINE, required=False, show_hidden_initial=True)
            self.fields[SOMETHING_GOOD] = asks
        if asks_needs:
            # Said by the page itself: one from before the two chose this has asked nobody.
            self.fields["asks_needs"] = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
            self.fields["needs_not_today"] = forms.BooleanField(label=_("Not today"), required=False)

    @property
    def needs(self) -> bool | None:
        """Tell whether what one needs most goes in; None where the page that was sent did not ask."""
        if not self.cleaned_data.get("asks_needs"):
            return None
        return not self.cleaned_data["needs_not_today"]

    @property
    def rest_aloud(self) -> bool:
        """Tell whether its writer says aloud what they have not answered."""
        return bool(self.cleaned_data["aloud"])

    @property
    def good(self) -> Good | None:
        """Return what was typed of something good; words that were not changed on this page are as they are kept."""
        if SOMETHING_GOOD not in self.fields:
            return None
        is_changed = SOMETHING_GOOD in self.changed_data
        return Good(self.cleaned_data[SOMETHING_GOOD] if is_changed else None, self.submission_id)

    def screens(self) -> list[str]:
        """Return what is asked one after the other."""
        return [name for name in (SOMETHING_GOOD, "needs_not_today", *self.asked) if name in self.fields]

    @property
    def place_of_needs(self) -> int:
        """Return which of the screens asks for it, counted from 1."""
        return self.screens().index("needs_not_today") + 1


class TakeAwayForm(forms.Form):
    """What one person takes with them."""

    words = WordsField(label=_("What I take with me"), rows=3, max_length=LONGEST_ANSWER, required=False)
