"""The API: all its routes, its description, and what looks into every room: me, my keys, earlier couples."""

from __future__ import annotations

import uuid
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.api import VersionSerializer, WhoField
from agreements.api_terms import KINDS
from agreements.models import Agreement, Version
from basics.api import Api, LocalDay, Moment, Unknown, operation
from basics.form_inputs import FormSerializer
from basics.problems import PROBLEM_TYPES, Problem
from checkins.models import Answer
from checkins.prompts import PROMPTS
from config import earlier
from config.api_routes import WITH_API
from couples.forms import ProfileForm
from couples.models import AccessToken, Membership
from couples.tokens import revoke_token


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names our keys."""

    target_class = "couples.authentication.TokenAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer", "description": "A key made on the settings page."}


# Me


class ProfileInput(FormSerializer):
    """What to change about me; what is not sent stays."""

    form_class = ProfileForm
    is_change = True


class ProfileSerializer(serializers.Serializer[Any]):
    """What the service knows about the caller. The partner sees the name alone."""

    name = serializers.CharField()
    email = serializers.CharField(help_text="Changed on the account pages.")
    language = serializers.CharField()
    time_zone = serializers.CharField(help_text="An IANA name.")
    theme = serializers.CharField()


class Me(Api):
    """The caller."""

    @operation("getMe", answer=ProfileSerializer)
    def get(self, request: Request) -> Response:
        """Show my profile."""
        return Response(ProfileSerializer(self.person).data)

    @operation("changeMe", body=ProfileInput, answer=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        """Change my name, language, time zone or appearance."""
        saved = self.read(ProfileInput, form={"instance": self.person}).form.save()
        translation.activate(saved.language)
        return Response(ProfileSerializer(saved).data)


class KeySerializer(serializers.Serializer[Any]):
    """A key to the API, without its secret."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = Moment(help_text="In UTC.")


class Keys(Api):
    """The caller's keys. They are made on the settings page, after the password was asked."""

    @operation("listKeys", answer=KeySerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List my keys."""
        return self.listed(AccessToken.objects.filter(user=self.person).order_by("-created_at", "pk"), KeySerializer)


class OneKey(Api):
    """One of the caller's keys."""

    @operation("revokeKey", status=204, problems=["not-found"])
    def delete(self, request: Request, key_id: uuid.UUID) -> Response:
        """Revoke a key of mine, at once."""
        if not revoke_token(self.person, key_id):
            raise Problem("not-found")
        return Response(status=204)


# Earlier couples


class EarlierSerializer(serializers.Serializer[Any]):
    """A couple the caller was part of."""

    id = serializers.UUIDField(source="couple_id")
    partner_name = serializers.CharField()
    connected_on = LocalDay(source="couple.connected_at", help_text="The day, in the caller's zone.")
    ended_on = LocalDay(source="ended_at", help_text="The day, in the caller's zone.")


class AgreedSerializer(serializers.Serializer[Any]):
    """An agreement that was in force."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    begun_by = WhoField(source="author_id")
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
            "agreed": [_with_agreement(agreement) for agreement, _letter in kept["agreed"]],
            "own_letters": _whole_letters(kept, seat),
            "own_answers": [answer for answer, _question in kept["own_answers"]],
            "own_take_aways": kept["own_take_aways"],
        }
        return Response(EarlierCoupleSerializer(shown, context={"user": self.person}).data)


def _whole_letters(kept: dict[str, Any], seat: Membership) -> list[Version]:
    """Leave out other words to the partner's letters: whole versions would repeat what the partner worded."""
    written = [version for version, _letter in kept["own_letters"]]
    return [version for version in written if version.agreement.author_id == seat.user_id]


def _with_agreement(agreement: Agreement) -> Agreement:
    """Tell the version which agreement it is of, so that it need not look it up."""
    if agreement.in_force:
        agreement.in_force.agreement = agreement
    return agreement


# The description


def problem_type(request: HttpRequest, name: str) -> HttpResponse:
    """Explain a problem type: its URI leads here."""
    if name not in PROBLEM_TYPES:
        return Unknown.as_view()(request)
    found = PROBLEM_TYPES[name]
    return JsonResponse({"type": f"/api/problems/{name}", "title": str(found.title), "status": found.status})


# The docs page styles itself inline; nothing else on the site may.
docs = csp_update({"style-src": [SELF, UNSAFE_INLINE]})(SpectacularSwaggerSplitView.as_view(url_name="api_schema"))

rooms: list[URLPattern | URLResolver] = [
    path("me/", Me.as_view(), name="me"),
    path("me/keys/", Keys.as_view(), name="keys"),
    path("me/keys/<uuid:key_id>/", OneKey.as_view(), name="key"),
    path("earlier/", Earlier.as_view(), name="earlier"),
    path("earlier/<uuid:couple_id>/", EarlierCouple.as_view(), name="earlier_couple"),
    path("", include("couples.api")),
    path("", include("agreements.api")),
    path("", include("checkins.api")),
    path("", include("reminders.api")),
]
urlpatterns = [
    path("v1/", include((rooms, "api"))),
    path("schema/", SpectacularAPIView.as_view(urlconf=WITH_API), name="api_schema"),
    path("docs/", docs, name="api_docs"),
    path("problems/<slug:name>", problem_type, name="api_problem"),
    re_path(r"", Unknown.as_view(), name="api_unknown"),
]
