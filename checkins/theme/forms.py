"""What is tapped of a talk's theme."""

from __future__ import annotations

from django import forms

from agreements.kinds.base import AgreementKind, all_kinds, kind_named
from checkins.theme.showing import MINE, THEIRS
from journal.choosing import NO_SUCH_CHOICE, offered
from journal.words import needs


class RowForm(forms.Form):
    """Which row of what was compared a letter is to be about; and as which kind, where its writer has chosen."""

    need = forms.ChoiceField(choices=lambda: offered(needs()), error_messages=NO_SUCH_CHOICE)
    whose = forms.ChoiceField(choices=[(MINE, MINE), (THEIRS, THEIRS)], error_messages=NO_SUCH_CHOICE)
    kind = forms.ChoiceField(
        choices=lambda: [(kind.name, kind.label) for kind in all_kinds()], required=False, error_messages=NO_SUCH_CHOICE
    )

    @property
    def is_mine(self) -> bool:
        """Tell whether the row is of who asks. The form is valid."""
        return bool(self.cleaned_data["whose"] == MINE)

    @property
    def chosen_kind(self) -> AgreementKind | None:
        """Return the kind that was chosen; None for the one that fits. The form is valid."""
        name = self.cleaned_data["kind"]
        return kind_named(name) if name else None
