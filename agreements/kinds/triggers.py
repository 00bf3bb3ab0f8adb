"""What sets one off: the words for what an agreement is about. They stand in `triggers.yaml` and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import OneHiddenInput
from agreements.kinds.spoken import content, entries, spoken

MOST = 3


@dataclass(frozen=True)
class Trigger:
    """One of them, in the reader's language."""

    name: str
    texts: Mapping[str, str]

    @property
    def label(self) -> str:
        """Return what pages call it."""
        return spoken(self.texts)


@cache
def all_triggers() -> Sequence[Trigger]:
    """Return all there are, in the order in which they are offered."""
    return tuple(read(content("triggers.yaml")))


def read(text: str) -> Iterator[Trigger]:
    """Read them. Raises TypeError for an entry with a key too many or too few, ValueError for one without a text."""
    return (_trigger(**entry) for entry in entries(text, "triggers"))


def _trigger(*, id: str, en: str, zh: str) -> Trigger:
    if not all(isinstance(said, str) and said.strip() for said in (id, en, zh)):
        raise ValueError(f"{id}: a text is missing, or is none.")
    return Trigger(id, {"en": en, "zh": zh})


def in_order(names: Collection[str]) -> list[Trigger]:
    """Return these in the order in which they are offered; one that is no more is left out."""
    return [trigger for trigger in all_triggers() if trigger.name in names]


def labels_of(names: Collection[str]) -> Sequence[str]:
    """Return what pages call these."""
    return [trigger.label for trigger in in_order(names)]


class TriggersField(forms.MultipleChoiceField):
    """None to three of them, in the order in which they are offered."""

    hidden_widget = OneHiddenInput
    # Told in the API's description.
    most = MOST

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=lambda: [(trigger.name, trigger.label) for trigger in all_triggers()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=list,
            error_messages={"invalid_choice": _("There is no such choice. Choose one from the list.")},
            **options,
        )

    def clean(self, value: Any) -> list[str]:
        """Refuse more than three."""
        names = [trigger.name for trigger in in_order(super().clean(value))]
        if len(names) > MOST:
            raise forms.ValidationError(_("Choose at most three."), code="many")
        return names
