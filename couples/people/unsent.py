"""A form that was sent after its session had ended: kept for an hour, for the person whose form it was alone.

Whose it was, a cookie says that each sign-in sets anew. A form from before another sign-in never comes here: the key in
it (CSRF) does not fit any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from basics.encryption import WordsUnreadable, decrypt, encrypt
from basics.limits import take_turn
from basics.tokens import token_hash
from basics.transactions import acting
from couples.access.browsers import set_cookie
from couples.people.middleware import signed_in_as
from couples.people.models import UnsentForm, User

KEPT_FOR = timedelta(hours=1)
# Four answers of 4,000 characters of four bytes; as much again for what their page had shown, and small fields.
MOST_BYTES = 2 * 4 * 4_000 * 4 + 1_000
# Of one person, so that sending again and again fills nothing.
MOST_FORMS = 5
# Outlives a session that ends for want of use.
WHOSE_FOR = timedelta(seconds=settings.SESSION_COOKIE_AGE) + timedelta(days=30)
WHOSE, UNSENT = "whose", "unsent"
CSRF_FIELD = "csrfmiddlewaretoken"

View = TypeVar("View", bound=Callable[..., HttpResponse])
Answering = Callable[[HttpRequest], HttpResponse]


def keeps_typed(view: View) -> View:
    """Mark a view whose form comes back; its page asks `typed_before` for it."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def keeps_words(*names: str, among: Container[str] = frozenset()) -> Callable[[View], View]:
    """Mark the same for a page of two people, and name the fields with a person's own words, or what they are among.

    Where one is not connected any more there is no form to show them in; they are shown alone then.
    """

    def mark(view: View) -> View:
        view.words_fields = frozenset(names) or among  # type: ignore[attr-defined]
        return keeps_typed(view)

    return mark


def keep_unsent_forms(get_response: Answering) -> Answering:
    """Keep what is sent to a marked view by somebody whose session has ended, until they have signed in again."""

    def answer(request: HttpRequest) -> HttpResponse:
        before = signed_in_as(request)
        response = get_response(request)
        after = signed_in_as(request)
        if after and (after != before or WHOSE not in request.COOKIES):
            set_cookie(response, WHOSE, encrypt(str(after[0])), WHOSE_FOR)
        if request.method == "POST" and before:
            _forget_what_came_back(before[0], request, response)
        elif request.method == "POST" and leads_to_sign_in(response):
            _keep(request, response, timezone.now())
        return response

    return answer


def leads_to_sign_in(response: HttpResponse) -> bool:
    """Tell whether a page that asks who one is was answered so to a stranger."""
    return response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))


def _keep(request: HttpRequest, response: HttpResponse, now: datetime) -> None:
    person, fields = _whose(request), _typed(request.POST)
    is_marked = getattr(resolve(request.path).func, "keeps_typed", False)
    if person is None or not is_marked or not fields or _size(fields) > MOST_BYTES:
        return
    # The browser's token stays the same: another page that lay open in it has its text under it.
    token = request.COOKIES.get(UNSENT) or secrets.token_urlsafe(32)
    with acting(person.pk):
        take_turn(person.pk)
        form = {"path": request.path, "fields": fields}
        UnsentForm.objects.create(user=person, token_hash=token_hash(token), form=form, kept_at=now)
        _make_room(person)
    set_cookie(response, UNSENT, token, KEPT_FOR)


def _size(fields: Mapping[str, list[str]]) -> int:
    return sum(len(text.encode()) for name, texts in fields.items() for text in (name, *texts))


def _make_room(person: User) -> None:
    """Let older texts of a page go first: what is kept while one writes on must not push out another page's."""
    rows = list(UnsentForm.objects.filter(user=person).order_by("kept_at", "pk"))
    last = {row.form["path"]: row.pk for row in rows}
    rows.sort(key=lambda row: row.pk in last.values())
    UnsentForm.objects.filter(pk__in=[row.pk for row in rows[:-MOST_FORMS]]).delete()


def _typed(sent: QueryDict) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in sent.lists() if name != CSRF_FIELD}


def _whose(request: HttpRequest) -> User | None:
    try:
        key = decrypt(request.COOKIES.get(WHOSE, ""))
    except WordsUnreadable:
        return None
    return User.objects.filter(pk=int(key), is_active=True, erases_at=None).first()


def _forget_what_came_back(person_id: int, request: HttpRequest, response: HttpResponse) -> None:
    """Whoever sends a form again has what was kept in it, or does not want it any more; so has who signs out.

    What a script sends by itself, and another form, end nothing. The cookie stays while it finds anybody's text.
    """
    token = request.COOKIES.get(UNSENT)
    if token:
        of_browser = UnsentForm.objects.filter(token_hash=token_hash(token))
        rows = of_browser.filter(user=person_id)
        # The session knows; the API puts nobody into a request that leads nowhere.
        signed_out = SESSION_KEY not in request.session
        gone = [row.pk for row in rows if signed_out or _is_sent_again(row.form, request)]
        UnsentForm.objects.filter(pk__in=gone).delete()
        if gone and not of_browser.exists():
            response.delete_cookie(UNSENT, samesite="Lax")


def _is_sent_again(kept: Mapping[str, Any], request: HttpRequest) -> bool:
    """Tell whether this is the same form: answers are handed in at one address of theirs and kept at another."""
    if kept["path"] == request.path:
        return True
    about, fields = resolve(kept["path"]).kwargs, kept["fields"].keys() & _typed(request.POST).keys()
    page = request.resolver_match
    return page is not None and bool(about) and about == page.kwargs and bool(fields - {"submission"})


def forget_here(request: HttpRequest, response: HttpResponse) -> None:
    """Let nothing come back in this browser, whoever it was kept for, and keep nothing that is sent from it now."""
    token = request.COOKIES.get(UNSENT)
    if token:
        UnsentForm.objects.filter(token_hash=token_hash(token)).delete()
    for name in {UNSENT, WHOSE} & request.COOKIES.keys():
        response.delete_cookie(name, samesite="Lax")


def typed_before(request: HttpRequest, *forms: str) -> QueryDict | None:
    """Return what this person sent to one of these forms of this page (names of addresses) after they were signed out.

    It is for showing, as the form's data; a message says so. One query, and none without the cookie.
    """
    found = next((kept for kept in _kept(request) if _is_for(kept["path"], request, forms)), None)
    if found is None:
        return None
    if "HX-Request" not in request.headers:
        # An open page that asks for itself anew has said so already.
        messages.info(request, _("What you typed before you were signed out is back. It is not saved yet."))
    typed = QueryDict(mutable=True)
    for name, values in found["fields"].items():
        typed.setlist(name, values)
    return typed


def words_typed_here(request: HttpRequest) -> list[str]:
    """Return a person's own words in what they send or sent to this page, for where its form is not to be had."""
    if request.method == "POST":
        return _words_in(request.path, _typed(request.POST))
    # Below the page's own address are those of its forms. What was sent twice stands here once.
    kept = [_words_in(form["path"], form["fields"]) for form in _kept(request) if form["path"].startswith(request.path)]
    return list(dict.fromkeys(words for each in kept for words in each))


def _words_in(path: str, fields: Mapping[str, list[str]]) -> list[str]:
    names: Container[str] = getattr(resolve(path).func, "words_fields", ())
    return [text for name, texts in fields.items() if name in names for text in texts if text.strip()]


def _kept(request: HttpRequest) -> list[Mapping[str, Any]]:
    """Return what was kept in this browser of whoever is signed in now, the newest first."""
    if request.method != "GET" or UNSENT not in request.COOKIES:
        return []
    mine = UnsentForm.objects.filter(user=request.user.pk, kept_at__gt=timezone.now() - KEPT_FOR)
    rows = mine.filter(token_hash=token_hash(request.COOKIES[UNSENT])).order_by("-kept_at", "-pk")
    return [row.form for row in rows]


def _is_for(path: str, request: HttpRequest, forms: tuple[str, ...]) -> bool:
    form, page = resolve(path), request.resolver_match
    return page is not None and form.url_name in forms and form.kwargs == page.kwargs


def forget_unsent_forms(now: datetime) -> int:
    """Delete what nobody came back for. Part of housekeeping."""
    return UnsentForm.objects.filter(kept_at__lte=now - KEPT_FOR).delete()[0]
