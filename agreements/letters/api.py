"""Agreements in the API: read, propose, answer, amend, end."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.base import kind_named
from agreements.kinds.terms import COPING_LINE, Terms
from agreements.kinds.terms_api import (
    Changed,
    ChangedTermsField,
    ChangeInput,
    ComingSerializer,
    CopingLineInput,
    KindField,
    TermsOutput,
    WholeTermsField,
)
from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.letters.private_lines import line_beside, set_private_line
from agreements.letters.showing import whole_agreement, whole_agreements
from agreements.letters.version_names import LONGEST, name_of_version, number_of_version
from basics.api.description import operation
from basics.api.inputs import StrictSerializer, Text
from basics.api.moments import LocalDay, Moment
from basics.api.problems import Problem
from basics.api.views import made
from basics.transactions import reading
from couples.seats.api import PartnersApi
from couples.seats.models import Membership

WHO = ("me", "partner")
Answer = Callable[[Agreement, Membership, int, datetime], object]


class WhoField(serializers.ChoiceField):
    """Whether a person is the caller or their partner: `me` or `partner`. Nobody has a number here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=WHO, read_only=True, **options)

    def to_representation(self, is_mine: Any) -> str:
        """Name the person."""
        return "me" if is_mine else "partner"


class VersionSerializer(serializers.Serializer[Any]):
    """Immutable terms."""

    id = serializers.CharField(help_text="Names this version of this agreement; send it with an answer.")
    author = WhoField(source="is_mine")
    author_name = serializers.CharField(source="writer.name", help_text="What they were called on that day.")
    written_on = LocalDay(source="written_at", help_text="The day, in the caller's zone.")
    terms = TermsOutput()


class ConsentSerializer(serializers.Serializer[Any]):
    """One person's yes."""

    by = WhoField(source="is_mine")
    name = serializers.CharField(help_text="What they were called on that day.")
    given_on = LocalDay(source="given_at", help_text="The day, in the caller's zone.")


class AgreementSerializer(serializers.Serializer[Any]):
    """Something two people set together. It is in force only while both accepted the same version."""

    id = serializers.UUIDField(source="pk")
    kind = KindField(source="kind.name")
    title = serializers.CharField(help_text="For these two people's eyes.")
    state = serializers.ChoiceField(choices=["proposed", "in_force", "ended", "set_aside"])
    begun_by = WhoField(source="is_begun_by_me")
    begun_on = LocalDay(source="begun_at", help_text="The day, in the caller's zone.")
    in_force = VersionSerializer(allow_null=True, help_text="What both accepted.")
    in_force_since = LocalDay(allow_null=True, help_text="The day, in the caller's zone.")
    ended_on = LocalDay(source="ended_at", allow_null=True, help_text="The day, in the caller's zone.")
    ends_at = Moment(allow_null=True, help_text="When what is tried ends by itself, unless both keep it. In UTC.")
    kept_on = serializers.DateField(allow_null=True, help_text="When both let go on what they had tried.")
    tried_until = serializers.DateField(allow_null=True, help_text="The last day of what was tried and not kept.")
    consents = ConsentSerializer(many=True, help_text="To the version in force.")
    proposal = VersionSerializer(allow_null=True, help_text="The letter that waits for an answer.")
    coming = ComingSerializer(many=True, help_text="The first times that this letter would put ahead.")
    needs_my_answer = serializers.BooleanField()
    coping_line = serializers.CharField(help_text="The caller's own, for nobody else; empty without one.")


class ProposalInput(StrictSerializer):
    """A letter to send without a draft."""

    terms = WholeTermsField()


class AmendmentInput(ChangeInput):
    """Other words for an agreement."""

    based_on = Text(max_length=LONGEST, help_text="The `id` of the version that was read.")
    terms = ChangedTermsField()


class VersionAnswerInput(StrictSerializer):
    """Which version is answered."""

    version = Text(max_length=LONGEST, help_text="The `id` of the version that was read.")


class AgreementsApi(PartnersApi):
    """The base of what is about agreements."""

    def shown(self, agreement: Agreement) -> dict[str, Any]:
        """Return the agreement as it is now, as the caller may see it."""
        with reading(self.person.pk):
            fresh = whole_agreements(self.seat).get(pk=agreement.pk)
            seen = whole_agreement(fresh, self.seat, timezone.now())
        return AgreementSerializer(seen).data

    def found(self, agreement_id: uuid.UUID) -> Agreement:
        """Return one of the couple's agreements; a stranger's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            found = get_object_or_404(Agreement.objects.of(self.seat).with_words(), pk=agreement_id)
            return found.as_of(timezone.now())

    def changed(self, agreement: Agreement) -> Problem:
        """Return the problem of a stale version, with the `id` of the newest."""
        newest = self.found(agreement.pk).newest
        version = name_of_version(agreement.pk, newest.number) if newest else None
        return Problem("changed", consent.Changed.message, version=version)


class Agreements(AgreementsApi):
    """The couple's agreements."""

    @operation("listAgreements", answer=AgreementSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List our agreements, the newest first."""
        seen = partial(whole_agreement, seat=self.seat, now=timezone.now())
        return self.listed(whole_agreements(self.seat), AgreementSerializer, seen=seen)

    @operation(
        "propose",
        body=ProposalInput,
        answer=AgreementSerializer,
        status=201,
        problems=["not-connected", "one-already", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Send a letter. Sending is saying yes; it is in force once both have."""
        sent = self.read(ProposalInput).validated_data["terms"]
        submission = self.submission(self.seat.couple_id)
        agreement = consent.propose(
            self.seat, sent.agreement_kind, sent.form.terms, submission, timezone.now(), self.body_hash()
        )
        return made(self.shown(agreement), "api:agreement", agreement.pk)


class OneAgreement(AgreementsApi):
    """One of the couple's agreements."""

    @operation("getAgreement", answer=AgreementSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Show an agreement of ours."""
        return Response(self.shown(self.found(agreement_id)))


class AnswerAgreement(AgreementsApi):
    """The base of answers to the version that was read."""

    def answer(self, agreement_id: uuid.UUID, verb: Answer) -> Response:
        """Call the verb on the version that was read; say so if it is not the newest."""
        name = self.read(VersionAnswerInput).validated_data["version"]
        agreement = self.found(agreement_id)
        try:
            verb(agreement, self.seat, number_of_version(agreement.pk, name), timezone.now())
        except consent.Changed:
            raise self.changed(agreement) from None
        return Response(self.shown(agreement))


ANSWER_PROBLEMS = ("not-connected", "not-found", "changed")


class AcceptAgreement(AnswerAgreement):
    """These words."""

    @operation(
        "accept",
        body=VersionAnswerInput,
        answer=AgreementSerializer,
        problems=[*ANSWER_PROBLEMS, "one-already", "trial-over"],
    )
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Say yes to these very words. With both, they are in force."""
        return self.answer(agreement_id, consent.accept)


class DeclineAgreement(AnswerAgreement):
    """Not this one."""

    @operation("decline", body=VersionAnswerInput, answer=AgreementSerializer, problems=ANSWER_PROBLEMS)
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Set a letter aside. What is in force stays."""
        return self.answer(agreement_id, consent.decline)


class TakeBackAgreement(AnswerAgreement):
    """Take back one's own letter."""

    @operation("takeBack", body=VersionAnswerInput, answer=AgreementSerializer, problems=ANSWER_PROBLEMS)
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Take back a letter of mine before it is answered."""
        return self.answer(agreement_id, consent.take_back)


class AmendAgreement(AgreementsApi):
    """Other words."""

    @operation(
        "amend",
        body=AmendmentInput,
        answer=AgreementSerializer,
        status=201,
        problems=[*ANSWER_PROBLEMS, "not-yours", "unchanged", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Suggest other words. Sending also says yes to them; what is in force stays until both have."""
        agreement = self.found(agreement_id)
        try:
            self._amend(agreement)
        except consent.Changed:
            raise self.changed(agreement) from None
        return made(self.shown(agreement), "api:agreement", agreement.pk)

    def _amend(self, agreement: Agreement) -> None:
        # Whatever the body is based on: the verb refuses all but the newest, so no other words are looked at.
        newest = agreement.newest
        changed = Changed(kind_named(agreement.kind), newest.terms if newest else Terms())
        sent = self.read(AmendmentInput, changed=changed).validated_data
        terms, submission = sent["terms"].form.terms, self.submission(self.seat.couple_id)
        based_on = number_of_version(agreement.pk, sent["based_on"])
        consent.amend(agreement, self.seat, terms, based_on, submission, timezone.now(), self.body_hash())


class EndAgreement(AgreementsApi):
    """Ending."""

    @operation("end", answer=AgreementSerializer, problems=["not-connected", "not-found"])
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """End an agreement alone, at once, without a reason. Ending it again changes nothing."""
        agreement = self.found(agreement_id)
        consent.end(agreement, self.seat, timezone.now())
        return Response(self.shown(agreement))


class CopingLineSerializer(serializers.Serializer[Any]):
    """What the caller tells themself meanwhile."""

    coping_line = serializers.CharField(help_text="The caller's own, for nobody else; empty without one.")


class MyCopingLine(AgreementsApi):
    """The caller's private line beside an agreement."""

    @operation("getCopingLine", answer=CopingLineSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Show what I tell myself meanwhile."""
        return Response({COPING_LINE: line_beside(self.person.pk, self._with_line(agreement_id).pk)})

    @operation(
        "keepCopingLine",
        body=CopingLineInput,
        answer=CopingLineSerializer,
        problems=["not-connected", "not-found", "no-room"],
    )
    def put(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Keep what I tell myself meanwhile; an empty text removes it."""
        agreement = self._with_line(agreement_id)
        form = self.read(CopingLineInput, kind=kind_named(agreement.kind)).form
        set_private_line(agreement, self.seat, form.cleaned_data[COPING_LINE])
        return Response({COPING_LINE: form.cleaned_data[COPING_LINE]})

    def _with_line(self, agreement_id: uuid.UUID) -> Agreement:
        agreement = self.found(agreement_id)
        if COPING_LINE not in kind_named(agreement.kind).private_fields:
            raise Problem("not-found")
        return agreement
