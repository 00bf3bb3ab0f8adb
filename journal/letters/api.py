"""One's own letters in the API: nobody else has read them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import DraftSerializer
from agreements.drafts.showing import draft_as_seen
from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer
from basics.api.moments import Moment
from basics.api.views import made
from basics.transactions import reading
from couples.seats.api import PartnersApi
from couples.seats.models import Membership
from journal.letters import sending
from journal.letters import verbs as writing
from journal.letters.forms import LetterForm
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.shared_api import ComposedLetterSerializer, SaidSerializer
from journal.letters.showing import as_seen, own_letter
from journal.lock.api import OwnApi

# How a draft is given to the other.
Give = Callable[[Membership, uuid.UUID, datetime], ComposedLetter]


class OwnLetterSerializer(serializers.Serializer[Any]):
    """A letter that nobody but its writer has read."""

    id = serializers.UUIDField(source="pk")
    said = SaidSerializer()
    rests_until = Moment(allow_null=True, help_text="Until then it rests; null for a draft as any other. In UTC.")
    is_whole = serializers.BooleanField(help_text="Whether it could be sent.")


class LetterInput(FormSerializer):
    """The four steps; anything may be missing of a letter that is not sent."""

    form_class = LetterForm

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, form_options={"is_whole": False}, **options)


class HoldInput(StrictSerializer):
    """Until when it rests."""

    until = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="At most seven days ahead; without it, tomorrow at nine on the caller's own clock.",
    )


class OwnLettersApi(OwnApi):
    """The base of what is about one's own."""

    def shown(self, row: LetterDraft) -> dict[str, Any]:
        """Return it as its writer sees it."""
        return OwnLetterSerializer(own_letter(row, self.person, "", timezone.now())).data

    def found(self, letter_id: uuid.UUID) -> LetterDraft:
        """Return one of the caller's own; the partner's, a stranger's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(LetterDraft, pk=letter_id, person=self.person)


class OwnLetters(OwnLettersApi):
    """The caller's own."""

    @operation("listOwnLetters", answer=OwnLetterSerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List my letters that nobody else has read, the last written first."""
        rows, now = LetterDraft.objects.filter(person=self.person).order_by("-written_at", "pk"), timezone.now()
        return self.listed(rows, OwnLetterSerializer, lambda row: own_letter(row, self.person, "", now))

    @operation(
        "writeLetter",
        body=LetterInput,
        answer=OwnLetterSerializer,
        status=201,
        problems=["no-room", "not-found"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write a letter, for myself alone until I send it."""
        said = self.read(LetterInput).form.said
        row = writing.begin(self.person, said, self.submission(), timezone.now(), self.body_hash())
        return made(self.shown(row), "api:own_letter", row.pk)


class OneOwnLetter(OwnLettersApi):
    """One of the caller's own."""

    @operation("getOwnLetter", answer=OwnLetterSerializer, problems=["not-found"])
    def get(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Show a letter of mine that nobody else has read."""
        return Response(self.shown(self.found(letter_id)))

    @operation("changeOwnLetter", body=LetterInput, answer=OwnLetterSerializer, problems=["not-found", "no-room"])
    def put(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Write it anew."""
        self.found(letter_id)
        said = self.read(LetterInput).form.said
        return Response(self.shown(writing.change(self.person, letter_id, said, timezone.now())))

    @operation("deleteOwnLetter", status=204, problems=["not-found"])
    def delete(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Throw it away."""
        self.found(letter_id)
        writing.throw_away(self.person, letter_id)
        return Response(status=204)


class HoldOwnLetter(OwnLettersApi):
    """Letting one rest."""

    @operation("holdOwnLetter", body=HoldInput, answer=OwnLetterSerializer, problems=["not-found"])
    def post(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Let it rest. Then I am told once and it is a draft again; it is never sent by itself."""
        self.found(letter_id)
        now = timezone.now()
        until = self.read(HoldInput).validated_data["until"] or writing.tomorrow_morning(self.person, now)
        return Response(self.shown(writing.hold(self.person, letter_id, until, now)))

    @operation("takeOutOwnLetter", answer=OwnLetterSerializer, problems=["not-found"])
    def delete(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Let it rest no longer."""
        return Response(self.shown(writing.take_out(self.person, letter_id)))


class LetterToAgreement(OwnLettersApi):
    """What a letter asks for, as an agreement."""

    @operation(
        "makeLetterAnAgreement", answer=DraftSerializer, status=201, problems=["invalid", "not-found", "no-room"]
    )
    def post(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Make a draft of an agreement with the words of a letter of mine. Nobody else sees it."""
        draft = writing.make_agreement(self.person, letter_id, timezone.now())
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)


class GiveOwnLetter(OwnApi, PartnersApi):
    """Giving one to the other."""

    def give(self, verb: Give, letter_id: uuid.UUID) -> Response:
        """Send it, or keep it for a talk."""
        letter = verb(self.seat, letter_id, timezone.now())
        return made(ComposedLetterSerializer(as_seen(letter, self.seat)).data, "api:composed_letter", letter.pk)


GIVING = ["invalid", "not-connected", "not-found", "fixed", "paused"]


class SendOwnLetter(GiveOwnLetter):
    """Sending it."""

    @operation("sendOwnLetter", answer=ComposedLetterSerializer, status=201, problems=[*GIVING, "too-many-requests"])
    def post(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Send a letter of mine: five a day. Sent again, it answers with the same letter."""
        return self.give(sending.send, letter_id)


class SaveOwnLetter(GiveOwnLetter):
    """Keeping it for a talk."""

    @operation("saveOwnLetterForTalk", answer=ComposedLetterSerializer, status=201, problems=[*GIVING, "no-room"])
    def post(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Save a letter of mine for our next talk, which opens with it; until then nobody else can read it."""
        return self.give(sending.save_for_talk, letter_id)
