"""The templates in the API, for whoever asks: nothing in them is anybody's."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.cache import patch_vary_headers
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.starters import INTENSITIES
from agreements.kinds.terms_api import KindField, TermsOutput
from agreements.kinds.triggers import MOST, all_triggers
from agreements.starters.showing import every_starter, starter_seen
from basics.api.description import operation
from basics.api.inputs import Choice
from basics.api.views import Api

AN_HOUR = 3600


class TriggerField(Choice):
    """What sets one off."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[trigger.name for trigger in all_triggers()], **options)


class TriggerSerializer(serializers.Serializer[Any]):
    """What sets one off."""

    name = TriggerField()
    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="In the caller's language."
    )


class TemplateSerializer(serializers.Serializer[Any]):
    """A template: what an agreement can begin from, in the caller's language."""

    name = serializers.CharField(help_text="Begin a draft with it as `starter`.")
    kind = KindField(source="kind.name")
    title = serializers.CharField()
    triggers = TriggerSerializer(many=True, help_text=f"What it is about, {MOST} at most.")
    intensity = serializers.ChoiceField(
        source="starter.intensity", choices=INTENSITIES, help_text="1 light, 2 middle, 3 heavy."
    )
    terms = TermsOutput(help_text="No day is named; a draft has its author's days and clock.")
    coping_line = serializers.CharField(help_text="For whoever begins from it, alone; empty where it has none.")


class TemplatesSerializer(serializers.Serializer[Any]):
    """All templates, by the order of their kinds."""

    results = TemplateSerializer(many=True)


class TemplatesApi(Api):
    """The base of what is about templates."""

    permission_classes = (AllowAny,)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Let who is nobody keep what is for everybody."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ("Accept-Language", "Authorization", "Cookie"))
        if final.status_code == 200 and not request.user.is_authenticated:
            final["Cache-Control"] = f"max-age={AN_HOUR}"
        return final


class Templates(TemplatesApi):
    """All of them."""

    @operation("listTemplates", answer=TemplatesSerializer)
    def get(self, request: Request) -> Response:
        """List all templates. Who is signed in reads their own language, anybody else that of `Accept-Language`."""
        return Response(TemplatesSerializer({"results": every_starter()}).data)


class OneTemplate(TemplatesApi):
    """One of them."""

    @operation("getTemplate", answer=TemplateSerializer, problems=["not-found"])
    def get(self, request: Request, name: str) -> Response:
        """Show a template."""
        seen = starter_seen(name)
        if seen is None:
            raise Http404
        return Response(TemplateSerializer(seen).data)
