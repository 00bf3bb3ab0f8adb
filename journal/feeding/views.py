"""Pages of what feeds one: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import form_status, goes_through, refusals_lead_to, says_what_for
from basics.submissions import SubmissionForm, body_hash
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest
from journal.feeding.planning import plan
from journal.feeding.showing import something_for
from journal.lists.forms import ListForm, NewItemForm
from journal.lists.lists import ALL, FEEDING, OwnList
from journal.lists.showing import ListAsSeen, lists_of
from journal.lists.verbs import add
from journal.lock.guard import TO_OPEN, opens, own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def feeds_me(request: PersonRequest) -> HttpResponse:
    """The three lists, each with a field for one more."""
    data = request.POST if request.method == "POST" else typed_before(request, "feeds_me")
    written = NewItemForm(data, own_list=_list_meant(data)) if data else None
    if written and request.method == "POST" and goes_through(written, lambda: _add(request, written)):
        return redirect("feeds_me")
    with reading(request.user.pk):
        lists = lists_of(request.user.pk, FEEDING, timezone.now())
    context = {"lists": _with_forms(lists, written), "form": written, "planning": SubmissionForm()}
    return render(request, "journal/feeding/lists.html", context, status=form_status(request, written or ListForm()))


def _list_meant(data: object) -> OwnList:
    form = ListForm(data)  # type: ignore[arg-type]  # what was sent, or came back after signing in
    if not form.is_valid():
        raise Http404
    return ALL[form.cleaned_data["list"]]


def _with_forms(
    lists: Sequence[ListAsSeen], written: NewItemForm | None
) -> Sequence[tuple[ListAsSeen, NewItemForm | None]]:
    """Return each with its field, with what was typed where it could not be kept; none where it is full."""
    return [(each, _form_for(each, written)) for each in lists]


def _form_for(seen: ListAsSeen, written: NewItemForm | None) -> NewItemForm | None:
    if written and written.own_list == seen.own_list:
        return written
    return NewItemForm(own_list=seen.own_list) if seen.has_room else None


def _add(request: PersonRequest, form: NewItemForm) -> None:
    words = form.cleaned_data["words"]
    add(request.user, form.own_list, words, form.submission_id, timezone.now(), body_hash(words))


@require_POST
@own_page
@refusals_lead_to("own_item")
def own_item_plan(request: PersonRequest, item_id: uuid.UUID) -> HttpResponse:
    """Begin an agreement about time for it: a draft of one's own."""
    submission = uuid.uuid5(SubmissionForm(request.POST).submission_id, str(item_id))
    return redirect("draft", plan(request.user, item_id, submission, timezone.now()).pk)


@require_safe
@says_what_for(TO_OPEN)
@login_required
def something_for_me(request: PersonRequest) -> HttpResponse:
    """What one wrote for such a moment; in the place of a link to here on pages where it may be hard."""
    if request.htmx and not opens(request, timezone.now()):
        return render(request, "journal/feeding/_locked.html")
    return _something(request)


@own_page
def _something(request: PersonRequest) -> HttpResponse:
    with reading(request.user.pk):
        seen = something_for(request.user, timezone.now())
    name = "_something" if request.htmx else "something"
    return render(request, f"journal/feeding/{name}.html", {"seen": seen})
