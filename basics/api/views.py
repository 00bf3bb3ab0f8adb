"""What every endpoint of the API shares."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from basics.api.paging import Paging
from basics.submissions import body_hash, submission_from_key

LONGEST_KEY = 255


class Api(APIView):
    """The base of every endpoint: the caller's own language and zone, and nothing kept by caches."""

    @property
    def person(self) -> Any:
        """Return who calls; without an account nobody gets as far as a method."""
        return self.request.user

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Speak the caller's language, whichever way they signed in."""
        super().initial(request, *args, **kwargs)
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            timezone.activate(ZoneInfo(request.user.time_zone))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep answers out of every cache."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Cache-Control"] = "no-store"
        return final

    def read(self, serializer_class: type[serializers.BaseSerializer], **options: Any) -> Any:
        """Return the serializer of the body, made with these options and valid. Raises ValidationError."""
        serializer = serializer_class(data=self.request.data, **options)
        serializer.is_valid(raise_exception=True)
        return serializer

    def submission(self, scope: object = "") -> uuid.UUID:
        """Return the submission id of this request: the same key names another thing at another address."""
        key = self.request.headers.get("Idempotency-Key")
        if key and len(key) > LONGEST_KEY:
            raise ValidationError(_("The Idempotency-Key is longer than 255 characters."))
        return submission_from_key(f"{self.request.path} {scope} {key}" if key else None)

    def body_hash(self) -> str:
        """Return what tells this body from another one under the same key; empty without a key."""
        return body_hash(self.request.data) if self.request.headers.get("Idempotency-Key") else ""

    def listed(
        self,
        rows: Any,
        serializer_class: type[serializers.BaseSerializer],
        seen: Callable[[Any], Any] | None = None,
    ) -> Response:
        """Return one page of a list, each row as `seen` makes it."""
        paging = Paging()
        page: Any = paging.paginate_queryset(rows, self.request, self)
        if seen:
            page = [seen(row) for row in page]
        return paging.get_paginated_response(serializer_class(page, many=True).data)


def made(data: Any, route: str, key: object) -> Response:
    """Answer that something was made, and where it is."""
    return Response(data, status=201, headers={"Location": reverse(route, args=[key])})


class Unknown(Api):
    """Any address under /api/ that is none."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer 404, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise Http404
