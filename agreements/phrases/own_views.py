"""Pages of what a person keeps for saying and answering: theirs alone, also without a partner."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.phrases import own
from agreements.phrases.forms import NewOwnPhraseForm, OwnPhraseForm
from agreements.phrases.models import OwnAnswer, OwnPhrase
from agreements.phrases.showing import own_answers_of, own_phrases_of
from basics.answering import goes_through, tapped
from basics.submissions import body_hash
from basics.transactions import reading
from couples.live.asking import lives
from couples.people.models import User
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@login_required
@keeps_words("words")
def own_phrases(request: PersonRequest) -> HttpResponse:
    """One's own sentences and answers, and a field for one more."""
    if request.method != "POST":
        return _page(request, NewOwnPhraseForm(typed_before(request, "own_phrases")))
    form = NewOwnPhraseForm(request.POST)
    if not goes_through(form, lambda: _add(request.user, form)):
        return _page(request, form, 400)
    messages.success(request, _("It is among what you can say. Only you can read it until you send it."))
    return redirect("own_phrases")


def _add(person: User, form: NewOwnPhraseForm) -> OwnPhrase:
    words = form.cleaned_data["words"]
    return own.add_own(person, words, form.submission_id, timezone.now(), body_hash(words))


def _page(request: PersonRequest, form: NewOwnPhraseForm, status: int = 200) -> HttpResponse:
    with reading(request.user.pk):
        context = {
            "phrases": own_phrases_of(request.user),
            "answers": own_answers_of(request.user),
            "form": form,
            "has_room": own.MOST_OWN,
        }
    return render(request, "agreements/phrases/own.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_words("words")
def own_phrase(request: PersonRequest, phrase_id: uuid.UUID) -> HttpResponse:
    """Put one's own sentence into other words."""
    with reading(request.user.pk):
        row = get_object_or_404(OwnPhrase, person=request.user, pk=phrase_id)
    data = request.POST if request.method == "POST" else typed_before(request, "own_phrase")
    form = OwnPhraseForm(data, initial={"words": row.words})
    if request.method == "POST" and goes_through(form, lambda: _change(request, phrase_id, form)):
        return redirect("own_phrases")
    status = 400 if request.method == "POST" else 200
    return render(request, "agreements/phrases/own_phrase.html", {"form": form, "phrase_id": phrase_id}, status=status)


def _change(request: PersonRequest, phrase_id: uuid.UUID, form: OwnPhraseForm) -> None:
    own.change_own(request.user, phrase_id, form.cleaned_data["words"])
    messages.success(request, _("Saved."))


@require_POST
@login_required
def own_phrase_delete(request: PersonRequest, phrase_id: uuid.UUID) -> HttpResponse:
    """Take one's own sentence away."""
    tapped(request, lambda: own.delete_own(request.user, phrase_id), _("Taken away."), OwnPhrase.DoesNotExist)
    return redirect("own_phrases")


@require_POST
@login_required
def own_answer_forget(request: PersonRequest, name: str) -> HttpResponse:
    """Be offered the usual answer again."""
    tapped(request, lambda: own.forget_own_answer(request.user, name), _("Taken away."), OwnAnswer.DoesNotExist)
    return redirect("own_phrases")
