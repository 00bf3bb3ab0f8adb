"""The settings page: about me, keys to the API, and the way to how I am reached."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.links import DOCS
from couples.keys.forms import ApiKeyForm
from couples.keys.models import ApiKey
from couples.keys.verbs import make_key, revoke_key
from couples.people.forms import ProfileForm
from couples.seats.access import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settings_page(request: PersonRequest) -> HttpResponse:
    """Show all settings; each part has its own save button."""
    part = request.POST.get("part", "")
    forms = _forms(request, part)
    if part in forms and forms[part].is_valid():
        forms[part].save()
        request.user.refresh_from_db()
        translation.activate(request.user.language)
        messages.success(request, _("Saved."))
        return redirect("settings")
    return _page(request, {**forms, "key_form": ApiKeyForm()}, status=400 if part in forms else 200)


def _forms(request: PersonRequest, part: str) -> dict[str, Any]:
    bound = request.POST if part == "profile" else None
    return {"profile": ProfileForm(bound, instance=request.user, prefix="profile")}


def _page(request: PersonRequest, context: dict[str, Any], status: int) -> HttpResponse:
    keys = ApiKey.objects.filter(user=request.user).order_by("created_at")
    return render(request, "couples/settings.html", {"keys": keys, "api_docs": DOCS, **context}, status=status)


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def key_make(request: PersonRequest) -> HttpResponse:
    """Make a key and show it this once."""
    form = ApiKeyForm(request.POST)
    key = None
    if form.is_valid():
        key = make_key(request.user, form.cleaned_data["name"], form.submission_id, timezone.now())
        if key is None:
            messages.info(request, _("This key was made already and is shown only once. Revoke it and make another."))
            return redirect("settings")
    return _page(request, {**_forms(request, ""), "key_form": form, "new_key": key}, status=200 if key else 400)


@require_POST
@login_required
def key_revoke(request: PersonRequest, key_id: uuid.UUID) -> HttpResponse:
    """Revoke one of one's own keys."""
    revoke_key(request.user, key_id)
    messages.success(request, _("The key no longer works."))
    return redirect("settings")
