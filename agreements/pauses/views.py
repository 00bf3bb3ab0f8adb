"""The pause: its page, taking one, more time, coming back, and trying it once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.pauses import returning
from agreements.pauses import verbs as pauses
from agreements.pauses.extending import ask_for_more
from agreements.pauses.forms import AboutForm, AboutPauseForm, MoreForm, StartForm, WriteForm
from agreements.pauses.models import Pause
from agreements.pauses.offers import agreed, agreed_cool_down, end_promised, first_offer
from agreements.pauses.showing import PauseAsSeen, pause_as_seen
from basics import formats
from basics.answering import goes_through, refusals_lead_to
from basics.keeping_itself import keep_itself
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before, words_typed_here
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


@require_safe
@lives
@partners_only
def pause_page(request: PartnerRequest) -> HttpResponse:
    """Take a pause with one tap, see until when it runs, or how to come back from it."""
    seen = pause_as_seen(request.membership, timezone.now())
    leads_back = seen.back is not None and seen.back.leads_back
    return _page(request, seen, is_back=leads_back)


@require_safe
@lives
@partners_only
def pause_back(request: PartnerRequest) -> HttpResponse:
    """What is true now of the last pause, where every notice, mail and push about it leads."""
    seen = pause_as_seen(request.membership, timezone.now())
    if seen.running is None and seen.back is None:
        return redirect("pause")
    return _page(request, seen, is_back=seen.back is not None)


def _page(request: PartnerRequest, seen: PauseAsSeen, *, is_back: bool, **forms: Any) -> HttpResponse:
    """Show one page for every moment; a form that comes back stands in its place."""
    typed = None if forms else typed_before(request, "pause_write", "pause_keep", "pause_about")
    write = WriteForm(typed) if typed else _write_form(seen)
    shown = {"pause": seen, "is_back": is_back, "more": MoreForm(), "write": write, "start": StartForm()}
    status = 400 if forms else 200
    return render(request, "agreements/pauses/pause.html", {**shown, **forms}, status=status)


def _refused_page(request: PartnerRequest, form: MoreForm | AboutForm) -> HttpResponse:
    """Show what is true now, and why nothing came of the form; what was typed, also where its form is no more."""
    seen = pause_as_seen(request.membership, timezone.now())
    # A line alone stands among the fields of the whole page where that is shown by now.
    shown = {"more": form} if isinstance(form, MoreForm) else {"write": WriteForm(form.data)}
    forms = {**shown, "refused": form, "typed": [] if _has_its_place(form, seen) else words_typed_here(request)}
    return _page(request, seen, is_back=seen.back is not None, **forms)


def _has_its_place(form: MoreForm | AboutForm, seen: PauseAsSeen) -> bool:
    if isinstance(form, WriteForm):
        return seen.back is not None and not seen.back.opened
    return isinstance(form, MoreForm) or (seen.running is not None and seen.running.takes_about)


def _write_form(seen: PauseAsSeen) -> WriteForm:
    kept = seen.back.mine if seen.back else returning.Written(about=seen.running.about if seen.running else "")
    return WriteForm(initial={"about": kept.about, "chosen": kept.chosen, "felt": kept.felt, "need": kept.need})


@require_POST
@partners_only
@refusals_lead_to("pause")
def pause_start(request: PartnerRequest) -> HttpResponse:
    """One tap. A second tap, or the partner's at the same moment, finds the pause that runs."""
    now, form = timezone.now(), StartForm(request.POST)
    form.refuse_another(request.membership)
    until = end_promised(form.name, now) if form.name else first_offer(request.membership, now).until
    pause = pauses.start_pause(request.membership, until, now, form.submission_id)
    if pause.ends_at != until and pause.is_running(now):
        _say_it_runs(request, pause, now)
    return redirect("pause")


def _say_it_runs(request: PartnerRequest, pause: Pause, now: datetime) -> None:
    said = _("A pause runs already, until %(time)s.")
    messages.info(request, said % {"time": formats.until_said(pause.ends_at, now)})


@require_POST
@partners_only
@refusals_lead_to("pause")
def pause_slip(request: PartnerRequest) -> HttpResponse:
    """That was a slip: nothing has been."""
    if pauses.take_back_slip(AboutPauseForm(request.POST).pause_id, request.membership, timezone.now()):
        messages.success(request, _("All right. Nobody was told."))
    return redirect("today")


@require_POST
@partners_only
@refusals_lead_to("pause")
def pause_return(request: PartnerRequest) -> HttpResponse:
    """I'm ready: end what I asked for before its time."""
    if pauses.return_early(AboutPauseForm(request.POST).pause_id, request.membership, timezone.now()):
        return redirect("pause_back")
    return redirect("today")


@require_POST
@partners_only
def pause_extend(request: PartnerRequest) -> HttpResponse:
    """Not yet: ask for more time."""
    seat, now, form = request.membership, timezone.now(), MoreForm(request.POST)
    terms = agreed(agreed_cool_down(seat, now))
    if goes_through(form, lambda: ask_for_more(form.pause_id, seat, form.more(terms, now), now)):
        return redirect("pause")
    return _refused_page(request, form)


@require_POST
@partners_only
@keeps_words("about")
def pause_about(request: PartnerRequest) -> HttpResponse:
    """Keep a line on what the pause is about, for the return."""
    seat, now, form = request.membership, timezone.now(), AboutForm(request.POST)
    if not goes_through(form, lambda: returning.keep_about(form.pause_id, seat, form.cleaned_data["about"], now)):
        return _refused_page(request, form)
    messages.success(request, _("Kept for when you come back. Only you see it until then."))
    return redirect("pause")


@require_POST
@partners_only
@keeps_words("about", "felt", "need")
def pause_write(request: PartnerRequest) -> HttpResponse:
    """Say that one's page is in. Once both are, they open together."""
    seat, now, form = request.membership, timezone.now(), WriteForm(request.POST)
    if goes_through(form, lambda: returning.hand_in_page(form.pause_id, seat, form.written, now)):
        return redirect("pause_back")
    return _refused_page(request, form)


@require_POST
@partners_only
@keeps_words("about", "felt", "need")
def pause_keep(request: PartnerRequest) -> HttpResponse:
    """Keep one's page while it is written; called by the page."""
    form = WriteForm(request.POST)
    return keep_itself(request, form, lambda: _keep(request.membership, form))


def _keep(seat: Membership, form: WriteForm) -> None:
    if form.is_valid():
        returning.keep_page(form.pause_id, seat, form.written, timezone.now())


@require_POST
@partners_only
@refusals_lead_to("pause")
def pause_talking(request: PartnerRequest) -> HttpResponse:
    """We're talking: the page steps back, for this person."""
    returning.put_away(AboutPauseForm(request.POST).pause_id, request.membership, timezone.now())
    return redirect("today")
