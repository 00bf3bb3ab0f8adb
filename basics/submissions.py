"""A form carries a submission id, so that a double tap or a repeated request makes one row.

The id is stored on the row it made, under a unique constraint with its owner; the API takes it
from the `Idempotency-Key` header. Beside it stands a keyed hash of what was sent: the same id with something else in it
is no repetition, and answering as if it were would lose what was sent.
"""

from __future__ import annotations

import json
import uuid
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal

Row = TypeVar("Row", bound=Model)
# Any fixed namespace serves; it makes an id of a client's free-form key.
_NAMESPACE = uuid.UUID("5f7c3c0a-8a3e-4f9d-9a55-7d1b7c6f2b11")


def submission_from_key(key: str | None) -> uuid.UUID:
    """Return the submission id for an `Idempotency-Key`; a fresh one when there is no key."""
    return uuid.uuid5(_NAMESPACE, key) if key else uuid.uuid4()


class SentDifferently(Refusal):
    """The submission made something already, and said something else then."""

    name = "key-reused"
    message = _("This was sent once already and said something else then. Nothing has changed; you can send it anew.")


def body_hash(body: object) -> str:
    """Return what is stored of a body, so that it can be recognised and not be guessed."""
    said = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return salted_hmac("basics.submission", said, algorithm="sha256").hexdigest()[:32]


def made_before(rows: QuerySet[Row], submission: uuid.UUID, body: str) -> Row | None:
    """Return which of a person's own rows this submission has made already, if any; `body` is the hash of what is sent.

    Raises SentDifferently where both hashes are there and differ; where one is empty, nobody knows.
    """
    made = rows.filter(submission=submission).first()
    stored = made.body_hash if made else ""  # type: ignore[attr-defined]  # each model with a submission has one
    if stored and body and stored != body:
        raise SentDifferently
    return made


class SentInPayload:
    """For a model whose encrypted payload holds the hash of what was sent: beside it, a short text is soon guessed."""

    payload: Any

    @property
    def body_hash(self) -> str:
        """Return the hash; empty for what no program sent."""
        return str(self.payload.get("sent", ""))


class SubmissionForm(forms.Form):
    """A form with a hidden id that is made once, when the empty form is shown."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """Give the empty form a fresh id."""
        if field_name == "submission":
            return uuid.uuid4()
        return super().get_initial_for_field(field, field_name)

    @property
    def submission_id(self) -> uuid.UUID:
        """Return the id sent with the form; a form sent without one, or not yet sent, counts as new."""
        sent = self.cleaned_data if self.is_bound and self.errors is not None else {}
        return sent.get("submission") or uuid.uuid4()
