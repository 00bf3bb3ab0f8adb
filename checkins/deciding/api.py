"""Questions in the API. Queued, one is a topic like any other."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.models import Agreement
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.views import made
from basics.transactions import reading
from checkins.agenda.api import TopicsApi, TopicSerializer
from checkins.deciding.forms import QuestionForm
from checkins.deciding.kind import HowWeDecide
from checkins.deciding.verbs import queue_question


class QuestionInput(FormSerializer):
    """A question, and whether the partner reads it beforehand."""

    form_class = QuestionForm


class QuestionTopic(TopicsApi):
    """Saving a question for a talk."""

    @operation(
        "queueQuestion",
        body=QuestionInput,
        answer=TopicSerializer,
        status=201,
        problems=["not-connected", "not-found", "not-open-yet", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Queue a question under an agreement on how we decide, for the first talk that leaves our time to think.

        Only I can read it until a talk opens with it, unless I announce it.
        """
        with reading(self.person.pk):
            rows = Agreement.objects.of(self.seat).filter(kind=HowWeDecide.name)
            agreement = get_object_or_404(rows, pk=agreement_id)
        given = self.read(QuestionInput).form.cleaned_data
        said = given["words"], given["announced"], self.submission(), timezone.now(), self.body_hash()
        topic = queue_question(self.seat, agreement, *said)
        return made(self.shown(topic), "api:topic", topic.pk)
