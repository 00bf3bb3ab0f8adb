"""The settings page: about me, keys to the API, and the way to how I am reached."""

from __future__ import annotations

import uuid
from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import asks_who_it_is, goes_through
from basics.links import DOCS
from basics.shown import remember_what_was_shown
from couples.keys.forms import ApiKeyForm
from couples.keys.models import ApiKey
from couples.keys.verbs import make_key, revoke_key
from couples.people.forms import ProfileForm
from couples.people.renaming import save_profile
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest, membership_of
from couples.seats.forms import TintForm
from couples.seats.models import Membership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_typed
def settings_page(request: PersonRequest) -> HttpResponse:
    """Show all settings, and save what is said about me."""
    form = _profile_form(request, request.POST)
    if not form.is_sent:
        return _page(request, _profile_form(request, typed_before(request, "settings")), ApiKeyForm(), status=200)
    if goes_through(form, lambda: save_profile(form, timezone.now())):
        translation.activate(request.user.language)
        messages.success(request, _("Saved."))
        return redirect("settings")
    # The form has put what was typed into the person; the rest of the page shows who they are.
    request.user.refresh_from_db()
    return _page(request, form, ApiKeyForm(), status=400)


def _profile_form(request: PersonRequest, data: QueryDict | None = None) -> ProfileForm:
    """Return the form with names of its own: the key's form on the same page asks for a name too."""
    # A form that is only shown fills a copy with what was typed: the rest of the page shows who the person is.
    person = request.user if request.method == "POST" else copy(request.user)
    form = ProfileForm(data, instance=person, prefix="profile")
    remember_what_was_shown(form)
    return form


def _page(
    request: PersonRequest, profile: ProfileForm, key_form: ApiKeyForm, status: int, new_key: str | None = None
) -> HttpResponse:
    context = {
        "profile": profile,
        "tint_form": _tint_form(membership_of(request.user)),
        "keys": ApiKey.objects.filter(user=request.user).order_by("created_at"),
        "key_form": key_form,
        "new_key": new_key,
        "api_docs": DOCS,
        "now": timezone.now(),
    }
    return render(request, "couples/settings.html", context, status=status)


def _tint_form(seat: Membership | None) -> TintForm | None:
    return TintForm(initial={"couple": seat.couple_id, "tint": seat.tint}, auto_id="tint_%s") if seat else None


@require_POST
@login_required
@asks_who_it_is(gettext_lazy("This is to make a key for another program."))
def key_make(request: PersonRequest) -> HttpResponse:
    """Make a key and show it this once."""
    form = ApiKeyForm(request.POST)
    keys: list[str | None] = []
    if not goes_through(form, lambda: keys.append(_made(request, form))):
        return _page(request, _profile_form(request), form, status=400)
    if keys == [None]:
        messages.info(request, _("This key was made already and is shown only once. Revoke it and make another."))
        return redirect("settings")
    return _page(request, _profile_form(request), form, status=200, new_key=keys[0])


def _made(request: PersonRequest, form: ApiKeyForm) -> str | None:
    return make_key(request.user, form.cleaned_data["name"], form.submission_id, timezone.now(), form.lasting)


@require_POST
@login_required
def key_revoke(request: PersonRequest, key_id: uuid.UUID) -> HttpResponse:
    """Revoke one of one's own keys."""
    revoke_key(request.user, key_id)
    messages.success(request, _("The key no longer works."))
    return redirect("settings")
