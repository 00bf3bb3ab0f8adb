"""A look around without an account. It asks for nothing and leaves nothing: no row, no session, no cookie, no query."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pages.look_around.scenes import SCENES

AN_HOUR = 3600


@require_safe
@cache_control(max_age=AN_HOUR)
def look_around(request: HttpRequest, number: int) -> HttpResponse:
    """Show one scene, to whoever comes; who is signed in has pages of their own."""
    if request.user.is_authenticated:
        return redirect("today")
    if not 1 <= number <= len(SCENES):
        raise Http404
    scene = SCENES[number - 1]
    shown = {"scene": scene, "number": number, "total": len(SCENES), "is_last": number == len(SCENES)}
    return render(request, "pages/look_around/scene.html", shown)
