"""How a page that keeps its form while it is written is answered."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from basics.refusals import Refusal
from basics.shown import shown_from_now_on


def keep_itself(
    request: HttpRequest, form: forms.BaseForm, keep: Callable[[], object], *, moves_on: bool = True, hint: str = ""
) -> HttpResponse:
    """Keep what is valid of an unfinished form, and say for the page what was kept; and `hint`, if there is one.

    What the page showed last is from now on what was kept of it, or going back to a text would be no change; unless
    changes count from where the page began, where `moves_on` is False.
    """
    form.full_clean()
    try:
        keep()
    except Refusal as refusal:
        return kept(request, not_kept(refusal.message))
    wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
    text = not_kept(wrong) if wrong else _("Kept. Only you can read it.")
    return kept(request, f"{text} {hint}".strip(), form if moves_on else None)


def not_kept(why: object) -> str:
    """Return what to say of what does not stand yet."""
    return _("Not kept yet: %(why)s") % {"why": why}


def kept(request: HttpRequest, text: str, form: forms.BaseForm | None = None) -> HttpResponse:
    """Answer a page that keeps itself with what to say, and with what was kept where something was."""
    return render(request, "steady/kept.html", {"text": text, "shown": shown_from_now_on(form) if form else ()})
