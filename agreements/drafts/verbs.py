"""Drafts: written alone, seen by nobody else, kept at every step."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from agreements.drafts.models import Draft
from agreements.kinds.base import AgreementKind
from agreements.kinds.form import first_terms
from agreements.kinds.terms import Terms


def begin_draft(
    author: Any, kind: AgreementKind, starter: Mapping[str, Any], submission: uuid.UUID, now: datetime
) -> Draft:
    """Make a draft with sensible values in every field. A repeated submission returns the draft it made."""
    terms = first_terms(kind.form_class, {**kind.defaults(author), **starter})
    try:
        with transaction.atomic():
            return Draft.objects.create(
                author=author,
                submission=submission,
                kind=kind.name,
                words=terms.words,
                settings=terms.settings,
                updated_at=now,
            )
    except IntegrityError:
        return Draft.objects.get(author=author, submission=submission)


def keep_draft(draft: Draft, terms: Terms, coping_line: str | None, now: datetime) -> None:
    """Store what one step of the form said."""
    merged = draft.terms.replaced(terms)
    draft.words, draft.settings, draft.updated_at = merged.words, merged.settings, now
    if coping_line is not None:
        draft.coping_line = coping_line
    draft.save(update_fields=["words", "settings", "coping_line", "updated_at"])
