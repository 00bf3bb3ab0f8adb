"""Pages of decks: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import goes_through
from basics.refusals import Refusal
from basics.submissions import body_hash
from basics.transactions import reading
from checkins.decks import own_verbs, verbs
from checkins.decks.forms import AnotherForm, ChooseForm, FineForm, NewDeckForm, NewQuestionForm
from checkins.decks.showing import deck_seen, decks_seen
from checkins.questions.models import OwnDeck, OwnQuestion
from checkins.rhythm.models import CheckIn
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("title")
def decks(request: PartnerRequest) -> HttpResponse:
    """All decks, and a field for one of our own."""
    seat = request.membership
    if request.method != "POST":
        return _decks_page(request, NewDeckForm(typed_before(request, "decks")))
    form = NewDeckForm(request.POST)
    if not goes_through(form, lambda: _make_deck(seat, form)):
        return _decks_page(request, form, 400)
    messages.success(request, _("It is there for both of you."))
    return redirect("decks")


def _make_deck(seat: Membership, form: NewDeckForm) -> OwnDeck:
    title = form.cleaned_data["title"]
    return own_verbs.make_deck(seat, title, form.submission_id, timezone.now(), body_hash(title))


def _decks_page(request: PartnerRequest, form: NewDeckForm, status: int = 200) -> HttpResponse:
    with reading(request.user.pk):
        seen = decks_seen(request.membership)
    context = {
        "decks": [deck for deck in seen if not deck.is_own],
        "own": [deck for deck in seen if deck.is_own],
        "chosen": next((deck for deck in seen if deck.is_chosen), seen[0]),
        "form": form,
    }
    return render(request, "checkins/decks/decks.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("words")
def deck(request: PartnerRequest, name: str) -> HttpResponse:
    """One deck with its questions; in one of our own, a field for more."""
    if request.method != "POST":
        return _deck_page(request, name, NewQuestionForm(typed_before(request, "deck")))
    form = NewQuestionForm(request.POST)
    key = _own_deck(request, name)
    if not goes_through(form, lambda: _add_question(request.membership, key, form)):
        return _deck_page(request, name, form, 400)
    messages.success(request, _("It is asked once you both said that it may be."))
    return redirect("deck", name)


def _own_deck(request: PartnerRequest, name: str) -> uuid.UUID:
    """Return the key of a deck of the couple's own. Raises Http404 for any other."""
    with reading(request.user.pk):
        found = deck_seen(request.membership, name)
    if not found.is_own:
        raise Http404
    return uuid.UUID(name)


def _add_question(seat: Membership, deck_id: uuid.UUID, form: NewQuestionForm) -> OwnQuestion:
    words = form.cleaned_data["words"]
    return own_verbs.add_question(seat, deck_id, words, form.submission_id, timezone.now(), body_hash(words))


def _deck_page(request: PartnerRequest, name: str, form: NewQuestionForm, status: int = 200) -> HttpResponse:
    with reading(request.user.pk):
        found = deck_seen(request.membership, name)
    return render(request, "checkins/decks/deck.html", {"deck": found, "form": form}, status=status)


@require_POST
@partners_only
def deck_choose(request: PartnerRequest) -> HttpResponse:
    """Let questions come from a deck, for both."""
    form = ChooseForm(request.POST)
    if goes_through(form, lambda: verbs.choose_deck(request.membership, form.cleaned_data["deck"], timezone.now())):
        messages.success(request, _("Your questions come from there now, for both of you."))
    else:
        _tell(request, form)
    return redirect("decks")


def _tell(request: PartnerRequest, form: Any) -> None:
    for texts in form.errors.values():
        messages.error(request, texts[0])


@require_POST
@partners_only
def deck_heavy(request: PartnerRequest, name: str) -> HttpResponse:
    """Say whether the heavy questions of a deck are fine with me."""
    with reading(request.user.pk):
        deck_seen(request.membership, name)
    is_fine, now = _is_fine(request), timezone.now()
    _does(request, lambda: verbs.say_heavy_is_fine(request.membership, name, is_fine, now), _("Kept, for you alone."))
    return redirect("deck", name)


def _is_fine(request: PartnerRequest) -> bool:
    form = FineForm(request.POST)
    return form.is_valid() and form.cleaned_data["fine"]


def _does(request: PartnerRequest, verb: Callable[[], object], said: str = "") -> None:
    """Call a verb and say what it did. What the first of two taps has taken away is nobody's, and a stranger's alike.

    Raises Http404.
    """
    try:
        verb()
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return
    if said:
        messages.success(request, said)


@require_POST
@partners_only
def deck_take_away(request: PartnerRequest, name: str) -> HttpResponse:
    """Take a deck of our own away."""
    key, now = _own_deck(request, name), timezone.now()
    _does(request, lambda: own_verbs.take_deck_away(request.membership, key, now), _("Taken away."))
    return redirect("decks")


@require_POST
@partners_only
def own_question_fine(request: PartnerRequest, question_id: uuid.UUID) -> HttpResponse:
    """Say whether a question of our own may be asked, for me."""
    name, seat, now, is_fine = _deck_name(request, question_id), request.membership, timezone.now(), _is_fine(request)
    _does(request, lambda: own_verbs.say_question_is_fine(seat, question_id, is_fine, now), _("Kept, for you alone."))
    return redirect("deck", name)


def _deck_name(request: PartnerRequest, question_id: uuid.UUID) -> str:
    with reading(request.user.pk):
        return str(get_object_or_404(OwnQuestion.objects.of(request.membership), pk=question_id).deck_id)


@require_POST
@partners_only
def own_question_take_away(request: PartnerRequest, question_id: uuid.UUID) -> HttpResponse:
    """Take a question away, mine or the other's."""
    name, seat, now = _deck_name(request, question_id), request.membership, timezone.now()
    _does(request, lambda: own_verbs.take_question_away(seat, question_id, now), _("Taken away."))
    return redirect("deck", name)


@require_POST
@partners_only
def another_question(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Let our talk ask another question than the drawn one."""
    with reading(request.user.pk):
        talk = get_object_or_404(CheckIn.objects.of(request.membership), pk=check_in_id)
    form, now = AnotherForm(request.POST), timezone.now()
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    _does(request, lambda: verbs.draw_another(talk, request.membership, seen, now))
    return redirect("check_in", check_in_id)
