"""What every endpoint of the API shares: its base view, its parser, its lists, and how an operation is described."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC
from functools import wraps
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled, ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from basics.api.problems import CONTENT_TYPE, PROBLEM_TYPES, ProblemSerializer
from basics.submissions import submission_from_key
from basics.transactions import READING, reading

LONGEST_KEY = 255
MOST_IN_A_LIST = 100
MOST_PASSED_OVER = 1_000_000
# Every operation can answer with these.
ALWAYS = ("not-authenticated", "not-allowed", "not-acceptable")
WITH_BODY = ("invalid", "too-large", "not-json-type")

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": LONGEST_KEY},
    OpenApiParameter.HEADER,
    description="Any text that is new for each thing to make. Sent again, it makes nothing new and answers the same.",
)
PAGE_PARAMETERS = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_IN_A_LIST, "default": 50},
        description="How many to list.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": MOST_PASSED_OVER, "default": 0},
        description="How many to pass over, the newest first.",
    ),
]
_Method = TypeVar("_Method", bound=Callable[..., Response])


class BadKeyThrottle(SimpleRateThrottle):
    """So many wrong keys a minute from one address; each costs a look-up."""

    scope = "bad_key"
    rate = "30/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Count by address."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class PersonThrottle(SimpleRateThrottle):
    """So many tries a minute by one person. Subclasses name a scope and a rate."""

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Count by person."""
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}


class Api(APIView):
    """The base of every endpoint: the caller's own language and zone, and nothing kept by caches."""

    @property
    def person(self) -> Any:
        """Return who calls; without an account nobody gets as far as a method."""
        return self.request.user

    def perform_authentication(self, request: Request) -> None:
        """Find out who calls, and slow down whoever tries keys."""
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            throttle = BadKeyThrottle()
            if not throttle.allow_request(request, self):
                raise Throttled(throttle.wait()) from None
            raise

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


class Paging(LimitOffsetPagination):
    """`limit` and `offset`."""

    default_limit = 50
    max_limit = MOST_IN_A_LIST

    def get_limit(self, request: Request) -> int:
        """Return how many; refuse what is no number from 1 to 100."""
        return _number(request, "limit", 1, MOST_IN_A_LIST, self.default_limit)

    def get_offset(self, request: Request) -> int:
        """Return how many to pass over; refuse what is no number."""
        return _number(request, "offset", 0, MOST_PASSED_OVER, 0)


def _number(request: Request, name: str, least: int, most: int, otherwise: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return otherwise
    number = int(given) if given.isascii() and given.isdigit() and len(given) <= 7 else -1
    if not least <= number <= most:
        said = _("%(name)s is a whole number from %(least)s to %(most)s.")
        raise ValidationError(said % {"name": name, "least": least, "most": most})
    return number


class Moment(serializers.DateTimeField):
    """A moment in RFC 3339, in UTC."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class LocalDay(serializers.DateField):
    """The day of a moment in the caller's zone, without a clock time."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(timezone.localdate(value) if value else value)


def operation(
    name: str,
    *,
    body: Any = None,
    answer: Any = None,
    status: int = 200,
    problems: Iterable[str] = (),
    makes_one: bool = False,
    is_list: bool = False,
) -> Callable[[_Method], _Method]:
    """Describe an operation, with every problem it can answer."""
    possible = {*ALWAYS, *problems, *(WITH_BODY if body else ()), *(("invalid",) if is_list or makes_one else ())}
    said = _page_of(answer) if is_list else answer
    responses: dict[Any, Any] = {(status, "application/json") if answer else status: said}
    responses |= _problems(possible)
    parameters = [*([IDEMPOTENCY_KEY] if makes_one else ()), *(PAGE_PARAMETERS if is_list else ())]
    described = extend_schema(operation_id=name, request=body, responses=responses, parameters=parameters)
    return lambda method: described(_for_caller(method))


def _for_caller(method: _Method) -> _Method:
    """Let a GET read for whoever calls; with a key, only the view knows who that is."""

    @wraps(method)
    def answer(view: Api, request: Request, *args: Any, **kwargs: Any) -> Response:
        if request.method not in READING or not request.user.is_authenticated:
            return method(view, request, *args, **kwargs)
        with reading(request.user.pk):
            return method(view, request, *args, **kwargs)

    return cast(_Method, answer)


def _problems(names: Iterable[str]) -> dict[Any, OpenApiResponse]:
    """Return the problems by status; several types may share one."""
    by_status: dict[int, list[str]] = {}
    for name in sorted(names):
        by_status.setdefault(PROBLEM_TYPES[name].status, []).append(f"`{name}`")
    return {
        (status, CONTENT_TYPE): OpenApiResponse(ProblemSerializer, description=", ".join(types))
        for status, types in sorted(by_status.items())
    }


def _page_of(row: Any) -> Any:
    """Return the serializer class of one page of such rows."""
    fields = {
        "__doc__": "One page of a list.",
        "count": serializers.IntegerField(help_text="How many there are in all."),
        "next": serializers.URLField(allow_null=True, help_text="The address of the next page."),
        "previous": serializers.URLField(allow_null=True, help_text="The address of the page before."),
        "results": row(many=True),
    }
    return type(f"{row.__name__.removesuffix('Serializer')}PageSerializer", (serializers.Serializer,), fields)


def refuse_unknown_fields(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Say in the description what the inputs do: a field nobody knows is refused."""
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Request") and schema.get("type") == "object":
            schema["additionalProperties"] = False
        for described in schema.get("properties", {}).values():
            # A mark for a step of drf-spectacular that we do without.
            described.pop("x-spec-enum-id", None)
    return result
