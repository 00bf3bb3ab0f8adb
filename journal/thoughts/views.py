"""Pages of a thought: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.letters.private_lines import line_for
from basics.answering import form_status, goes_through, tapped
from basics.keeping_itself import keep_itself
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest
from journal.lock.guard import own_page
from journal.thoughts import verbs
from journal.thoughts.forms import STEPS, FromEntryForm, LineForm, NewThoughtForm, ThoughtForm
from journal.thoughts.from_entries import brought_from, first_values
from journal.thoughts.models import Thought
from journal.thoughts.showing import STEP_LABELS, ThoughtAsSeen, as_seen, thoughts_of


@require_safe
@own_page
def thoughts(request: PersonRequest) -> HttpResponse:
    """All thoughts that I looked at, those first that are not finished."""
    found = thoughts_of(request.user.pk)
    context = {
        "open": [each for each in found if each.next_step],
        "written": [each for each in found if not each.next_step],
        "total": len(STEPS),
    }
    return render(request, "journal/thoughts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def thought_new(request: PersonRequest) -> HttpResponse:
    """The first step of a new one. Nothing is stored before it is kept."""
    data = request.POST if request.method == "POST" else typed_before(request, "thought_new", "thought_keep_new")
    form, made = NewThoughtForm(data, shown=STEPS[0], initial=_first_values(request)), list[Thought]()
    if request.method == "POST" and goes_through(form, lambda: made.append(_begin(request, form))):
        return redirect("thought_step", made[0].pk, 2)
    return _step_page(request, form, 1, None)


def _first_values(request: PersonRequest) -> dict[str, Any]:
    """Return what the page begins with where an entry led to it."""
    form = FromEntryForm(request.GET)
    return {**first_values(request.user.pk, form.key), "entry": form.key} if form.key else {}


def _begin(request: PersonRequest, form: NewThoughtForm) -> Thought:
    brought = brought_from(request.user.pk, form.key) if form.key else {}
    return verbs.begin(request.user, form.typed, form.submission_id, timezone.now(), brought=brought)


@require_POST
@own_page
@keeps_typed
def thought_keep_new(request: PersonRequest) -> HttpResponse:
    """Keep the first step of a new one while it is written; called by the page."""
    form = NewThoughtForm(request.POST, shown=STEPS[0])
    form.unfinished()
    return keep_itself(request, form, lambda: _begin(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def thought_step(request: PersonRequest, thought_id: uuid.UUID, step: int) -> HttpResponse:
    """One of the four steps, and on to the next one."""
    seen = _seen_or_404(request, thought_id)
    data = request.POST if request.method == "POST" else typed_before(request, "thought_step", "thought_keep")
    form = _form(seen, step, data)
    if request.method == "POST" and goes_through(form, lambda: verbs.keep(request.user, thought_id, form.typed)):
        return _onward(thought_id, step)
    if request.method != "POST" and not seen.can_end and step > seen.next_step:
        # What stands above every later step is not there yet.
        return redirect("thought_step", thought_id, seen.next_step)
    return _step_page(request, form, step, seen)


def _form(seen: ThoughtAsSeen, step: int, data: QueryDict | None) -> ThoughtForm:
    if not 1 <= step <= len(STEPS):
        raise Http404
    return ThoughtForm(data, shown=STEPS[step - 1], initial=seen.said)


def _onward(thought_id: uuid.UUID, step: int) -> HttpResponse:
    if step == len(STEPS):
        return redirect("thought", thought_id)
    return redirect("thought_step", thought_id, step + 1)


def _step_page(request: PersonRequest, form: ThoughtForm, step: int, seen: ThoughtAsSeen | None) -> HttpResponse:
    context = {
        "form": form,
        "step": step,
        "label": STEP_LABELS[step - 1],
        "total": len(STEPS),
        "thought": seen,
        "back": step - 1,
    }
    return render(request, "journal/thoughts/step.html", context, status=form_status(request, form))


@require_POST
@own_page
@keeps_typed
def thought_keep(request: PersonRequest, thought_id: uuid.UUID, step: int) -> HttpResponse:
    """Keep one step while it is written, unfinished too; called by the page."""
    form = _form(_seen_or_404(request, thought_id), step, request.POST).unfinished()
    return keep_itself(request, form, lambda: verbs.keep(request.user, thought_id, form.typed))


@require_safe
@own_page
def thought(request: PersonRequest, thought_id: uuid.UUID) -> HttpResponse:
    """What came of it; one that is hardly begun leads to where its writer stopped."""
    seen = _seen_or_404(request, thought_id)
    if not seen.can_end:
        return redirect("thought_step", thought_id, seen.next_step)
    return _end_page(request, seen, LineForm(person_id=request.user.pk, initial={"trigger": seen.trigger}))


def _end_page(request: PersonRequest, seen: ThoughtAsSeen, form: LineForm) -> HttpResponse:
    with reading(request.user.pk):
        is_line = line_for(request.user.pk, seen.trigger) == seen.fairer
    context = {"thought": seen, "line_form": form, "is_my_line": is_line}
    return render(request, "journal/thoughts/end.html", context, status=form_status(request, form))


def _seen_or_404(request: PersonRequest, thought_id: uuid.UUID) -> ThoughtAsSeen:
    """Find one's own; another's, a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        return as_seen(get_object_or_404(Thought, pk=thought_id, person=request.user))


@require_POST
@own_page
def thought_line(request: PersonRequest, thought_id: uuid.UUID) -> HttpResponse:
    """Keep the fairer sentence as my own line for what set it off."""
    seen, form = _seen_or_404(request, thought_id), LineForm(request.POST, person_id=request.user.pk)
    if not goes_through(form, lambda: verbs.use_as_line(request.user, thought_id, form.cleaned_data["trigger"])):
        return _end_page(request, seen, form)
    messages.success(request, _("Kept. It stands there the next time."))
    return redirect("thought", thought_id)


@require_POST
@own_page
def thought_delete(request: PersonRequest, thought_id: uuid.UUID) -> HttpResponse:
    """Delete one of mine."""
    tapped(request, lambda: verbs.delete(request.user, thought_id), _("Deleted."), Thought.DoesNotExist)
    return redirect("thoughts")
