"""Pages of noticing: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import goes_through, says_what_for, tapped
from basics.keeping_itself import keep_itself
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest, membership_of
from journal.entries import tags as tagging
from journal.entries import verbs as noticing
from journal.entries.forms import EntryForm, FamilyForm, LineForm, NoticeForm, PageForm
from journal.entries.models import Entry, OwnTrigger
from journal.entries.reading import HARDLY_BEARABLE, as_read
from journal.entries.showing import one_entry, page_of_entries
from journal.feeding.showing import something_for
from journal.lock.guard import TO_OPEN, opens, own_page
from journal.words import families


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice(request: PersonRequest) -> HttpResponse:
    """Six families, then six words, then it is written. Nothing of one's own stands here, so it asks for nothing."""
    if request.method != "POST":
        return _words_page(request, FamilyForm(request.GET))
    form, made = NoticeForm(request.POST), []
    if not goes_through(form, lambda: made.append(_notice(request, form))):
        return _words_page(request, FamilyForm(request.POST), 400)
    return redirect("noted", made[0].pk)


def _notice(request: PersonRequest, form: NoticeForm) -> Entry:
    """A page that one goes back to has the submission of before: another word is another entry, the same is not."""
    submission = uuid.uuid5(form.submission_id, form.said.feeling)
    return noticing.notice(request.user, form.said, submission, timezone.now())


def _words_page(request: PersonRequest, form: FamilyForm, status: int = 200) -> HttpResponse:
    context = {"family": form.chosen, "families": families(), "trigger": form.trigger_named, "form": NoticeForm()}
    return render(request, "journal/entries/notice.html", context, status=status)


@require_safe
@own_page
def entries(request: PersonRequest) -> HttpResponse:
    """What one noticed, the newest first."""
    with reading(request.user.pk):
        page = page_of_entries(request.user.pk, PageForm(request.GET).number)
        own = tagging.own_tags_of(request.user.pk)
    return render(request, "journal/entries/list.html", {"page": page, "own_tags": own})


@require_http_methods(["GET", "HEAD", "POST"])
@says_what_for(TO_OPEN)
@login_required
@keeps_typed
def noted(request: PersonRequest, entry_id: uuid.UUID) -> HttpResponse:
    """It is written. Where Mine is locked one may leave it at that: the password is asked for only to say more."""
    if request.method == "POST":
        return _noted(request, entry_id)
    if opens(request, timezone.now()):
        return _entry_page(request, entry_id, "noted")
    return render(request, "journal/entries/noted_locked.html", {"entry": _own_or_404(request, entry_id)})


@own_page
def _noted(request: PersonRequest, entry_id: uuid.UUID) -> HttpResponse:
    """All that can be said of it beside, and the line for what set it off above everything."""
    return _entry_page(request, entry_id, "noted")


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def entry(request: PersonRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One of them, to read, to change, to delete."""
    return _entry_page(request, entry_id, "entry")


def _entry_page(request: PersonRequest, entry_id: uuid.UUID, page: str) -> HttpResponse:
    row = _own_or_404(request, entry_id)
    data = request.POST if request.method == "POST" else typed_before(request, page)
    form = EntryForm(data, entry=as_read(row))
    if request.method == "POST" and goes_through(form, lambda: _say_more(request, form, entry_id)):
        return _after(request, form, row, page)
    return _shown(request, row, page, form, None, 400 if request.method == "POST" else 200)


def _shown(
    request: PersonRequest, row: Entry, page: str, form: EntryForm, line: LineForm | None, status: int
) -> HttpResponse:
    with reading(request.user.pk):
        seen = one_entry(row, membership_of(request.user), timezone.now())
        is_hard = page == "noted" and seen.entry.strength == HARDLY_BEARABLE
        something = something_for(request.user, timezone.now()) if is_hard else None
    line = line or LineForm(initial={"line": seen.line or seen.line_to_start_from})
    context = {"seen": seen, "form": form, "line": line, "page": page, "something": something}
    return render(request, "journal/entries/entry.html", context, status=status)


def _own_or_404(request: PersonRequest, entry_id: uuid.UUID) -> Entry:
    """Find one's own; another's and an unknown one answer the same."""
    with reading(request.user.pk):
        return get_object_or_404(Entry, pk=entry_id, person=request.user)


def _say_more(request: PersonRequest, form: EntryForm, entry_id: uuid.UUID) -> None:
    now = timezone.now()
    said = tagging.with_own(request.user, form.said, form.cleaned_data["own_trigger"], now)
    noticing.change(request.user, entry_id, said, now, form.at)


def _after(request: PersonRequest, form: EntryForm, before: Entry, page: str) -> HttpResponse:
    """After a tap on what set it off the line for it is what one reads next; else one is done.

    Whoever says that they can hardly bear it finds what they wrote for such a moment: once, then they are done too.
    """
    if form.chose_a_trigger:
        return redirect(page, before.pk)
    messages.success(request, _("Saved. Only you can read it."))
    is_hard = form.cleaned_data["strength"] == HARDLY_BEARABLE != as_read(before).strength
    return redirect(f"{reverse('noted', args=[before.pk])}#for-me" if page == "noted" and is_hard else "entries")


@require_POST
@own_page
@keeps_typed
def keep_entry(request: PersonRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Keep what is said while it is written; called by the page. It is one's own already, so it stands at once."""
    form = EntryForm(request.POST, entry=as_read(_own_or_404(request, entry_id)))
    return keep_itself(
        request, form, lambda: noticing.change(request.user, entry_id, form.said, timezone.now(), form.at)
    )


@require_POST
@own_page
@keeps_typed
def entry_line(request: PersonRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Keep what one tells oneself when this sets one off; empty takes it away."""
    row = _own_or_404(request, entry_id)
    found, line = as_read(row), LineForm(request.POST)
    if not goes_through(line, lambda: tagging.keep_line(request.user, found.trigger, line.cleaned_data["line"])):
        return _shown(request, row, "entry", EntryForm(entry=found), line, 400)
    messages.success(request, _("Saved. Only you can read it."))
    return redirect("entry", entry_id)


@require_POST
@own_page
def entry_delete(request: PersonRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Delete one of one's own; also what *Undo* does."""
    return _deleted(request, lambda: noticing.delete(request.user, entry_id), Entry)


@require_POST
@own_page
def own_trigger_remove(request: PersonRequest, trigger_id: uuid.UUID) -> HttpResponse:
    """Take one's own words for what sets one off out of the list."""
    return _deleted(request, lambda: tagging.remove_own(request.user, str(trigger_id)), OwnTrigger)


def _deleted(request: PersonRequest, verb: Callable[[], None], model: type[Entry | OwnTrigger]) -> HttpResponse:
    tapped(request, verb, _("Deleted."), model.DoesNotExist)
    return redirect("entries")
