"""What is typed about a topic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.submissions import SubmissionForm

LONGEST_TOPIC = 280
# They stand on pages whose own forms have words as well.
OWN_IDS = "id_topic_%s"


class TopicForm(forms.Form):
    """A line of one's own, and whether the other reads it before the talk."""

    words = WordsField(label=_("What I'd like to talk about"), max_length=LONGEST_TOPIC)
    announced = forms.BooleanField(label=_("Say beforehand that it's coming"), required=False)

    def __init__(self, *args: Any, needs_words: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = OWN_IDS
        self.fields["words"].required = needs_words


# The pages of a talk on which something of topics can be pressed.
PAGES = ("check_in", "ten_minutes", "table")


class BackForm(forms.Form):
    """The talk on one of whose pages a button stood, if on one; to lead back there."""

    check_in = forms.UUIDField(widget=forms.HiddenInput, required=False)
    page = forms.ChoiceField(choices=[(name, name) for name in PAGES], widget=forms.HiddenInput, required=False)
    # Which part of the page, so that a tap does not turn it back to its beginning.
    place = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=20)

    def address(self, place: str = "") -> str:
        """Return where that is, with a place on the page; empty where there was no talk."""
        sent = self.cleaned_data if self.is_valid() else {}
        if not sent.get("check_in"):
            return ""
        place = sent["place"] or place
        return reverse(sent["page"] or PAGES[0], args=[sent["check_in"]]) + (f"#{place}" if place else "")


class NewTopicForm(SubmissionForm, BackForm, TopicForm):
    """The same, to be queued."""


class AboutForm(forms.Form):
    """Words of one's own to what is saved; they may be missing where that is something without them."""

    words = WordsField(label=_("In my own words"), max_length=LONGEST_TOPIC)

    def __init__(self, *args: Any, needs_words: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = OWN_IDS
        self.fields["words"].required = needs_words


class AboutTriggerForm(SubmissionForm, AboutForm):
    """The same, for what can be saved for one talk after the other."""
