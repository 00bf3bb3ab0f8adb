"""The one question of the first day in the API."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from checkins.answers.api import CheckInsApi, OneCheckInSerializer
from checkins.one_question.verbs import ask_one_question


class OneQuestionNow(CheckInsApi):
    """A light question for the first days."""

    @operation("askOneQuestion", answer=OneCheckInSerializer, problems=["not-connected", "paused", "no-question-now"])
    def post(self, request: Request) -> Response:
        """Begin it, or return the one that either of us has begun. It opens as soon as both are in."""
        return self.answer(ask_one_question(self.seat, timezone.now()).pk)
