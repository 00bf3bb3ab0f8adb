"""Each person reads in their own language and zone, and no page stays on the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from basics.storage import is_storage_fault, written_by_the_way
from basics.transactions import READING
from couples.access.browsers import remember_browser
from couples.people.traces import is_untraced

# The week (ISO, UTC) in which a session was last renewed.
RENEWED_IN = "renewed_in"
SEES_OTHER = 302


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, and a page that was only read is shown when its session cannot be stored: it was noted by the way."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Store the session and set its cookie."""
        try:
            return super().process_response(request, response)
        except (DatabaseError, SessionInterrupted) as error:
            # Django takes every error of the database here for a session that somebody else ended.
            if not is_storage_fault(error):
                raise
            if request.method in READING:
                return response
            raise DatabaseError("the session cannot be stored") from error


class PersonMiddleware:
    """Activate the signed-in person's language and zone; keep their pages out of caches and history."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            timezone.activate(ZoneInfo(request.user.time_zone))
        else:
            timezone.deactivate()
        response = self.get_response(request)
        if request.user.is_authenticated:
            # no-store: after quick exit or log-out, "back" must not show a page again.
            add_never_cache_headers(response)
        elif was_signed_in and response.status_code == SEES_OTHER:
            # Signed out. What browsers keep in spite of no-store goes as well; neither the cookies, one of which knows
            # the device, nor the storage, without which it would take no pushes. Quick exit leads away by a page, and
            # decides by itself.
            response["Clear-Site-Data"] = '"cache"'
            _read_on_in(response, request.LANGUAGE_CODE)
        return response


def _read_on_in(response: HttpResponse, language: str) -> None:
    """Let the page that says so, and those after it, be in the language that this person has just read."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def renew_session(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a session that is used last on: once a week, so that it does not say when somebody was here.

    Its browser stays known with it: who has been signed in for a year may sign out without becoming a stranger there.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        is_due = _is_used(request) and request.session.get(RENEWED_IN) != _week() and not is_untraced(request.path)
        if is_due:
            request.session[RENEWED_IN] = _week()
        response = get_response(request)
        if is_due and request.user.is_authenticated:
            with written_by_the_way():
                remember_browser(request, response, request.user.pk, timezone.now())
        return response

    return answer


def signed_in_as(request: HttpRequest) -> tuple[int, str] | None:
    """Return who is signed in and since which renewal; None for nobody."""
    if not request.user.is_authenticated:
        return None
    return request.user.pk, request.session.get(RENEWED_IN, "")


def note_sign_in(request: HttpRequest, **_signal: Any) -> None:
    """A session that begins now need not be renewed by the next page."""
    request.session[RENEWED_IN] = _week()


def _week() -> str:
    return f"{timezone.now():%G-%V}"


def _is_used(request: HttpRequest) -> bool:
    """Tell whether somebody opened or sent a page; what a page fetches by itself keeps nobody signed in."""
    return (
        request.user.is_authenticated
        and request.session.session_key is not None
        and "HX-Request" not in request.headers
        and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    )
