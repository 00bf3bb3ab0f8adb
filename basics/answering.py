"""How a view answers what a verb refused, and asks who it is before it calls one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from basics.links import route_of
from basics.refusals import Refusal

if TYPE_CHECKING:
    from django import forms

View = Callable[..., HttpResponse]


def refusals_lead_to(page: str) -> Callable[[View], View]:
    """Say what was refused on `page`, the name of an address that takes the view's own arguments.

    For views whose form has no text: that would be lost.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                answer: HttpResponse = view(request, *args, **kwargs)
            except Refusal as refusal:
                messages.error(request, refusal.message)
                answer = redirect(page, *args, **kwargs)
            return answer

        return answering

    return decorate


def tapped(request: HttpRequest, verb: Callable[[], object], said: str, gone: type[ObjectDoesNotExist]) -> None:
    """Call the verb of a button that takes no text, and say what came of it.

    What is `gone` already, by the first of two taps, is nobody's and a stranger's alike: nothing to say.
    """
    try:
        verb()
        messages.success(request, said)
    except gone:
        pass
    except Refusal as refusal:
        messages.error(request, refusal.message)


@contextmanager
def none_is_404(gone: type[ObjectDoesNotExist]) -> Iterator[None]:
    """Answer 404 where a verb finds nothing: for a stranger's, an unknown one and what is gone alike."""
    try:
        yield
    except gone:
        raise Http404 from None


def form_status(request: HttpRequest, form: forms.BaseForm) -> int:
    """Return the status of a page that shows a form: a form that was sent is wrong, or only asks something first."""
    return 400 if request.method == "POST" and form.errors else 200


def goes_through(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Call the verb if the form is valid, and tell whether it went through.

    What was refused stands at its field, or above the form. Nothing typed is lost.
    """
    try:
        if not form.is_valid():
            return False
        verb()
    except Refusal as refusal:
        # Told apart by its name: a page may have a way on from it.
        said = ValidationError(str(refusal.message), code=refusal.name)
        form.add_error(refusal.field if refusal.field in form.fields else None, said)
        return False
    return True


def asks_who_it_is(what_for: Any) -> Callable[[View], View]:
    """Ask for the password or a code before this view goes on; the question says what for, in one sentence.

    Whoever holds another's unlocked phone can tap, and leave the question on its screen: its owner, who sees it often,
    must not delete their account by answering it for something else.
    """
    return lambda view: says_what_for(what_for)(reauthentication_required(view))


def says_what_for(what_for: Any) -> Callable[[View], View]:
    """Let the question say this of a view that asks by itself."""

    def marked(view: View) -> View:
        view.asked_for = what_for  # type: ignore[attr-defined]
        return view

    return marked


def asked_for(path: str) -> str:
    """Return what the question is for that leads on to this address; nothing where no view of ours asks."""
    route = route_of(urlsplit(path).path)
    return str(getattr(route.func, "asked_for", "")) if route else ""
