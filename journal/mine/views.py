"""The page *Mine*."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from basics.transactions import reading
from couples.seats.access import PersonRequest, membership_of
from journal.entries.reading import as_read, rows_of
from journal.habits.showing import wants_habits
from journal.lock.guard import own_page

NEWEST = 3


@require_safe
@own_page
def mine(request: PersonRequest) -> HttpResponse:
    """What is one's own, and the newest of what one noticed."""
    with reading(request.user.pk):
        newest = [as_read(row) for row in rows_of(request.user.pk)[:NEWEST]]
        context = {"newest": newest, "wants_habits": wants_habits(request.user.pk)}
    context["is_connected"] = membership_of(request.user)
    return render(request, "journal/mine/mine.html", context)
