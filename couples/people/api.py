"""The caller in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.views import Api
from couples.people.forms import ProfileForm
from couples.people.renaming import save_profile


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

    @operation("changeMe", body=ProfileInput, answer=ProfileSerializer, problems=["too-many-requests"])
    def patch(self, request: Request) -> Response:
        """Change my name, language, time zone or appearance."""
        form = self.read(ProfileInput, form_options={"instance": self.person}).form
        saved = save_profile(form, timezone.now())
        translation.activate(saved.language)
        return Response(ProfileSerializer(saved).data)
