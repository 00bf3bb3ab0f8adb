"""What was sent before the question for the password: allauth keeps it in the session, and goes on with it after.

It can hold the address of another app with a token in it, and allauth puts every header beside it: address, browser,
and the cookie of the sign-in. So it waits encrypted, without those, and for an hour: whoever never answers the question
leaves nothing that can be read. Of each form one waits, so that a second tab does not throw away what was typed in the
first.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from basics.encryption import WordsUnreadable, decrypt, encrypt
from couples.people.unsent import CSRF_FIELD, KEPT_FOR, MOST_FORMS

WAITING = "suspended"


class AnswerForm(forms.Form):
    """Where the answer to the question leads on to; allauth reads the answer itself."""

    next = forms.CharField(required=False)

    @property
    def path(self) -> str:
        """Return the address of the form that waits for this answer, or nothing."""
        return str(self.cleaned_data["next"]) if self.is_valid() else ""


def seal_suspended(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what waits for an answer sealed between two requests."""

    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now().timestamp()
        _forget_old(request.session, now)
        opened = _open(request) if request.method == "POST" and request.session.get(WAITING) else ""
        response = get_response(request)
        _seal(request.session, opened, now)
        return response

    return answer


def _forget_old(session: Any, now: float) -> None:
    waiting = session.get(WAITING, {})
    young = {path: kept for path, kept in waiting.items() if now - kept["kept_at"] < KEPT_FOR.total_seconds()}
    if young != waiting:
        session[WAITING] = young


def _open(request: HttpRequest) -> str:
    """Give allauth what waits for this answer; return where it was sent to."""
    path = AnswerForm(request.POST).path
    try:
        suspended = json.loads(decrypt(request.session[WAITING][path]["sealed"]))
    except (KeyError, WordsUnreadable):
        return ""
    # From where and with what it goes on is this request's.
    suspended["META"] = {name: value for name, value in request.META.items() if isinstance(value, str)}
    request.session[STATE_SESSION_KEY] = {"request": json.dumps(suspended)}
    return path


def _seal(session: Any, opened: str, now: float) -> None:
    """Put away what waits now; what was opened and is gone was done."""
    suspended = (session.get(STATE_SESSION_KEY) or {}).get("request")
    waiting = dict(session.get(WAITING, {}))
    if suspended:
        del session[STATE_SESSION_KEY]
    if suspended and not opened:
        request = json.loads(suspended)
        del request["META"]
        form = QueryDict(request["POST"], mutable=True)
        form.pop(CSRF_FIELD, None)
        request["POST"] = form.urlencode()
        waiting.pop(request["path"], None)
        waiting[request["path"]] = {"sealed": encrypt(json.dumps(request)), "kept_at": now}
        session[WAITING] = dict(list(waiting.items())[-MOST_FORMS:])
    elif opened and not suspended and waiting.pop(opened, None):
        session[WAITING] = waiting
