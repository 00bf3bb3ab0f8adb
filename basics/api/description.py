"""How an operation is described: what it takes, what it answers, and every problem that it can answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.paging import PAGE_PARAMETERS
from basics.api.problems import CONTENT_TYPE, PROBLEM_TYPES, ProblemSerializer
from basics.api.views import LONGEST_KEY, Api
from basics.transactions import READING, reading

# Every operation can answer with these.
ALWAYS = ("not-authenticated", "not-allowed", "not-acceptable")
WITH_BODY = ("invalid", "too-large", "not-json-type")
WITH_KEY = ("invalid", "key-reused")

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": LONGEST_KEY},
    OpenApiParameter.HEADER,
    description="Any text that is new for each thing to make. Sent again, it makes nothing new and answers the same; "
    "with another body it is refused.",
)
_Method = TypeVar("_Method", bound=Callable[..., Response])


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
    possible = {*ALWAYS, *problems, *(WITH_BODY if body else ()), *(("invalid",) if is_list else ())}
    possible |= {*(WITH_KEY if makes_one else ())}
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
