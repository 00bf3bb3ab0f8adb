"""Words for feelings and needs as forms offer them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from journal.words import Family, Word, emotions, families

NO_SUCH_CHOICE = {"invalid_choice": _("There is no such choice. Choose one from the list.")}


def offered(words: Iterable[Word]) -> list[tuple[str, str]]:
    """Return words as choices."""
    return [(word.name, word.label) for word in words]


def all_feelings() -> list[tuple[str, str]]:
    """Return all words for feelings as choices."""
    return offered(emotions().values())


class WordsChosenField(forms.MultipleChoiceField):
    """Some of the words that are offered, to be ticked; none is enough."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, error_messages=NO_SUCH_CHOICE, **options)


def by_family(feelings: forms.BoundField) -> Sequence[tuple[Family, Sequence[forms.boundfield.BoundWidget]]]:
    """Return the boxes of a field for feelings, one to tick each, under the families."""
    boxes = {box.data["value"]: box for box in feelings}
    return [(family, [boxes[word.name] for word in family.words]) for family in families()]
