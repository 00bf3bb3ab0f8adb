"""Pages of topics: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from agreements.calls.showing import as_seen as call_seen
from agreements.calls.showing import calls_there
from agreements.letters.models import Agreement
from agreements.letters.rounds import has_had_two_rounds
from agreements.letters.showing import agreement_as_seen
from agreements.pauses.models import Pause
from agreements.pauses.returning import Written, page_of
from basics.answering import goes_through, tapped
from basics.keeping_itself import keep_itself
from basics.submissions import body_hash
from basics.transactions import reading
from checkins.agenda import verbs as agenda
from checkins.agenda.forms import AboutForm, BackForm, NewTopicForm, TopicForm
from checkins.agenda.models import Topic
from checkins.agenda.showing import next_talk, own_topic, save_label, waiting_topics
from couples.begun.verbs import begun_by
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership

SEALED = gettext_lazy("It waits for your talk. Until then only you can read it.")
UNTOLD = gettext_lazy("You two can talk about it. Until the talk opens nobody is told that you saved it.")
TOLD = gettext_lazy("It waits for your talk. Your partner can read beforehand that it is coming.")


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("words")
def topics(request: PartnerRequest) -> HttpResponse:
    """What I want to talk about, and a field for more."""
    if request.method != "POST":
        typed = typed_before(request, "topics", "keep_topic")
        return _queue_page(request, NewTopicForm(typed) if typed else begun_form(request.membership))
    form = NewTopicForm(request.POST)
    if not goes_through(form, lambda: _queue(request.membership, form)):
        return _queue_page(request, form, 400)
    messages.success(request, TOLD if form.cleaned_data["announced"] else SEALED)
    return _back(form)


def _queue(seat: Membership, form: NewTopicForm) -> Topic:
    words, is_announced = form.cleaned_data["words"], form.cleaned_data["announced"]
    body = body_hash([words, is_announced])
    return agenda.queue_topic(seat, words, is_announced, form.submission_id, timezone.now(), body)


def begun_form(seat: Membership, **initial: Any) -> NewTopicForm:
    """Return the field with what was begun in it."""
    begun = begun_by(seat.user_id, agenda.NEW_TOPIC, timezone.now())
    return NewTopicForm(initial={**begun, **initial})


def _queue_page(request: PartnerRequest, form: NewTopicForm, status: int = 200) -> HttpResponse:
    seat, now = request.membership, timezone.now()
    with reading(request.user.pk):
        talk, waiting = next_talk(seat, now), waiting_topics(seat, now)
    context = {
        "waiting": waiting,
        "topic_form": form,
        "save_label": save_label(talk, now),
        "changes_at": talk.starts_at if talk and not talk.has_begun(now) else None,
        "partner": seat.partner,
    }
    return render(request, "checkins/agenda/topics.html", context, status=status)


@require_POST
@partners_only
@keeps_words("words")
def keep_topic(request: PartnerRequest) -> HttpResponse:
    """Keep a line while it is written, for its writer alone; called by the page."""
    form = NewTopicForm(request.POST, needs_words=False)
    return keep_itself(request, form, lambda: _begin(request.membership, form))


def _begin(seat: Membership, form: NewTopicForm) -> None:
    agenda.begin_topic(seat, _typed(form), form.submission_id, timezone.now())


def _typed(form: NewTopicForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("words", "announced") if name in form.cleaned_data}


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("words")
def topic(request: PartnerRequest, topic_id: uuid.UUID) -> HttpResponse:
    """One topic of mine that waits: write it anew, or let it go.

    One that a talk has opened with meanwhile stands there; what is sent to it then is refused, and still in the field.
    """
    with reading(request.user.pk):
        found = get_object_or_404(Topic.objects.by(request.membership).with_letters(), pk=topic_id)
    seen = own_topic(found, request.membership)
    data = request.POST if request.method == "POST" else typed_before(request, "topic")
    if found.check_in_id and not data:
        return redirect("check_in", found.check_in_id)
    initial = {"words": seen.words, "announced": seen.is_announced}
    form = TopicForm(data, initial=initial, needs_words=seen.needs_words)
    if request.method == "POST" and goes_through(form, lambda: _change(request.membership, topic_id, form)):
        messages.success(request, _("Saved."))
        return redirect("topics")
    context = {"topic": seen, "form": form, "partner": request.membership.partner}
    return render(request, "checkins/agenda/topic.html", context, status=400 if request.method == "POST" else 200)


def _change(seat: Membership, topic_id: uuid.UUID, form: TopicForm) -> None:
    agenda.change_topic(seat, topic_id, form.cleaned_data["words"], form.cleaned_data["announced"], timezone.now())


Verb = Callable[[Membership, uuid.UUID, datetime], object]


def _done(verb: Verb, request: PartnerRequest, topic_id: uuid.UUID, said: str) -> HttpResponse:
    """Call a verb on one topic and lead back to the page that it stood on."""
    tapped(request, lambda: verb(request.membership, topic_id, timezone.now()), said, Topic.DoesNotExist)
    return _back(BackForm(request.POST))


def _back(form: BackForm) -> HttpResponse:
    return redirect(form.address() or "topics")


@require_POST
@partners_only
def topic_let_go(request: PartnerRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Take away a topic of mine."""
    return _done(agenda.let_go, request, topic_id, _("Let go."))


@require_POST
@partners_only
def topic_next_time(request: PartnerRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Leave a topic of either of us to the next talk."""
    return _done(agenda.move_to_next, request, topic_id, _("Next time."))


@require_POST
@partners_only
def topic_pick(request: PartnerRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Choose which topic of mine ten minutes have time for."""
    return _done(agenda.pick, request, topic_id, _("This one it is."))


@require_POST
@partners_only
def topic_keep_on(request: PartnerRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Keep a topic of mine that was left for next time again and again."""
    return _done(agenda.keep_on, request, topic_id, _("It stays."))


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("words")
def topic_of_letter(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Save a letter for the next talk, once it got no yes in two rounds; or what two come back to in talks."""
    seat = request.membership
    with reading(request.user.pk):
        letter = get_object_or_404(Agreement.objects.of(seat).with_words(), pk=agreement_id)
        can_be_saved = agenda.can_be_saved(letter, timezone.now())
        about = agreement_as_seen(letter.as_of(timezone.now()), seat).called
        said = "" if has_had_two_rounds(letter) else str(UNTOLD)
    if not can_be_saved and request.method != "POST":
        raise Http404
    saving = Saving(about, {"agreement": agreement_id}, reverse("agreement", args=[agreement_id]), said=said)
    return _save(request, saving, lambda words, now: agenda.queue_letter(seat, letter, words, now))


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("words")
def topic_of_pause(request: PartnerRequest, pause_id: uuid.UUID) -> HttpResponse:
    """Save what a pause was about for the next talk."""
    seat = request.membership
    with reading(request.user.pk):
        pause = get_object_or_404(Pause.objects.seen_by(seat, timezone.now()), pk=pause_id)
        about = Written.on(page_of(pause, seat)).about
    saving = Saving(_("What we paused"), {"pause": pause_id}, reverse("pause_back"), about or "")
    return _save(request, saving, lambda words, now: agenda.queue_pause_topic(seat, words, pause_id, now))


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("words")
def topic_of_call(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Save for the next talk what I asked for: my own words alone, as the call is gone in a week."""
    seat, now = request.membership, timezone.now()
    with reading(request.user.pk):
        call = call_seen(get_object_or_404(calls_there(seat, now).by(seat), pk=call_id), seat, now)
    saving = Saving(
        _("What I asked for"),
        {"submission": call_id},
        reverse("call", args=[call_id]),
        call.line or call.asks_for,
        needs_words=True,
    )
    return _save(request, saving, lambda words, now: agenda.queue_own_words(seat, words, call_id, now))


@dataclass(frozen=True)
class Saving:
    """What is about to be saved for the next talk, and where its page leads back to."""

    about: str
    # By what a topic is found that was saved of it already.
    thing: Mapping[str, uuid.UUID]
    back: str
    # What its writer has said of it before, to begin with.
    words: str = ""
    # What stands above the field on the page that it is loaded into, where that page says nothing itself.
    said: str = ""
    # Whether it is nothing without words.
    needs_words: bool = False


def _save(request: PartnerRequest, saving: Saving, verb: Callable[[str, datetime], object]) -> HttpResponse:
    """Show the button with a field for words of one's own, or save it; loaded into another page that part alone."""
    seat, now = request.membership, timezone.now()
    typed = request.POST or typed_before(request, "topic_of_letter", "topic_of_pause", "topic_of_call")
    form = AboutForm(typed, initial={"words": saving.words}, needs_words=saving.needs_words)
    if request.method == "POST" and goes_through(form, lambda: verb(form.cleaned_data["words"], now)):
        messages.success(request, SEALED)
        return redirect(saving.back)
    with reading(request.user.pk):
        talk = next_talk(seat, now)
        saved = Topic.objects.by(seat).waiting().filter(**saving.thing).first()
    context = {
        "saving": saving,
        "form": form,
        "saved": saved,
        "save_label": save_label(talk, now),
    }
    template = "checkins/agenda/_save.html" if request.htmx else "checkins/agenda/save.html"
    return render(request, template, context, status=400 if request.method == "POST" else 200)
