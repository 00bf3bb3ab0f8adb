"""The kinds of agreement in the API, with their templates."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.base import all_kinds
from agreements.kinds.terms_api import KindField
from basics.api.description import operation
from basics.api.views import Api


class StarterSerializer(serializers.Serializer[Any]):
    """A template to begin from."""

    name = serializers.CharField()
    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="In the caller's language."
    )


class KindSerializer(serializers.Serializer[Any]):
    """One kind of agreement."""

    name = KindField()
    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="In the caller's language."
    )
    purpose = serializers.CharField(help_text="What it is for, in the caller's language.")
    is_single = serializers.BooleanField(help_text="Whether two people have at most one of these in force.")
    starters = StarterSerializer(many=True)


class KindsSerializer(serializers.Serializer[Any]):
    """All kinds, in the order in which they are offered."""

    results = KindSerializer(many=True)


class Kinds(Api):
    """What can be agreed."""

    @operation("listKinds", answer=KindsSerializer)
    def get(self, request: Request) -> Response:
        """List the kinds of agreement with their templates."""
        return Response(KindsSerializer({"results": all_kinds()}).data)
