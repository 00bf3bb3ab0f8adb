"""A form that waits while its person proves once more who they are.

Allauth keeps the whole request in the session: address, agent, cookies, and the session's own key. What is needed to go
on is the form; the rest is taken from the request that goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

KEPT_FOR = timedelta(hours=1)
CSRF_FIELD = "csrfmiddlewaretoken"


def keep_the_form_alone(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Cut down what a session keeps of a suspended request, and fill it up for the request that goes on with it."""

    def answer(request: HttpRequest) -> HttpResponse:
        kept = _kept(request)
        if kept and request.method == "POST":
            kept["META"] = {name: value for name, value in request.META.items() if isinstance(value, str)}
            # Not a change of the session: it is for this request.
            request.session[STATE_SESSION_KEY]["request"] = json.dumps(kept)
        response = get_response(request)
        _cut_down(request)
        return response

    return answer


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return what is kept of a suspended request; nothing of one that waited too long, which is forgotten."""
    state = request.session.get(STATE_SESSION_KEY) or {}
    kept: dict[str, Any] = json.loads(state.get("request", "{}"))
    if kept and kept.get("at", 0) < (timezone.now() - KEPT_FOR).timestamp():
        del request.session[STATE_SESSION_KEY]
        return {}
    return kept


def _cut_down(request: HttpRequest) -> None:
    state = request.session.get(STATE_SESSION_KEY) or {}
    whole = json.loads(state.get("request", "{}"))
    if "META" not in whole:
        return
    form = QueryDict(whole["POST"], mutable=True)
    form.pop(CSRF_FIELD, None)
    parts = {name: whole[name] for name in ("path", "path_info", "GET", "method", "scheme")}
    at = whole.get("at", timezone.now().timestamp())
    request.session[STATE_SESSION_KEY] = {"request": json.dumps({**parts, "POST": form.urlencode(), "at": at})}
