"""Sending a draft in the API."""

from __future__ import annotations

import uuid

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import draft_or_404, whole_form
from agreements.drafts.models import Draft
from agreements.letters import consent
from agreements.letters.api import AgreementsApi, AgreementSerializer
from agreements.letters.models import Agreement, Version
from basics.api.inputs import errors_of
from basics.api.views import made, operation


class SendDraft(AgreementsApi):
    """Sending a draft."""

    @operation(
        "sendDraft",
        answer=AgreementSerializer,
        status=201,
        problems=["invalid", "not-connected", "not-found", "one-already", "too-many-requests"],
    )
    def post(self, request: Request, draft_id: uuid.UUID) -> Response:
        """Send a draft of mine: it becomes a letter. Sent again, it answers with the same agreement."""
        agreement = self._sent(draft_id) or self._send(draft_or_404(self.person, draft_id))
        return made(self.shown(agreement), "api:agreement", agreement.pk)

    def _sent(self, draft_id: uuid.UUID) -> Agreement | None:
        own = Version.objects.filter(author=self.seat.user, submission=draft_id, agreement__couple=self.seat.couple_id)
        version = own.select_related("agreement").first()
        return version.agreement if version else None

    def _send(self, draft: Draft) -> Agreement:
        form = whole_form(draft)
        if not form.is_valid():
            raise serializers.ValidationError({"terms": errors_of(form)})
        return consent.propose_draft(self.seat, draft, timezone.now())
