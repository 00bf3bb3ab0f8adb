"""Pages of habits: read the input, call one verb, answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import form_status, goes_through, tapped
from basics.submissions import body_hash
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest
from journal.habits import verbs
from journal.habits.forms import HabitForm, NewHabitForm, SwitchForm
from journal.habits.models import Habit
from journal.habits.showing import habits_of
from journal.lock.guard import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def habits(request: PersonRequest) -> HttpResponse:
    """What one does for one's body, and a field for one more; or, while it is off, the way to switch it on."""
    form = NewHabitForm(request.POST if request.method == "POST" else typed_before(request, "habits"))
    if request.method == "POST" and goes_through(form, lambda: _add(request, form)):
        return redirect("habits")
    with reading(request.user.pk):
        seen = habits_of(request.user.pk)
    return render(
        request, "journal/habits/habits.html", {"seen": seen, "form": form}, status=form_status(request, form)
    )


def _add(request: PersonRequest, form: NewHabitForm) -> None:
    words, at = form.cleaned_data["words"], form.cleaned_data["at"]
    verbs.add(request.user, words, at, form.submission_id, timezone.now(), body_hash([words, str(at)]))


@require_POST
@own_page
def habits_switch(request: PersonRequest) -> HttpResponse:
    """Switch it on or off."""
    form = SwitchForm(request.POST)
    verbs.switch(request.user, form.is_valid() and form.cleaned_data["is_on"], timezone.now())
    return redirect("habits")


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def habit(request: PersonRequest, habit_id: uuid.UUID) -> HttpResponse:
    """One of them, to word it otherwise or to give it another time."""
    with reading(request.user.pk):
        row = get_object_or_404(Habit, person=request.user, pk=habit_id)
    data = request.POST if request.method == "POST" else typed_before(request, "habit")
    form = HabitForm(data, initial={"words": row.words, "at": row.at})
    if request.method == "POST" and goes_through(form, lambda: _change(request, habit_id, form)):
        messages.success(request, _("Saved."))
        return redirect("habits")
    context = {"form": form, "habit_id": habit_id}
    return render(request, "journal/habits/habit.html", context, status=form_status(request, form))


def _change(request: PersonRequest, habit_id: uuid.UUID, form: HabitForm) -> None:
    said = form.cleaned_data
    verbs.change(request.user, habit_id, said["words"], said["at"], timezone.now())


@require_POST
@own_page
def habit_delete(request: PersonRequest, habit_id: uuid.UUID) -> HttpResponse:
    """Delete one for good."""
    tapped(request, lambda: verbs.delete(request.user, habit_id), _("Deleted."), Habit.DoesNotExist)
    return redirect("habits")
