"""The base of what only its owner reads in the API."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.problems import Problem
from basics.api.views import Api
from couples.seats.access import PersonRequest
from journal.lock.guard import opens


class OwnApi(Api):
    """For whoever is signed in, connected or not. A browser that is signed in is asked as its pages are; a key is not.

    A key was made by who knew the password, and lies in no phone on a table.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a session whose own pages are locked. Raises Problem `not-allowed`."""
        super().initial(request, *args, **kwargs)
        if not shows_own(request):
            raise Problem("not-allowed", _("Your own pages are locked. Open one in the app, and send this again."))

    def handle_exception(self, exc: Exception) -> Response:
        """Answer 404 for what is not the caller's, and for what is gone since it was found: another page deleted it."""
        return super().handle_exception(Http404() if isinstance(exc, ObjectDoesNotExist) else exc)


def shows_own(request: Request) -> bool:
    """Tell whether what its caller alone reads may be answered: to a key always, to a browser while that is open."""
    return request.auth is not None or opens(cast(PersonRequest, request._request), timezone.now())
