"""The caller's keys in the API."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.moments import Moment
from basics.api.problems import Problem
from basics.api.views import Api
from couples.keys.models import ApiKey
from couples.keys.verbs import revoke_key


class KeySerializer(serializers.Serializer[Any]):
    """A key to the API, without its secret."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = Moment(help_text="In UTC.")
    # Not when it was last used: whoever holds one key would see when its owner's others are in use.
    ends_at = Moment(help_text="In UTC; from then on it opens nothing.")


class Keys(Api):
    """The caller's keys. They are made on the settings page, after the password was asked."""

    @operation("listKeys", answer=KeySerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List my keys."""
        return self.listed(ApiKey.objects.filter(user=self.person).order_by("-created_at", "pk"), KeySerializer)


class OneKey(Api):
    """One of the caller's keys."""

    @operation("revokeKey", status=204, problems=["not-found"])
    def delete(self, request: Request, key_id: uuid.UUID) -> Response:
        """Revoke a key of mine, at once."""
        if not revoke_key(self.person, key_id):
            raise Problem("not-found")
        return Response(status=204)
