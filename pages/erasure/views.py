"""The page on which one asks that one's account be erased, and the one page there is until it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from basics.answering import asks_who_it_is, goes_through
from basics.formats import day
from couples.people.unsent import forget_here
from couples.seats.access import PersonRequest, membership_of
from pages.erasure.forms import ErasureForm
from pages.erasure.verbs import GRACE, ask_for_erasure, erase_now, keep_account

View = Callable[[PersonRequest], HttpResponse]
_TO_DELETE = gettext_lazy("This is to delete your account.")


@require_safe
@login_required
def erasure(request: PersonRequest) -> HttpResponse:
    """Say what goes, what stays and when, and ask."""
    return _ask(request, ErasureForm(initial={"couple": _couple(request)}), 200)


def _couple(request: PersonRequest) -> object:
    seat = membership_of(request.user)
    return seat.couple_id if seat else None


def _ask(request: PersonRequest, form: ErasureForm, status: int) -> HttpResponse:
    shown = {"form": form.name_day(timezone.now()), "backup_days": settings.BACKUP_DAYS}
    return render(request, "pages/erasure/erasure.html", shown, status=status)


@require_POST
@login_required
@asks_who_it_is(_TO_DELETE)
def erasure_begin(request: PersonRequest) -> HttpResponse:
    """Have the account erased, and sign out."""
    now = timezone.now()
    form = ErasureForm(request.POST)
    if not goes_through(form, lambda: _begin(request, form)):
        return _ask(request, form, 400)
    said = _("Your account is deleted.") if form.is_at_once else _until(day(now + GRACE))
    return _signed_out(request, said)


def _begin(request: PersonRequest, form: ErasureForm) -> None:
    seat = membership_of(request.user)
    if seat:
        form.refuse_another(seat)
    ask_for_erasure(request.user, timezone.now(), at_once=form.is_at_once)


def _until(when: str) -> str:
    return _("You are signed out. Your account will be deleted on %(day)s. Sign in before then to keep it.") % {
        "day": when
    }


def _signed_out(request: HttpRequest, said: str) -> HttpResponse:
    logout(request)
    messages.success(request, said)
    response = redirect("welcome")
    forget_here(request, response)
    return response


def _waiting_only(view: View) -> View:
    """Let who waits for the erasure of their account through, and nobody else: there is nothing to decide for them."""

    @login_required
    @wraps(view)
    def guarded(request: PersonRequest) -> HttpResponse:
        return view(request) if request.user.erases_at else redirect("today")

    return guarded


@require_safe
@_waiting_only
def erasing(request: PersonRequest) -> HttpResponse:
    """Show the one page that there is until the account is erased."""
    return render(request, "pages/erasure/erasing.html", {"erases_at": request.user.erases_at})


@require_POST
@_waiting_only
def erasing_keep(request: PersonRequest) -> HttpResponse:
    """Keep the account."""
    if not keep_account(request.user):
        return _signed_out(request, _("Your account is deleted."))
    messages.success(request, _("Your account stays. You use Steady on your own now."))
    return redirect("today")


@require_POST
@_waiting_only
@asks_who_it_is(_TO_DELETE)
def erasing_now(request: PersonRequest) -> HttpResponse:
    """Erase it without waiting for the day."""
    erase_now(request.user, timezone.now())
    return _signed_out(request, _("Your account is deleted."))
