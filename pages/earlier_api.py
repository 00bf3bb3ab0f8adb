"""Earlier couples in the API."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.terms_api import KINDS
from agreements.letters.api import VersionSerializer, WhoField
from agreements.letters.showing import VersionAsSeen, agreement_as_seen, version_as_seen
from basics.api.views import Api, LocalDay, Moment, operation
from checkins.answers.models import Answer
from checkins.decks.prompts import PROMPTS
from couples.seats.models import Membership
from pages import earlier


class EarlierSerializer(serializers.Serializer[Any]):
    """A couple the caller was part of."""

    id = serializers.UUIDField(source="couple_id")
    partner_name = serializers.CharField()
    connected_on = LocalDay(source="couple.connected_at", help_text="The day, in the caller's zone.")
    ended_on = LocalDay(source="ended_at", help_text="The day, in the caller's zone.")


class AgreedSerializer(serializers.Serializer[Any]):
    """An agreement that was in force."""

    kind = serializers.ChoiceField(choices=list(KINDS), source="kind.name")
    begun_by = WhoField(source="is_begun_by_me")
    in_force_since = LocalDay(help_text="The day, in the caller's zone.")
    version = VersionSerializer(source="in_force")


class OwnAnswerSerializer(serializers.Serializer[Any]):
    """An answer the caller gave."""

    starts_at = Moment(source="check_in.starts_at", help_text="When the check-in was, in UTC.")
    prompt = serializers.CharField()
    question = serializers.SerializerMethodField(help_text="In the caller's language.")
    words = serializers.CharField()
    not_today = serializers.BooleanField()

    def get_question(self, answer: Answer) -> str:
        """Return the prompt's text."""
        return str(PROMPTS.get(answer.prompt, ""))


class OwnTakeAwaySerializer(serializers.Serializer[Any]):
    """What the caller took with them."""

    starts_at = Moment(source="check_in.starts_at", help_text="When the check-in was, in UTC.")
    words = serializers.CharField()


class EarlierCoupleSerializer(EarlierSerializer):
    """What the caller may still read of a closed couple: their own words and the agreed words."""

    agreed = AgreedSerializer(many=True)
    own_letters = VersionSerializer(
        many=True, help_text="The caller's own letters that are not among the agreed words."
    )
    own_answers = OwnAnswerSerializer(many=True)
    own_take_aways = OwnTakeAwaySerializer(many=True)


class Earlier(Api):
    """Couples the caller was part of."""

    @operation("listEarlier", answer=EarlierSerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List the couples I was part of, the last one first."""
        return self.listed([_seat(seat) for seat in earlier.ended_seats(self.person)], EarlierSerializer)


def _seat(seat: Membership) -> dict[str, Any]:
    return {
        "couple_id": seat.couple_id,
        "couple": seat.couple,
        "ended_at": seat.ended_at,
        "partner_name": seat.partner.name,
    }


class EarlierCouple(Api):
    """One closed couple."""

    @operation("getEarlier", answer=EarlierCoupleSerializer, problems=["not-found"])
    def get(self, request: Request, couple_id: uuid.UUID) -> Response:
        """Show what stays: my own words and the agreed words. My partner's answers are closed to me as mine to them."""
        seat = earlier.ended_seat(self.person, couple_id)
        kept = earlier.kept(seat)
        shown = {
            **_seat(seat),
            "agreed": [agreement_as_seen(agreement, seat) for agreement, _letter in kept["agreed"]],
            "own_letters": _whole_letters(kept, seat),
            "own_answers": [answer for answer, _question in kept["own_answers"]],
            "own_take_aways": kept["own_take_aways"],
        }
        return Response(EarlierCoupleSerializer(shown).data)


def _whole_letters(kept: dict[str, Any], seat: Membership) -> list[VersionAsSeen]:
    """Leave out other words to the partner's letters: whole versions would repeat what the partner worded."""
    written = [version for version, _letter in kept["own_letters"]]
    return [version_as_seen(row.agreement, row, seat) for row in written if row.agreement.is_begun_by(seat)]
