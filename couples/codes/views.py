"""The page behind “This wasn't me” in a mail with a code."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from couples.codes.not_me import LinkTooOld, NotOurLink, check_link, stop_code_mails


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails with codes. GET shows a form, since scanners open links; POST acts."""
    act = stop_code_mails if request.method == "POST" else check_link
    try:
        act(token, timezone.now())
    except NotOurLink:
        raise Http404 from None
    except LinkTooOld as refusal:
        return render(request, "couples/codes/not_me.html", {"refusal": refusal.message}, status=410)
    return render(request, "couples/codes/not_me.html", {"done": request.method == "POST"})
