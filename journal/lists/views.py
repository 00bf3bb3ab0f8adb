"""What one does with one line of a list of one's own: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import form_status, goes_through
from basics.refusals import Refusal
from basics.submissions import SubmissionForm
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest
from journal.lists import verbs
from journal.lists.forms import ItemForm
from journal.lists.lists import ALL
from journal.lists.models import OwnItem
from journal.lists.showing import as_seen, stands_first
from journal.lock.guard import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def own_item(request: PersonRequest, item_id: uuid.UUID) -> HttpResponse:
    """One line: to word it otherwise, to put it first, to delete it."""
    with reading(request.user.pk):
        row = get_object_or_404(OwnItem.objects.there(), person=request.user, pk=item_id)
        seen, is_first = as_seen(row), stands_first(row)
    data = request.POST if request.method == "POST" else typed_before(request, "own_item")
    form, own_list = ItemForm(data, initial={"words": row.words}), ALL[row.list_name]
    if request.method == "POST" and goes_through(form, lambda: _change(request, item_id, form)):
        messages.success(request, _("Saved."))
        return redirect(own_list.route)
    context = {"item": seen, "is_first": is_first, "own_list": own_list, "form": form, "planning": SubmissionForm()}
    return render(request, "journal/lists/item.html", context, status=form_status(request, form))


def _change(request: PersonRequest, item_id: uuid.UUID, form: ItemForm) -> None:
    verbs.change(request.user, item_id, form.cleaned_data["words"])


@require_POST
@own_page
def own_item_first(request: PersonRequest, item_id: uuid.UUID) -> HttpResponse:
    """Put it before the others."""
    return _done(request, item_id, lambda: verbs.put_first(request.user, item_id))


@require_POST
@own_page
def own_item_delete(request: PersonRequest, item_id: uuid.UUID) -> HttpResponse:
    """Delete it; its page says so, and has the way to put it back."""
    return _done(request, item_id, lambda: verbs.delete(request.user, item_id, timezone.now()))


@require_POST
@own_page
def own_item_put_back(request: PersonRequest, item_id: uuid.UUID) -> HttpResponse:
    """Put it back."""
    return _done(request, item_id, lambda: verbs.put_back(request.user, item_id, timezone.now()))


def _done(request: PersonRequest, item_id: uuid.UUID, verb: Callable[[], OwnItem]) -> HttpResponse:
    """Lead back to the list, whichever it is. The second of two taps finds nothing left to do."""
    try:
        verb()
    except OwnItem.DoesNotExist:
        pass
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    with reading(request.user.pk):
        row = OwnItem.objects.filter(person=request.user, pk=item_id).first()
    return redirect(ALL[row.list_name].route if row else "mine")
