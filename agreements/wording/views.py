"""What is asked about a field when its writer leaves it. Nothing of it is kept, counted or logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from agreements.wording.forms import WrittenForm
from agreements.wording.hints import hint_for


@require_POST
def wording_hint(request: HttpRequest, field: str) -> HttpResponse:
    """Say what there is to say about a field's text; nothing to whoever is not signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    form = WrittenForm(field, request.POST)
    context = {"field": field, "hint": hint_for(field, form.text), "stays": form.words_stay}
    return render(request, "agreements/wording/_under.html", context)
