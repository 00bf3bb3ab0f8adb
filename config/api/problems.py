"""API errors as problem details (RFC 9457): what every room's refusal is in the API."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import server_error as server_error_page
from rest_framework.exceptions import APIException, ErrorDetail, NotAuthenticated, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings

from basics.api.problems import BY_STATUS, CONTENT_TYPE, PROBLEM_TYPES, Problem, problem_body
from basics.links import API
from basics.refusals import Refusal
from basics.storage import is_storage_fault


def problem_response(error: Exception, context: Mapping[str, object]) -> Response | None:
    """Answer an error as a problem; None for what is no answer but a fault of ours."""
    body = _body(error)
    if body is None:
        return None
    return Response(body, status=body["status"], headers=_headers(error), content_type=CONTENT_TYPE)


def _body(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, Refusal):
        return problem_body(error.name, error.message, **_pointed(error))
    if isinstance(error, Problem):
        return problem_body(error.name, error.detail, **error.members)
    if isinstance(error, ValidationError):
        said = _("Please correct what is named here, and send it again.")
        return problem_body("invalid", said, errors=list(_errors(error.detail, "#")))
    return _by_status(error)


def _pointed(refusal: Refusal) -> dict[str, Any]:
    """Say where in the body the refusal lies, if it lies there."""
    if not refusal.field:
        return {}
    return {"errors": [{"pointer": f"#/{refusal.field}", "detail": str(refusal.message)}]}


def _by_status(error: Exception) -> dict[str, Any] | None:
    """Name what Django and the framework raise; what they say of their own insides stays there."""
    if isinstance(error, Http404):
        return problem_body("not-found", _("There is nothing at this address that is yours."))
    if isinstance(error, PermissionDenied):
        return problem_body("not-allowed", PROBLEM_TYPES["not-allowed"].title)
    if isinstance(error, SuspiciousOperation):
        return problem_body("invalid", PROBLEM_TYPES["invalid"].title)
    if not isinstance(error, APIException):
        return None
    # Without an account there is one answer, wherever one stands.
    status = 401 if isinstance(error, NotAuthenticated) else error.status_code
    return problem_body(BY_STATUS.get(status, "internal"), error.detail)


def _errors(detail: object, pointer: str) -> Iterator[dict[str, str]]:
    """Yield one error for each text in the framework's nested lists and mappings."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _errors(inner, pointer if whole else f"{pointer}/{_escaped(str(name))}")
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            is_text = isinstance(inner, ErrorDetail | str)
            yield from _errors(inner, pointer if is_text else f"{pointer}/{place}")
    else:
        yield {"pointer": pointer, "detail": str(detail)}


def _escaped(name: str) -> str:
    """Return a name as JSON pointers write it (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    wait = getattr(error, "wait", None)
    if isinstance(error, Throttled) and wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours: as a problem in the API, else as a page. Called while the error is handled."""
    if is_storage_fault(sys.exc_info()[1]):
        return _cannot_store(request)
    if not request.path.startswith(API):
        return server_error_page(request)
    return _problem("internal", _("This is our fault, not yours. Please try again later."))


def _cannot_store(request: HttpRequest) -> HttpResponse:
    """Say that nothing can be saved. Who wanted to sign out is signed out here: the browser forgets the session."""
    if request.path.startswith(API):
        return _problem("cannot-store", _("The disk of this service is full or fails. Reading works; try again later."))
    is_sign_out = request.method == "POST" and request.path == reverse("account_logout")
    # Like Django's own page for faults: no context processor, which might ask the database.
    page = loader.get_template("507.html").render({"is_sign_out": is_sign_out})
    answer = HttpResponse(page, status=PROBLEM_TYPES["cannot-store"].status)
    if is_sign_out:
        answer.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what is too large or broken to be read: as a problem in the API, else as a page."""
    if not request.path.startswith(API):
        return render(request, "400.html", status=400)
    return _problem("invalid", _("This was too large or broken on its way. Please correct it, and send it again."))


def _problem(name: str, said: str) -> HttpResponse:
    return JsonResponse(problem_body(name, said), status=PROBLEM_TYPES[name].status, content_type=CONTENT_TYPE)
