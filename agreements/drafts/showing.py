"""What its author sees of a draft."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from agreements.drafts.models import Draft
from agreements.drafts.verbs import complete_form
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.form import TermsForm
from agreements.kinds.terms import Terms
from agreements.letters.called import called
from agreements.letters.showing import Letter
from basics.shown import remember_what_was_shown
from couples.people.models import User
from couples.seats.access import membership_of


@dataclass(frozen=True)
class DraftAsSeen:
    """A draft as the letter it would become."""

    pk: uuid.UUID
    kind: AgreementKind
    terms: Terms
    letter: Letter
    coping_line: str
    # Raised by each change, so that a page can say which words it showed.
    revision: int
    updated_at: datetime

    @property
    def is_complete(self) -> bool:
        """Tell whether it could be sent as it is."""
        return complete_form(self.kind, self.terms, self.coping_line).is_valid()

    @property
    def title(self) -> str:
        """Return one line that tells it from others."""
        return self.letter.title

    @property
    def called(self) -> str:
        """Return what pages call it."""
        return called(self.kind, self.terms)


def draft_as_seen(draft: Draft, author: User) -> DraftAsSeen:
    """Return a draft as its author sees it, with the partner's name in it once there is one."""
    kind, seat = kind_named(draft.kind), membership_of(author)
    partner_name = seat.partner.name if seat else _("my partner")
    return DraftAsSeen(
        pk=draft.pk,
        kind=kind,
        terms=draft.terms,
        letter=Letter(kind, draft.terms, author.name, partner_name),
        coping_line=draft.coping_line,
        revision=draft.revision,
        updated_at=draft.updated_at,
    )


def drafts_of(author: User) -> list[DraftAsSeen]:
    """Return the person's own drafts, the last written first."""
    return [draft_as_seen(draft, author) for draft in Draft.objects.filter(author=author).order_by("-updated_at", "pk")]


def step_form(
    draft: Draft | None, kind: AgreementKind, step: int, author: User, data: QueryDict | None = None
) -> TermsForm:
    """Return the form of one step, filled with what the draft says, or blank for one that is gone."""
    seat = membership_of(author)
    form = kind.form_class(
        data,
        initial={**draft.terms.values, "coping_line": draft.coping_line} if draft else None,
        shown=kind.steps[step - 1],
        partner_name=seat.partner.name if seat else "",
    )
    remember_what_was_shown(form)
    return form
