"""Who may open a person's own pages: whoever is signed in, and, where they want that, knows the password again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.answering import says_what_for
from basics.keeping_itself import kept, not_kept
from basics.transactions import reading
from couples.seats.access import PersonRequest
from journal.lock.models import Lock

View = Callable[..., HttpResponse]
# Without use, after which the password is asked for.
OPEN_FOR = timedelta(minutes=10)
USED_AT = "own_pages_used_at"
# What the question is for, unless the page itself says more.
TO_OPEN = gettext_lazy("This is to open Mine, or to go on there.")


def own_page(view: View) -> View:
    """Let whoever is signed in through; after a while without use the password is asked for, if its owner wants that.

    What was sent meanwhile goes on once it was answered. What a page keeps by itself says that it does not stand yet.
    """

    @says_what_for(TO_OPEN)
    @login_required
    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not opens(request, timezone.now()):
            if request.htmx:
                return kept(request, not_kept(_("your own pages are locked. Save, and the password is asked for.")))
            raise ReauthenticationRequired
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            # What another page deletes between being found and being worked on is what there never was.
            raise Http404 from None

    return guarded


def opens(request: PersonRequest, now: datetime) -> bool:
    """Tell whether this session's own pages are open, and count this as use. Theirs who want no lock always are."""
    if not asks_for_password(request.user.pk):
        return True
    is_open = now - _last_used(request) < OPEN_FOR or not can_be_asked(request)
    if is_open:
        note_use(request, now)
    return is_open


def asks_for_password(person_id: int) -> bool:
    """Tell whether this person wants to be asked."""
    with reading(person_id):
        return Lock.objects.filter(person=person_id).exists()


def can_be_asked(request: HttpRequest) -> bool:
    """Tell whether there is a password or a code to ask for: nobody is shut out of what is theirs."""
    return bool(get_reauthentication_flows(request.user))


def note_use(request: HttpRequest, now: datetime) -> None:
    """Let the own pages of this session stay open for a while from now on."""
    request.session[USED_AT] = now.timestamp()


def _last_used(request: HttpRequest) -> datetime:
    """Return when own pages were used last in this session, or its owner last showed who they are."""
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return datetime.fromtimestamp(max([*shown, request.session.get(USED_AT, 0)]), timezone.get_fixed_timezone(0))
