"""Topics in the API: one's own that wait, and what becomes of those that a talk has opened with."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.api import WhoField
from agreements.letters.models import Agreement
from agreements.pauses.models import Pause
from basics.answering import none_is_404
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import Moment
from basics.api.views import made
from basics.transactions import reading
from checkins.agenda import verbs as agenda
from checkins.agenda.forms import AboutForm, TopicForm
from checkins.agenda.models import Topic
from checkins.agenda.showing import own_topic, waiting_topics
from couples.seats.api import PartnersApi


class TopicSerializer(serializers.Serializer[Any]):
    """Something the caller wants to talk about, that waits for a talk."""

    id = serializers.UUIDField(source="pk")
    about = serializers.CharField(help_text="The letter or the pause that it is about; empty for a line alone.")
    agreement = serializers.UUIDField(source="agreement_id", allow_null=True, help_text="Of a letter.")
    decision = serializers.UUIDField(
        source="decision_id", allow_null=True, help_text="Of a question: the agreement on how the two of us decide."
    )
    ready_at = Moment(allow_null=True, help_text="Of a question: a talk that starts before goes without it. In UTC.")
    words = serializers.CharField()
    announced = serializers.BooleanField(source="is_announced", help_text="Whether the partner reads it beforehand.")
    asks_me = serializers.BooleanField(help_text="Whether it was moved on so often that the caller is asked.")


class OpenedTopicSerializer(serializers.Serializer[Any]):
    """One person's part of what a talk opened with."""

    id = serializers.UUIDField(source="pk")
    by = WhoField(source="is_mine")
    words = serializers.CharField()


class OnTheTableSerializer(serializers.Serializer[Any]):
    """What a talk opened with to talk about; of the same letter from both, both parts."""

    about = serializers.CharField(help_text="The letter or the pause that it is about; empty for a line alone.")
    agreement = serializers.UUIDField(source="agreement_id", allow_null=True, help_text="Of a letter.")
    can_be_moved = serializers.BooleanField(help_text="Whether either can still leave it to the next talk.")
    topics = OpenedTopicSerializer(many=True)


class ToldSerializer(serializers.Serializer[Any]):
    """What the partner said beforehand."""

    about = serializers.CharField()
    words = serializers.CharField()


class TopicInput(FormSerializer):
    """A line, and whether the partner reads it beforehand."""

    form_class = TopicForm


class AboutInput(FormSerializer):
    """Words of one's own to what is saved."""

    form_class = AboutForm


class TopicsApi(PartnersApi):
    """The base of what is about topics."""

    def shown(self, topic: Topic) -> dict[str, Any]:
        """Return a topic of the caller's own, read once more with all that it is about."""
        with reading(self.person.pk):
            saved = Topic.objects.by(self.seat).with_letters().get(pk=topic.pk)
        return TopicSerializer(own_topic(saved, self.seat)).data

    def own(self, topic_id: uuid.UUID) -> Topic:
        """Return a topic of the caller's own that waits; the partner's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(Topic.objects.by(self.seat).waiting().with_letters(), pk=topic_id)


class Topics(TopicsApi):
    """The caller's topics."""

    @operation("listTopics", answer=TopicSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List what I want to talk about and what waits for a talk, in the order in which it comes up."""
        return self.listed(waiting_topics(self.seat, timezone.now()).mine, TopicSerializer)

    @operation(
        "queueTopic",
        body=TopicInput,
        answer=TopicSerializer,
        status=201,
        problems=["not-connected", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Queue something for our next talk. Only I can read it until a talk opens with it, unless I announce it."""
        given = self.read(TopicInput).form.cleaned_data
        topic = agenda.queue_topic(
            self.seat, given["words"], given["announced"], self.submission(), timezone.now(), self.body_hash()
        )
        return made(self.shown(topic), "api:topic", topic.pk)


class OneTopic(TopicsApi):
    """One of the caller's topics."""

    @operation("getTopic", answer=TopicSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, topic_id: uuid.UUID) -> Response:
        """Show a topic of mine that waits."""
        return Response(self.shown(self.own(topic_id)))

    @operation("changeTopic", body=TopicInput, answer=TopicSerializer, problems=["not-connected", "not-found", "fixed"])
    def put(self, request: Request, topic_id: uuid.UUID) -> Response:
        """Write a topic of mine anew while it waits. What my partner could read for a day stays as it is."""
        topic = self.own(topic_id)
        options = {"needs_words": own_topic(topic, self.seat).needs_words}
        given = self.read(TopicInput, form_options=options).form.cleaned_data
        changed = agenda.change_topic(self.seat, topic.pk, given["words"], given["announced"], timezone.now())
        return Response(self.shown(changed))

    @operation("letTopicGo", status=204, problems=["not-connected", "not-found", "fixed"])
    def delete(self, request: Request, topic_id: uuid.UUID) -> Response:
        """Take away a topic of mine, while it waits or within a day after a talk opened with it."""
        return _done(agenda.let_go, self, topic_id)


class NextTime(TopicsApi):
    """Leaving something to the next talk."""

    @operation("leaveTopicToNextTalk", status=204, problems=["not-connected", "not-found", "fixed"])
    def post(self, request: Request, topic_id: uuid.UUID) -> Response:
        """Leave a topic that our talk opened with, mine or my partner's, to the next one."""
        return _done(agenda.move_to_next, self, topic_id)


class PickTopic(TopicsApi):
    """Choosing what ten minutes have time for."""

    @operation("pickTopic", status=204, problems=["not-connected", "not-found", "fixed"])
    def post(self, request: Request, topic_id: uuid.UUID) -> Response:
        """Choose which topic of mine our open talk takes into ten minutes, where there is time for one of each."""
        return _done(agenda.pick, self, topic_id)


class KeepOn(TopicsApi):
    """Keeping what was moved on often."""

    @operation("keepTopic", status=204, problems=["not-connected", "not-found"])
    def post(self, request: Request, topic_id: uuid.UUID) -> Response:
        """Keep a topic of mine that was left for next time again and again."""
        return _done(agenda.keep_on, self, topic_id)


def _done(verb: Any, api: TopicsApi, topic_id: uuid.UUID) -> Response:
    with none_is_404(Topic.DoesNotExist):
        verb(api.seat, topic_id, timezone.now())
    return Response(status=204)


class LetterTopic(TopicsApi):
    """Saving a letter for a talk."""

    @operation(
        "saveLetterForTalk",
        body=AboutInput,
        answer=TopicSerializer,
        problems=["not-connected", "not-found", "not-open-yet", "no-room"],
    )
    def put(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Save a letter that got no yes in two rounds, or a boundary that we agreed on, for our next talk.

        Nobody is told before it opens.
        """
        with reading(self.person.pk):
            letter = get_object_or_404(Agreement.objects.of(self.seat), pk=agreement_id)
        words = self.read(AboutInput).form.cleaned_data["words"]
        return Response(self.shown(agenda.queue_letter(self.seat, letter, words, timezone.now())))


class PauseTopic(TopicsApi):
    """Saving a pause for a talk."""

    @operation(
        "savePauseForTalk",
        body=AboutInput,
        answer=TopicSerializer,
        problems=["not-connected", "not-found", "fixed", "no-room"],
    )
    def put(self, request: Request, pause_id: uuid.UUID) -> Response:
        """Save what a pause was about for our next talk; it comes up first. Nobody is told before it opens."""
        with reading(self.person.pk):
            get_object_or_404(Pause.objects.seen_by(self.seat, timezone.now()), pk=pause_id)
        words = self.read(AboutInput).form.cleaned_data["words"]
        return Response(self.shown(agenda.queue_pause_topic(self.seat, words, pause_id, timezone.now())))
