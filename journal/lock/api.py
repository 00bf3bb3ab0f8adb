"""The base of what only its owner reads in the API."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

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
        if request.auth is None and not opens(cast(PersonRequest, request._request), timezone.now()):
            raise Problem("not-allowed", _("Your own pages are locked. Open one in the app, and send this again."))
