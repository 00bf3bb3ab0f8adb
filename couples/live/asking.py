"""Pages that live: while somebody looks at one, it asks whether it is still the present one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from basics.transactions import READING
from couples.live.forms import SeenForm
from couples.live.showing import LivePage
from couples.live.verbs import present_revision, revision_to_show

View = Callable[..., HttpResponse]


def lives(view: View) -> View:
    """Let a page, whose template wraps what may change in `live`, notice changes by itself. Outside of every guard.

    Its question comes by htmx to its own address. As long as nothing is new it is answered before the view runs, and
    so the same for every address, also one that is not there: it says nothing but that one's own revision is the
    present one. Everything else passes the view's own guards as any visit does.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in READING:
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            # What lay open must not stay, nor get the sign-in page into its middle.
            return _load_anew(401) if _asks(request) else view(request, *args, **kwargs)
        if not _asks(request):
            # The revision before the view reads: what changes in between is found by the next question.
            request.live = LivePage(request.path, revision_to_show(request.user, timezone.now()))  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)
        return _answer(request, request.user.pk, lambda: view(request, *args, **kwargs))

    return answer


def _answer(request: HttpRequest, person_id: int, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer an open page: with nothing, or with the page; what has become another one is loaded as a whole."""
    now = timezone.now()
    page = LivePage(request.path, present_revision(person_id, now))
    if SeenForm(request.GET).is_present(page.revision, now):
        return HttpResponse(status=204)
    request.live = page  # type: ignore[attr-defined]
    try:
        response = view()
    except Http404:
        return _load_anew()
    return response if page.has_part else _load_anew()


def _asks(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _load_anew(status: int = 200) -> HttpResponse:
    return HttpResponse(status=status, headers={"HX-Refresh": "true"})
