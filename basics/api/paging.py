"""Lists of the API, a page at a time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

MOST_IN_A_LIST = 100
MOST_PASSED_OVER = 1_000_000
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
