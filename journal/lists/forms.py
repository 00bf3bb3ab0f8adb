"""What is typed into a list of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import LONGEST_LINE, WordsField
from agreements.kinds.terms import in_one_line
from basics.submissions import SubmissionForm
from journal.choosing import NO_SUCH_CHOICE
from journal.lists.lists import FEEDING, OwnList


class ItemForm(forms.Form):
    """One line, in one's own words."""

    words = WordsField(label=_("In your own words"), rows=1, max_length=LONGEST_LINE)

    def clean_words(self) -> str:
        """Return it in one line: it is a row of a list."""
        return in_one_line(self.cleaned_data["words"])


class NewItemForm(SubmissionForm, ItemForm):
    """One more of a list, to be written once."""

    def __init__(self, *args: Any, own_list: OwnList, **options: Any) -> None:
        """Say what one more of this list is; a page with several has a field of each."""
        super().__init__(*args, **options)
        self.auto_id = f"id_{own_list.name}_%s"
        field = self.fields["words"]
        field.label, field.help_text = own_list.one, own_list.hint
        self.own_list = own_list


class ListForm(forms.Form):
    """Which of the lists on one page it is for."""

    list = forms.ChoiceField(
        choices=lambda: [(each.name, each.label) for each in FEEDING], error_messages=NO_SUCH_CHOICE
    )
