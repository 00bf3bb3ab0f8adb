"""What two people try, in the API. Whoever of the two asks, it says the same."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import DraftSerializer
from agreements.drafts.showing import draft_as_seen
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.terms_api import KindField
from basics.answering import none_is_404
from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer
from basics.api.views import made
from basics.transactions import reading
from checkins.rhythm.models import CheckIn
from checkins.tries import verbs as trying
from checkins.tries.forms import WishForm
from checkins.tries.models import Try
from checkins.tries.showing import one_try, tries_between
from couples.seats.api import PartnersApi


class TrySerializer(serializers.Serializer[Any]):
    """A wish that the two try until their next talk. It is both's: nobody is told who wanted to."""

    id = serializers.UUIDField(source="pk")
    words = serializers.CharField()
    stands = serializers.BooleanField(
        help_text="Whether the two try it until their next talk; if not, they can still keep it until then."
    )
    letter = serializers.UUIDField(
        source="letter.pk", allow_null=True, default=None, help_text="The letter about it that waits for an answer."
    )


class WishInput(FormSerializer):
    """Whose wish to try."""

    form_class = WishForm


class BecomingInput(StrictSerializer):
    """As what to begin a letter."""

    kind = KindField(help_text="A kind that a wish can become: not, for one, a time to talk.")

    def validate_kind(self, name: str) -> AgreementKind:
        """Find the kind, among those that a line can become."""
        kind = kind_named(name)
        if not kind.place_for_a_line:
            raise serializers.ValidationError(_("What you try cannot become one of these."))
        return kind


class TriesApi(PartnersApi):
    """The base of what is about tries."""

    def shown(self, try_id: uuid.UUID) -> Response:
        """Answer with one as both see it now."""
        with reading(self.person.pk), none_is_404(Try.DoesNotExist):
            return Response(TrySerializer(one_try(self.seat, try_id, timezone.now())).data)

    def do(self, verb: Any, try_id: uuid.UUID) -> Any:
        """Call a verb on one try; a stranger's, one that is over and an unknown one answer the same 404."""
        with none_is_404(Try.DoesNotExist):
            return verb(self.seat, try_id, now=timezone.now())


class Tries(TriesApi):
    """What the two try."""

    @operation("listTries", answer=TrySerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List what the two of us try at present, talk by talk."""
        return self.listed(tries_between(self.seat, timezone.now()), TrySerializer)


class TryAWish(TriesApi):
    """Trying a wish."""

    @operation(
        "tryWish",
        body=WishInput,
        answer=TrySerializer,
        problems=["not-connected", "not-found", "not-open-yet", "no-room"],
    )
    def put(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Try a wish from our last talk, mine or my partner's, until the next one. Tried already, it is that try."""
        with reading(self.person.pk):
            check_in = get_object_or_404(CheckIn.objects.of(self.seat), pk=check_in_id)
        is_mine = self.read(WishInput).form.is_mine
        return self.shown(trying.try_this(check_in, self.seat, is_mine, timezone.now()).pk)


class OneTry(TriesApi):
    """One thing that the two try."""

    @operation("getTry", answer=TrySerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, try_id: uuid.UUID) -> Response:
        """Show one thing that we try."""
        return self.shown(try_id)

    @operation("letTryGo", status=204, problems=["not-connected", "not-found"])
    def delete(self, request: Request, try_id: uuid.UUID) -> Response:
        """Try it no more."""
        self.do(trying.let_go, try_id)
        return Response(status=204)


class KeepTry(TriesApi):
    """Keeping one for now."""

    @operation("keepTry", answer=TrySerializer, problems=["not-connected", "not-found", "no-room"])
    def post(self, request: Request, try_id: uuid.UUID) -> Response:
        """Keep it for now: until the talk after our last one."""
        self.do(trying.keep_for_now, try_id)
        return self.shown(try_id)


class DraftOfTry(TriesApi):
    """Making it an agreement."""

    @operation(
        "beginDraftOfTry",
        body=BecomingInput,
        answer=DraftSerializer,
        status=201,
        problems=["not-connected", "not-found", "one-already", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, try_id: uuid.UUID) -> Response:
        """Begin a draft of mine with the words of what we try; sent and agreed on, it is tried no more."""
        kind = self.read(BecomingInput).validated_data["kind"]
        begin = partial(trying.begin_letter, kind=kind, submission=self.submission(), body=self.body_hash())
        draft = self.do(begin, try_id)
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)
