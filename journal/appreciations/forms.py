"""What is typed of something good."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.submissions import SubmissionForm
from basics.typed import CountedField
from journal.appreciations.vague import hint_for
from journal.appreciations.verbs import Said

# The fields that hold somebody's words.
WORDS = ("what_you_did", "when_it_was", "what_it_meant")
LONGEST_LINE = 140
LINE = forms.TextInput(attrs={"class": "words"})


class AppreciationForm(forms.Form):
    """One thing that the other did; when, and what it meant, if one likes. Two buttons send it."""

    what_you_did = WordsField(label=_("What you did"), max_length=LONGEST_LINE)
    when_it_was = CountedField(label=_("When it was"), max_length=60, required=False, widget=LINE)
    what_it_meant = WordsField(label=_("What it meant to me"), max_length=280, required=False)
    # A button's: the other one has no name, and keeps it for the talk.
    now = forms.BooleanField(label=_("Give it now"), required=False)

    @property
    def said(self) -> Said:
        """Return what was written, of a valid form."""
        return Said(**{name: self.cleaned_data[name] for name in WORDS})

    @property
    def typed(self) -> dict[str, str]:
        """Return what is valid of what is being written."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data}

    @property
    def has_more(self) -> bool:
        """Tell whether more than the one thing stands in it, so that a page shows that part."""
        more = (self["when_it_was"], self["what_it_meant"])
        return any(field.value() or field.errors for field in more)

    @property
    def hint(self) -> str:
        """Return what could be said more exactly of what stands in it; empty for what is not there."""
        words = (self["what_you_did"].value() or "").strip()
        return hint_for(words) if words else ""


class NewAppreciationForm(SubmissionForm, AppreciationForm):
    """The same, to be written down."""
