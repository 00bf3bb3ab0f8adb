"""Kinds and drafts in the API."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts import verbs as drafts
from agreements.drafts.again import begin_again
from agreements.drafts.models import Draft
from agreements.drafts.showing import draft_as_seen
from agreements.kinds.base import kind_named
from agreements.kinds.fields import LONGEST_WORDS
from agreements.kinds.terms import COPING_LINE, Terms
from agreements.kinds.terms_api import (
    Changed,
    ChangedTermsField,
    ChangeInput,
    ComingSerializer,
    KindField,
    TermsOutput,
)
from agreements.letters.api import AgreementsApi, AgreementSerializer
from basics.api.description import operation
from basics.api.inputs import StrictSerializer, Text, errors_of
from basics.api.moments import Moment
from basics.api.views import Api, made
from couples.people.models import User


class DraftSerializer(serializers.Serializer[Any]):
    """Words that nobody but their author has seen."""

    id = serializers.UUIDField(source="pk")
    kind = KindField(source="kind.name")
    title = serializers.CharField(help_text="One line that tells it from others.")
    terms = TermsOutput()
    coming = ComingSerializer(many=True, help_text="The first times that it would put ahead.")
    coping_line = serializers.CharField(help_text="Private; it never becomes part of what is sent.")
    is_complete = serializers.BooleanField(help_text="Whether it could be sent as it is.")
    updated_at = Moment(help_text="In UTC.")


class DraftInput(StrictSerializer):
    """What to begin."""

    kind = KindField()
    starter = Text(max_length=40, allow_blank=True, required=False, default="", help_text="A template of this kind.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Find the kind's template."""
        kind = kind_named(attrs["kind"])
        starter = kind.starter(attrs["starter"])
        if attrs["starter"] and starter is None:
            raise serializers.ValidationError({"starter": [_("This kind has no such template.")]})
        return {"kind": kind, "values": starter.values if starter else {}}


class DraftChange(ChangeInput):
    """What to write into a draft; what is not sent stays."""

    terms = ChangedTermsField(required=False)
    coping_line = Text(max_length=LONGEST_WORDS, allow_blank=True, required=False, help_text="Private.")

    def validate_coping_line(self, words: str) -> str:
        """Refuse a private line where the kind has none."""
        if self.changed and COPING_LINE not in self.changed.kind.private_fields:
            raise serializers.ValidationError(_("This kind has no private line."))
        return words


class DraftsApi(Api):
    """The base of what is about drafts."""

    def shown(self, draft: Draft) -> dict[str, Any]:
        """Return the draft as its author sees it."""
        return DraftSerializer(draft_as_seen(draft, self.person)).data


class Drafts(DraftsApi):
    """The caller's drafts."""

    @operation("listDrafts", answer=DraftSerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List my drafts, the last written first."""
        own = Draft.objects.filter(author=self.person).order_by("-updated_at", "pk")
        return self.listed(own, DraftSerializer, seen=partial(draft_as_seen, author=self.person))

    @operation("beginDraft", body=DraftInput, answer=DraftSerializer, status=201, problems=["no-room"], makes_one=True)
    def post(self, request: Request) -> Response:
        """Begin a draft, with a sensible value in every field."""
        begun = self.read(DraftInput).validated_data
        draft = drafts.begin_draft(
            self.person, begun["kind"], begun["values"], self.submission(), timezone.now(), self.body_hash()
        )
        return made(self.shown(draft), "api:draft", draft.pk)


class OneDraft(DraftsApi):
    """One of the caller's drafts."""

    @operation("getDraft", answer=DraftSerializer, problems=["not-found"])
    def get(self, request: Request, draft_id: uuid.UUID) -> Response:
        """Show a draft of mine."""
        return Response(self.shown(draft_or_404(self.person, draft_id)))

    @operation("writeDraft", body=DraftChange, answer=DraftSerializer, problems=["not-found", "no-room"])
    def patch(self, request: Request, draft_id: uuid.UUID) -> Response:
        """Keep what is written so far; fields that are not sent stay as they are."""
        draft = draft_or_404(self.person, draft_id)
        changed = Changed(kind_named(draft.kind), draft.terms, only_sent=True)
        written = self.read(DraftChange, changed=changed).validated_data
        terms = written["terms"].form.terms if "terms" in written else Terms()
        drafts.keep_draft(draft, terms, written.get(COPING_LINE), timezone.now())
        return Response(self.shown(draft))

    @operation("deleteDraft", status=204, problems=["not-found"])
    def delete(self, request: Request, draft_id: uuid.UUID) -> Response:
        """Throw a draft of mine away."""
        draft_or_404(self.person, draft_id).delete()
        return Response(status=204)


def draft_or_404(author: User, draft_id: uuid.UUID) -> Draft:
    """Find one of the caller's own drafts; a stranger's and an unknown one answer the same."""
    return get_object_or_404(Draft, pk=draft_id, author=author)


class SendDraft(AgreementsApi):
    """Sending a draft."""

    @operation(
        "sendDraft",
        answer=AgreementSerializer,
        status=201,
        problems=["invalid", "not-connected", "not-found", "one-already", "no-room", "too-many-requests"],
    )
    def post(self, request: Request, draft_id: uuid.UUID) -> Response:
        """Send a draft of mine: it becomes a letter. Sent again, it answers with the same agreement."""
        try:
            agreement = drafts.send_draft(self.seat, draft_id, timezone.now())
        except Draft.DoesNotExist:
            raise Http404 from None
        except drafts.Incomplete as incomplete:
            raise serializers.ValidationError({"terms": errors_of(incomplete.form)}) from None
        return made(self.shown(agreement), "api:agreement", agreement.pk)


class BeginAgain(AgreementsApi):
    """Beginning again."""

    @operation(
        "beginAgain",
        answer=DraftSerializer,
        status=201,
        problems=["not-connected", "not-found", "changed", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Make a draft of mine with the words of an agreement that has ended. Nobody else sees it."""
        agreement = self.found(agreement_id)
        draft = begin_again(agreement, self.seat, self.submission(self.seat.couple_id), timezone.now())
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)
