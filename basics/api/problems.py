"""What the API answers when it cannot do what was asked: problem details (RFC 9457), one stable type each."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import APIException

CONTENT_TYPE = "application/problem+json"


class ProblemType(NamedTuple):
    """One kind of problem: its status, and a title that never changes with the occasion."""

    status: int
    title: Any


PROBLEM_TYPES: dict[str, ProblemType] = {
    "invalid": ProblemType(400, _("Something in what was sent is not valid")),
    "not-json": ProblemType(400, _("The body is not a JSON object that can be stored")),
    "not-authenticated": ProblemType(401, _("Sign in, or send a key")),
    "not-allowed": ProblemType(403, _("This request is not allowed")),
    "not-connected": ProblemType(403, _("Nobody uses Steady with you at the moment")),
    "not-yours": ProblemType(403, _("This belongs to your partner")),
    "not-found": ProblemType(404, _("There is nothing here")),
    "method-not-allowed": ProblemType(405, _("This address does not take this method")),
    "not-acceptable": ProblemType(406, _("The API answers in JSON")),
    "changed": ProblemType(409, _("This has changed")),
    "unchanged": ProblemType(409, _("Nothing would change")),
    "trial-over": ProblemType(409, _("The day until which it would be tried is over")),
    "one-already": ProblemType(409, _("You have agreed on one already")),
    "already-connected": ProblemType(409, _("You use Steady with someone already")),
    "own-invitation": ProblemType(409, _("This is your own invitation")),
    "closed-for-answers": ProblemType(409, _("The answers cannot be changed any more")),
    "not-open-yet": ProblemType(409, _("The answers are not open")),
    "paused": ProblemType(409, _("A pause runs")),
    "no-question-now": ProblemType(409, _("This question is over")),
    "nothing-to-start": ProblemType(409, _("There is nothing to start now")),
    "nowhere-to-take-it": ProblemType(409, _("There is no other talk to take it to")),
    "fixed": ProblemType(409, _("This is fixed")),
    "no-room": ProblemType(409, _("There is no more room")),
    "invitation-closed": ProblemType(410, _("The invitation is not open")),
    "too-large": ProblemType(413, _("The body is too large")),
    "not-json-type": ProblemType(415, _("The API reads JSON")),
    "key-reused": ProblemType(422, _("The Idempotency-Key was used for another body")),
    "too-many-tries": ProblemType(429, _("Too many wrong digits")),
    "paused-enough": ProblemType(429, _("The limit of your own pauses is reached")),
    "too-many-requests": ProblemType(429, _("Too many requests")),
    "internal": ProblemType(500, _("Something went wrong here")),
    "cannot-store": ProblemType(507, _("Nothing can be saved at the moment")),
}
# What is raised without a type of its own, by its status.
BY_STATUS = {
    400: "invalid",
    401: "not-authenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "too-large",
    415: "not-json-type",
    429: "too-many-requests",
}


class Problem(APIException):
    """Raise this to answer with a problem of a known type. Keyword arguments become members of the answer."""

    def __init__(self, name: str, detail: Any = None, **members: Any) -> None:
        self.name = name
        self.status_code = PROBLEM_TYPES[name].status
        self.members = members
        super().__init__(detail or PROBLEM_TYPES[name].title)


def problem_body(name: str, detail: Any, **members: Any) -> dict[str, Any]:
    """Return the members of a problem in the language that is active."""
    found = PROBLEM_TYPES[name]
    body = {"type": f"/api/problems/{name}", "title": str(found.title), "status": found.status, "detail": str(detail)}
    return {**body, **members}


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One thing that is wrong with the body."""

    pointer = serializers.CharField(help_text="JSON pointer into the body, such as #/terms/minutes.")
    detail = serializers.CharField(help_text="What to do, in the caller's language.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="A stable relative URI that names the problem.")
    title = serializers.CharField(help_text="The problem in a few words, in the caller's language.")
    status = serializers.IntegerField(help_text="The HTTP status once more.")
    detail = serializers.CharField(help_text="What to do, in the caller's language.")
    errors = FieldProblemSerializer(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        many=True, required=False, help_text="One for each thing to correct."
    )
    version = serializers.CharField(
        required=False, allow_null=True, help_text="Of `changed`: the `id` of the newest version."
    )
