"""Earlier couples in the API."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.terms_api import KindField
from agreements.letters.api import VersionSerializer, WhoField
from basics.api.description import operation
from basics.api.moments import LocalDay, Moment
from basics.api.views import Api
from couples.seats.past import ended_seats
from journal.appreciations.api import GoodSerializer
from journal.copies.api import PassageSerializer
from journal.letters.shared_api import ComposedLetterSerializer
from pages import earlier


class EarlierSerializer(serializers.Serializer[Any]):
    """A couple the caller was part of."""

    id = serializers.UUIDField(source="couple_id")
    partner_name = serializers.CharField(source="partner.name")
    connected_on = LocalDay(source="couple.connected_at", help_text="The day, in the caller's zone.")
    ended_on = LocalDay(source="ended_at", help_text="The day, in the caller's zone.")


class AgreedSerializer(serializers.Serializer[Any]):
    """An agreement that was in force."""

    kind = KindField(source="kind.name")
    begun_by = WhoField(source="is_begun_by_me")
    in_force_since = LocalDay(help_text="The day, in the caller's zone.")
    version = VersionSerializer(source="in_force")


class OwnAnswerSerializer(serializers.Serializer[Any]):
    """An answer the caller gave."""

    starts_at = Moment(help_text="When the check-in was, in UTC.")
    prompt = serializers.CharField()
    question = serializers.CharField(help_text="In the caller's language.")
    words = serializers.CharField()
    not_today = serializers.BooleanField()
    aloud = serializers.BooleanField()


class OwnTakeAwaySerializer(serializers.Serializer[Any]):
    """What the caller took with them."""

    starts_at = Moment(help_text="When the check-in was, in UTC.")
    words = serializers.CharField()


class OwnNeedSerializer(serializers.Serializer[Any]):
    """One need in its place."""

    place = serializers.IntegerField()
    called = serializers.CharField(source="label", help_text="In the caller's language.")
    line = serializers.CharField()


class OwnNeedsSerializer(serializers.Serializer[Any]):
    """What the caller put into a talk of what they need most."""

    starts_at = Moment(help_text="When the check-in was, in UTC.")
    needs = OwnNeedSerializer(many=True)


class OwnTopicSerializer(serializers.Serializer[Any]):
    """Something the caller wanted to talk about."""

    about = serializers.CharField(help_text="The letter or the pause that it was about; empty for a line alone.")
    words = serializers.CharField()


class OwnCopySerializer(serializers.Serializer[Any]):
    """What the caller showed of their own."""

    shown_on = LocalDay(source="shown_at", help_text="The day, in the caller's zone.")
    passages = PassageSerializer(many=True)


class EarlierCoupleSerializer(serializers.Serializer[Any]):
    """What the caller may still read of a closed couple: their own words, the agreed words and appreciations."""

    id = serializers.UUIDField(source="seat.couple_id")
    partner_name = serializers.CharField(source="seat.partner.name")
    connected_on = LocalDay(source="seat.couple.connected_at", help_text="The day, in the caller's zone.")
    ended_on = LocalDay(source="seat.ended_at", help_text="The day, in the caller's zone.")
    agreed = AgreedSerializer(many=True)
    own_letters = VersionSerializer(
        many=True, source="whole_letters", help_text="The caller's own letters that are not among the agreed words."
    )
    own_answers = OwnAnswerSerializer(many=True)
    own_take_aways = OwnTakeAwaySerializer(many=True)
    own_needs = OwnNeedsSerializer(many=True)
    own_topics = OwnTopicSerializer(many=True)
    own_copies = OwnCopySerializer(many=True)
    appreciations = GoodSerializer(many=True, help_text="What was given by either, and the caller's own that were not.")
    letters = ComposedLetterSerializer(many=True, help_text="The letters that the two wrote each other.")
    our_questions = serializers.ListField(
        child=serializers.CharField(), help_text="The questions that the two wrote for their talks, whoever wrote them."
    )
    our_tries = serializers.ListField(
        child=serializers.CharField(), help_text="What the two tried when one of them left, whoever wished for it."
    )
    our_unnoticed = serializers.ListField(
        child=serializers.CharField(), help_text="What the two had written down that nobody noticed, whoever wrote it."
    )


class Earlier(Api):
    """Couples the caller was part of."""

    @operation("listEarlier", answer=EarlierSerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List the couples I was part of, the last one first."""
        return self.listed(ended_seats(self.person), EarlierSerializer)


class EarlierCouple(Api):
    """One closed couple."""

    @operation("getEarlier", answer=EarlierCoupleSerializer, problems=["not-found"])
    def get(self, request: Request, couple_id: uuid.UUID) -> Response:
        """Show what stays: my own words and the agreed words. My partner's answers are closed to me as mine to them."""
        kept = earlier.kept(earlier.ended_seat(self.person, couple_id), timezone.now())
        return Response(EarlierCoupleSerializer(kept).data)
