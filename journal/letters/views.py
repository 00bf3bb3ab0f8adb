"""Pages of letters that nobody but their writer has read: write, read over, and one of four ends."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.kinds.talks import next_talk
from agreements.pauses.running import running_pause
from basics.answering import form_status, goes_through
from basics.directions import isolated_in_text
from basics.formats import day_said, when_said
from basics.keeping_itself import keep_itself
from basics.refusals import Refusal
from basics.transactions import reading
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PartnerRequest, PersonRequest, membership_of, partners_only
from journal.letters import sending
from journal.letters import verbs as writing
from journal.letters.forms import ActionForm, HoldForm, StarterForm, WriteForm
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.showing import LetterAsSeen, own_letter, own_letters, waiting_letters
from journal.lock.guard import own_page


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def compose(request: PersonRequest) -> HttpResponse:
    """A new letter."""
    typed = typed_before(request, "mine_compose", "mine_compose_keep")
    initial = StarterForm(request.GET).words
    return _write(request, _form(request, typed, initial), is_new=not (typed or initial))


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
@keeps_typed
def write_letter(request: PersonRequest, letter_id: uuid.UUID) -> HttpResponse:
    """A letter of mine once more."""
    draft = _draft_or_404(request, letter_id)
    typed, initial = typed_before(request, "mine_letter_write"), {**draft.payload, "submission": draft.submission}
    return _write(request, _form(request, typed, initial), is_new=False)


def _form(request: PersonRequest, typed: QueryDict | None, initial: Mapping[str, Any]) -> WriteForm:
    """Return what was sent, else what was typed and not sent, else what the page begins with."""
    if request.method == "POST":
        return WriteForm(request.POST, is_whole=not ActionForm(request.POST).keeps)
    return WriteForm(typed, is_whole=False, initial=initial)


def _write(request: PersonRequest, form: WriteForm, is_new: bool) -> HttpResponse:
    kept: list[LetterDraft | None] = []
    asks = request.method == "POST" and not form.only_keeps and form.asks_once
    if request.method == "POST" and not asks and goes_through(form, lambda: kept.append(_keep(request, form))):
        return _kept(request, form, kept[0])
    seat = membership_of(request.user)
    context = {"form": form, "partner": seat.partner if seat else None, "is_new": is_new}
    return render(request, "journal/letters/write.html", context, status=form_status(request, form))


def _keep(request: PersonRequest, form: WriteForm) -> LetterDraft | None:
    return writing.keep(request.user, form.said, form.submission_id, timezone.now())


def _kept(request: PersonRequest, form: WriteForm, draft: LetterDraft | None) -> HttpResponse:
    if draft and not form.only_keeps:
        return redirect("mine_letter", draft.pk)
    if draft:
        messages.success(request, _("Kept. Only you can read it."))
    return redirect("mine_letters")


@require_POST
@own_page
@keeps_typed
def keep_letter(request: PersonRequest) -> HttpResponse:
    """Keep a letter while it is written, for its writer alone; called by the page."""
    form = WriteForm(request.POST, is_whole=False)
    return keep_itself(request, form, lambda: _keep(request, form))


@require_safe
@own_page
def letters(request: PersonRequest) -> HttpResponse:
    """The letters of mine that nobody else has read."""
    seat, now = membership_of(request.user), timezone.now()
    with reading(request.user.pk):
        found = own_letters(request.user, seat.partner.name if seat else "", now)
        waiting = waiting_letters(seat, now) if seat else []
    return render(request, "journal/letters/mine.html", {"letters": found, "waiting": waiting})


@require_safe
@own_page
def letter(request: PersonRequest, letter_id: uuid.UUID) -> HttpResponse:
    """One of them as it reads, with its four ends, or as it waits for a talk. What both can read has another page."""
    if waiting := _waiting(request, letter_id):
        return _waiting_page(request, waiting)
    if ComposedLetter.objects.filter(pk=letter_id, writer=request.user, couple__closed_at=None).exists():
        return redirect("composed_letter", letter_id)
    return _page(request, _draft_or_404(request, letter_id))


def _waiting(request: PersonRequest, letter_id: uuid.UUID) -> LetterAsSeen | None:
    seat = membership_of(request.user)
    with reading(request.user.pk):
        found = waiting_letters(seat, timezone.now()) if seat else []
    return next((letter for letter in found if letter.pk == letter_id), None)


def _waiting_page(request: PersonRequest, letter: LetterAsSeen) -> HttpResponse:
    seat, now = membership_of(request.user), timezone.now()
    with reading(request.user.pk):
        pause = running_pause(seat, now) if seat else None
    return render(request, "journal/letters/waiting.html", {"letter": letter, "pause": pause})


def _draft_or_404(request: PersonRequest, letter_id: uuid.UUID) -> LetterDraft:
    """Find one of one's own; the other's, a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        return get_object_or_404(LetterDraft, pk=letter_id, person=request.user)


def _page(request: PersonRequest, draft: LetterDraft, hold: HoldForm | None = None) -> HttpResponse:
    seat, now = membership_of(request.user), timezone.now()
    with reading(request.user.pk):
        pause = running_pause(seat, now) if seat else None
        talk = next_talk(seat.couple_id, timezone.localdate(now), request.user.time_zone, now) if seat else None
    context = {
        "letter": own_letter(draft, request.user, seat.partner.name if seat else "", now),
        "partner": seat.partner if seat else None,
        "pause": pause,
        "save_label": _save_label(talk, timezone.localdate(now)),
        "hold": hold or HoldForm.for_tomorrow(request.user, now),
        "tomorrow": writing.tomorrow_morning(request.user, now),
    }
    return render(request, "journal/letters/letter.html", context, status=400 if hold else 200)


def _save_label(talk: date | None, today: date) -> str:
    if talk is None:
        return _("Save it for our next talk")
    return _("Save it for %(day)s") % {"day": day_said(talk, today)}


@require_POST
@own_page
def hold(request: PersonRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Let it rest until I am calm."""
    draft, form, now = _draft_or_404(request, letter_id), HoldForm(request.POST), timezone.now()
    if not goes_through(form, lambda: writing.hold(request.user, letter_id, form.until, now)):
        return _page(request, draft, form)
    said = _("It rests until %(when)s. Nothing is sent; then you find it here as a draft.")
    messages.success(request, said % {"when": when_said(form.until, now)})
    return redirect("mine_letters")


@require_POST
@own_page
def take_out(request: PersonRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Let it rest no longer."""
    _done(request, lambda: writing.take_out(request.user, letter_id), _("It is a draft again."))
    return redirect("mine_letter", letter_id)


@require_POST
@own_page
def throw_away(request: PersonRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Delete a letter of mine that nobody else has read."""
    writing.throw_away(request.user, letter_id)
    messages.success(request, _("Thrown away."))
    return redirect("mine_letters")


@require_POST
@own_page
def make_agreement(request: PersonRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Make a draft of an agreement with the words of a letter of mine, in one tap."""
    made: list[Any] = []
    _done(request, lambda: made.append(writing.make_agreement(request.user, letter_id, timezone.now())), "")
    return redirect("draft", made[0].pk) if made else redirect("mine_letter", letter_id)


@require_POST
@partners_only
@own_page
def send(request: PartnerRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Send it."""
    said = _("Sent to %(name)s.") % {"name": isolated_in_text(request.membership.partner.name)}
    _done(request, lambda: sending.send(request.membership, letter_id, timezone.now()), said)
    return redirect("mine_letter", letter_id)


@require_POST
@partners_only
@own_page
def save_for_talk(request: PartnerRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Keep it for our talk."""
    said = _("It waits for your talk. Until then only you can read it.")
    _done(request, lambda: sending.save_for_talk(request.membership, letter_id, timezone.now()), said)
    return redirect("mine_letter", letter_id)


@require_POST
@partners_only
@own_page
def take_back(request: PartnerRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Take back what of mine waits for a talk: it is a draft again."""
    said = _("It is a draft again.")
    _done(request, lambda: sending.take_back(request.membership, letter_id, timezone.now()), said)
    return redirect("mine_letter", letter_id)


def _done(request: PersonRequest, verb: Callable[[], object], said: str) -> None:
    """Call the verb of a button and say what came of it. Raises Http404 for what is nobody's or another's."""
    try:
        verb()
    except (LetterDraft.DoesNotExist, ComposedLetter.DoesNotExist):
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        if said:
            messages.success(request, said)
