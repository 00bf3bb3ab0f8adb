"""What is tapped and typed of what one felt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import LONGEST_LINE, WordsField
from basics.localtime import moment
from basics.submissions import SubmissionForm
from basics.typed import ClockField, CountedField, DayField, WholeField
from journal.choosing import NO_SUCH_CHOICE, WordsChosenField, all_feelings, by_family
from journal.entries.reading import STRENGTHS, EntryAsRead
from journal.entries.shown import SIZE_LABELS
from journal.entries.tags import LONGEST_OWN
from journal.entries.verbs import Said
from journal.words import Family, families

MOST_WORDS = 3
LONGEST_TEXT = 2_000
LONGEST_THOUGHT = 280


class FamilyForm(forms.Form):
    """Which family of words is looked at, and what sets one off where a page led here from it. Changes nothing."""

    family = forms.ChoiceField(required=False, choices=lambda: [(family.name, "") for family in families()])
    trigger = CountedField(required=False, max_length=LONGEST_OWN, widget=forms.HiddenInput)

    @property
    def chosen(self) -> Family | None:
        """Return the family; None for none, and for what is none."""
        name = self.cleaned_data.get("family") if self.errors is not None else ""
        return next((family for family in families() if family.name == name), None)

    @property
    def trigger_named(self) -> str:
        """Return what sets one off, if anything was named."""
        return str(self.cleaned_data.get("trigger", "")) if self.errors is not None else ""


class NoticeForm(SubmissionForm):
    """The third tap: one word."""

    feeling = forms.ChoiceField(choices=all_feelings, error_messages=NO_SUCH_CHOICE)
    trigger = CountedField(required=False, max_length=LONGEST_OWN, widget=forms.HiddenInput)

    @property
    def said(self) -> Said:
        """Return what was tapped, of a valid form."""
        return Said(feeling=self.cleaned_data["feeling"], trigger=self.cleaned_data["trigger"])


class MoreWordsField(WordsChosenField):
    """Further words for the same feeling, of any family."""

    most = MOST_WORDS - 1

    def clean(self, value: Any) -> list[str]:
        """Refuse more than two."""
        names = list(dict.fromkeys(super().clean(value)))
        if len(names) > self.most:
            raise forms.ValidationError(_("Three words at most, with the one you chose first."), code="many")
        return names


class EntryForm(forms.Form):
    """All that can be said of it, and none of it has to."""

    strength = forms.TypedChoiceField(
        label=_("How strong"),
        required=False,
        choices=lambda: [(str(number), label) for number, label in STRENGTHS.items()],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages=NO_SUCH_CHOICE,
    )
    words = MoreWordsField(choices=all_feelings, label=_("More words for it"))
    text = WordsField(label=_("What happened, in your words"), rows=4, max_length=LONGEST_TEXT, required=False)
    thought = WordsField(label=_("A thought that keeps coming back"), max_length=LONGEST_THOUGHT, required=False)
    own_trigger = CountedField(label=_("Or in a few words of your own"), max_length=LONGEST_OWN, required=False)
    day = DayField(label=_("Day"), required=False)
    time = ClockField(label=_("Time"), required=False)
    # A button's, one for each; where it is not sent nothing of it changes.
    trigger = CountedField(required=False, max_length=LONGEST_OWN, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: EntryAsRead | None = None, **options: Any) -> None:
        """Begin with what stands."""
        super().__init__(*args, **{**options, "initial": _standing(entry)})
        self.feeling_before = entry.feeling if entry else ""

    @property
    def said(self) -> Mapping[str, Any]:
        """Return what is valid of what was sent; what was not sent stays as it is."""
        names = [name for name in ("strength", "words", "text", "thought") if name in self.cleaned_data]
        found: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        if "words" in found:
            found["words"] = tuple(word for word in found["words"] if word != self.feeling_before)
        if "trigger" in self.data and "trigger" in self.cleaned_data:
            found["trigger"] = self.cleaned_data["trigger"]
        return found

    @property
    def words_by_family(self) -> Sequence[tuple[Family, Sequence[forms.boundfield.BoundWidget]]]:
        """Return the further words, one to tap each, under the families."""
        return by_family(self["words"])

    @property
    def chose_a_trigger(self) -> bool:
        """Tell whether what set it off was tapped or named, of a valid form."""
        return "trigger" in self.data or bool(self.cleaned_data["own_trigger"])

    @property
    def at(self) -> datetime | None:
        """Return the time in the active zone if one of the two was changed; an entry keeps its seconds."""
        cleaned = self.cleaned_data
        day, time = (cleaned.get(name) or self.initial.get(name) for name in ("day", "time"))
        if (day, time) == (self.initial.get("day"), self.initial.get("time")) or not (day and time):
            return None
        return moment(day, time, timezone.get_current_timezone_name())


def _standing(entry: EntryAsRead | None) -> dict[str, Any]:
    if entry is None:
        return {}
    local = timezone.localtime(entry.at)
    kept = {name: getattr(entry, name) for name in ("strength", "words", "text", "thought", "trigger")}
    time = local.time().replace(second=0, microsecond=0)
    return {**kept, "words": list(entry.words), "day": local.date(), "time": time}


class NewEntryForm(EntryForm):
    """The same with the one word that it takes, for whoever says all at once."""

    feeling = forms.ChoiceField(label=_("What I felt"), choices=all_feelings, error_messages=NO_SUCH_CHOICE)

    @property
    def said(self) -> Mapping[str, Any]:
        """Return all of it, of a valid form."""
        feeling = self.cleaned_data["feeling"]
        words = tuple(word for word in self.cleaned_data["words"] if word != feeling)
        return {**super().said, "feeling": feeling, "words": words}


class LineForm(forms.Form):
    """What one tells oneself when this sets one off."""

    line = WordsField(label=_("What I tell myself meanwhile"), max_length=LONGEST_LINE, required=False)


class SizeForm(forms.Form):
    """How much of an entry a copy says."""

    size = forms.ChoiceField(choices=lambda: [*SIZE_LABELS.items()], error_messages=NO_SUCH_CHOICE)

    @property
    def size_named(self) -> str:
        """Return it; the least for none, and for what is none."""
        return str(self.cleaned_data.get("size", "")) if self.errors is not None else ""


class ShowForm(SubmissionForm, SizeForm):
    """The same, to be shown, as it stood there."""

    words = CountedField(max_length=32, required=False, widget=forms.HiddenInput)


class PageForm(forms.Form):
    """Which page of the list."""

    page = WholeField(required=False, min_value=1, max_value=10_000)

    @property
    def number(self) -> int:
        """Return it; the first for none, and for what is none."""
        return (self.cleaned_data.get("page") if self.errors is not None else None) or 1
