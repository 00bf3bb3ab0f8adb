"""Whoever signs in while their account waits to be erased finds one page and their file, and is a stranger else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from basics.links import route_of
from couples.people.unsent import leads_to_sign_in

# What works for them: the page with its two forms, the file of what is theirs, the question for the password, and both
# ways out.
_THEIRS = {"erasing", "erasing_keep", "erasing_now", "account_reauthenticate", "mfa_reauthenticate"}
_FILE = {"export", "export_make", "export_fetch", "export_put_away"}
_WAYS_OUT = {"exit", "account_logout"}
# Who is signed in has no use for these.
_LEADS_THERE = {"welcome", "look_around", "account_login", "account_signup"}


def only_what_waits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer as a stranger is answered, but lead to their page where a stranger is led to signing in."""

    def answer(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated or person.erases_at is None:
            return get_response(request)
        route = route_of(request.path_info)
        page = route.url_name if route else ""
        if page in _THEIRS | _FILE | _WAYS_OUT:
            return get_response(request)
        if page in _LEADS_THERE:
            return redirect("erasing")
        request.user = AnonymousUser()
        response = get_response(request)
        request.user = person
        return redirect("erasing") if leads_to_sign_in(response) else response

    return answer
