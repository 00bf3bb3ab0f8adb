"""Looking again at what is tried, in the API."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.base import kind_named
from agreements.kinds.terms import Terms
from agreements.kinds.terms_api import Changed, ChangedTermsField, ChangeInput
from agreements.letters import consent
from agreements.letters.api import (
    ANSWER_PROBLEMS,
    AgreementsApi,
    AgreementSerializer,
    VersionAnswerInput,
    VersionSerializer,
)
from agreements.letters.models import Agreement
from agreements.letters.version_names import LONGEST, number_of_version
from agreements.trials.answers import ANSWERS
from agreements.trials.forms import AnswerForm
from agreements.trials.showing import TrialAsSeen, trial_of
from agreements.trials.verbs import Said, answer_trial, try_first
from basics.api.description import operation
from basics.api.inputs import Choice, Day, Text
from basics.api.problems import Problem
from basics.api.views import made
from basics.transactions import reading


class TrialSerializer(serializers.Serializer[Any]):
    """Something that is tried, and the caller's own answer. The other's is never here."""

    version = VersionSerializer(source="agreement.in_force")
    until = serializers.DateField(help_text="The last day, by the clock of who suggested it.")
    answers = serializers.ListField(child=serializers.CharField(), source="offered")
    mine = serializers.CharField(help_text="The caller's own answer; empty until there is one.")
    mine_until = serializers.DateField(
        allow_null=True, help_text="Of trying it longer until when; null with any other answer."
    )


class TrialAnswerInput(ChangeInput):
    """An answer to what is tried."""

    version = Text(max_length=LONGEST, help_text="The `id` of the version that was read.")
    answer = Choice(choices=[*ANSWERS])
    terms = ChangedTermsField(required=False, help_text="Of a change what it says; what is not sent stays.")
    longer_until = Day(required=False, help_text="Of trying it longer until when; four more weeks if it is not sent.")

    def validate_longer_until(self, day: str) -> date:
        """Refuse what is no day of the calendar."""
        try:
            cleaned: date = AnswerForm.base_fields["longer_until"].clean(day)
        except forms.ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
        return cleaned


class TrialReview(AgreementsApi):
    """Looking again at what is tried."""

    @operation("getReview", answer=TrialSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Show what is tried, and what I said of it."""
        return Response(TrialSerializer(self._trial(self.found(agreement_id))).data)

    def _trial(self, agreement: Agreement) -> TrialAsSeen:
        with reading(self.person.pk):
            trial = trial_of(agreement, self.seat)
        if trial is None:
            raise Problem("not-found")
        return trial

    @operation(
        "answerReview",
        body=TrialAnswerInput,
        answer=AgreementSerializer,
        problems=[*ANSWER_PROBLEMS, "invalid", "not-yours", "unchanged"],
    )
    def put(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Say what is to become of it. It stays closed until both have; said again before that, the last one counts."""
        agreement = self.found(agreement_id)
        try:
            self._answer(agreement)
        except consent.Changed:
            raise self.changed(agreement) from None
        return Response(self.shown(agreement))

    def _answer(self, agreement: Agreement) -> None:
        words = agreement.in_force
        changed = Changed(kind_named(agreement.kind), words.terms if words else Terms())
        sent = self.read(TrialAnswerInput, changed=changed).validated_data
        terms = sent["terms"].form.terms if "terms" in sent else Terms()
        number = number_of_version(agreement.pk, sent["version"])
        said = Said(sent["answer"], terms, sent.get("longer_until"))
        answer_trial(agreement, self.seat, number, said, timezone.now())


class TryAgreement(AgreementsApi):
    """Yes, but for four weeks first."""

    @operation(
        "tryFirst",
        body=VersionAnswerInput,
        answer=AgreementSerializer,
        status=201,
        problems=[*ANSWER_PROBLEMS, "unchanged", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Answer a letter with the same words, tried for four weeks. It is in force once its writer has said yes."""
        agreement = self.found(agreement_id)
        number = number_of_version(agreement.pk, self.read(VersionAnswerInput).validated_data["version"])
        try:
            try_first(agreement, self.seat, number, self.submission(self.seat.couple_id), timezone.now())
        except consent.Changed:
            raise self.changed(agreement) from None
        return made(self.shown(agreement), "api:agreement", agreement.pk)
