"""What is sent to begin a draft; a line of one is its kind's own form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.drafts.showing import DraftAsSeen
from agreements.drafts.verbs import WrittenOn
from agreements.kinds.base import AgreementKind, all_kinds, kind_named
from basics.submissions import SubmissionForm
from basics.typed import WholeField
from couples.seats.forms import CoupleForm


class KindForm(forms.Form):
    """Which kind a page is about."""

    kind = forms.ChoiceField(choices=lambda: [(kind.name, kind.label) for kind in all_kinds()])

    @property
    def agreement_kind(self) -> AgreementKind:
        """Return the kind. The form is valid."""
        return kind_named(self.cleaned_data["kind"])


class ShownDraftForm(CoupleForm):
    """As which revision the page showed the draft, and to whom it would go."""

    revision = WholeField(required=False)

    @property
    def shown(self) -> int | None:
        """Return the revision; None where the form names none, and one that no draft has for what is no number."""
        return -1 if "revision" in self.errors else self.cleaned_data["revision"]


class BeginForm(SubmissionForm, CoupleForm, KindForm):
    """A kind, the name of a template to begin from (an unknown one is none), and what to do with what stands there."""

    starter = forms.CharField(required=False)
    action = forms.CharField(required=False)

    @property
    def starter_values(self) -> Mapping[str, Any]:
        """Return what the template brings."""
        starter = self.agreement_kind.starter(self.cleaned_data.get("starter", ""))
        return starter.values if starter else {}

    @property
    def asks_to(self) -> str:
        """Return what to do: send, invite or look; or keep it, which is what any other word means."""
        return str(self.cleaned_data.get("action", ""))


class SeveralForm(CoupleForm):
    """Which drafts to send, each as the revision that was shown."""

    def __init__(self, data: Mapping[str, Any] | None, ready: Sequence[DraftAsSeen]) -> None:
        super().__init__(data)
        self.fields["draft"] = forms.MultipleChoiceField(
            # One that is not there as it was shown is no choice of these.
            choices=[(f"{draft.pk}:{draft.revision}", draft.title) for draft in ready],
            error_messages={"required": _("Choose at least one letter."), "invalid_choice": WrittenOn.message},
        )

    @property
    def shown(self) -> Mapping[uuid.UUID, int]:
        """Return the revisions by the drafts' ids. The form is valid."""
        pairs = (choice.split(":") for choice in self.cleaned_data["draft"])
        return {uuid.UUID(draft_id): int(revision) for draft_id, revision in pairs}
