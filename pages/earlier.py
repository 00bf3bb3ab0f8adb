"""What stays after leaving: one's own words and the agreed words, read-only. The other's answers are closed to both."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.letters.models import Agreement, PrivateLine, Version
from agreements.letters.showing import Letter, letter_of
from checkins.answers.models import Answer, TakeAway
from checkins.decks.prompts import PROMPTS
from couples.people.models import User
from couples.seats.access import PersonRequest
from couples.seats.models import Membership


@require_safe
@login_required
def earlier(request: PersonRequest) -> HttpResponse:
    """The couples this person was part of."""
    return render(request, "pages/earlier.html", {"memberships": ended_seats(request.user)})


def ended_seats(user: User) -> list[Membership]:
    """Return the person's seats in closed couples, the newest first, with the partners. Two queries for any number."""
    own = (
        Membership.objects.of(user).filter(ended_at__isnull=False).select_related("couple").order_by("-ended_at", "pk")
    )
    seats = list(own)
    others = Membership.objects.filter(couple__in=[seat.couple_id for seat in seats]).exclude(user=user)
    partners = {other.couple_id: _as_known_then(other) for other in others.select_related("user")}
    for seat in seats:
        seat.partner = partners[seat.couple_id]
    return seats


def _as_known_then(seat: Membership) -> User:
    """Return the person under the name they had when the couple closed. The instance is only for showing."""
    seat.user.name = seat.name_at_end or seat.user.name
    return seat.user


@require_safe
@login_required
def earlier_couple(request: PersonRequest, couple_id: uuid.UUID) -> HttpResponse:
    """What this person may still read of one closed couple."""
    return render(request, "pages/earlier_couple.html", kept(ended_seat(request.user, couple_id)))


def ended_seat(user: User, couple_id: uuid.UUID) -> Membership:
    """Return the person's seat in a closed couple. Raises Http404, the same for a stranger's and an unknown one."""
    own = Membership.objects.of(user).filter(ended_at__isnull=False).select_related("couple")
    seat = get_object_or_404(own, couple=couple_id)
    seat.user = user
    other = Membership.objects.filter(couple=couple_id).exclude(pk=seat.pk).select_related("user").get()
    seat.partner = _as_known_then(other)
    return seat


def kept(seat: Membership) -> dict[str, Any]:
    """Return what the holder of an ended seat may still read."""
    agreed = Agreement.objects.of(seat).filter(in_force__isnull=False).with_words().order_by("created_at")
    return {
        "seat": seat,
        "agreed": [(row, _letter_as_then(row, row.in_force, seat)) for row in agreed if row.in_force],
        "own_letters": _own_letters(seat),
        "own_lines": PrivateLine.objects.filter(user=seat.user, couple=seat.couple_id),
        "own_answers": _own_answers(seat),
        "own_take_aways": TakeAway.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in"),
    }


def _own_letters(seat: Membership) -> list[Any]:
    """Return what this person sent that is not among the agreed words, without what the other worded in it."""
    written = Version.objects.filter(author=seat.user, couple=seat.couple_id)
    unagreed = written.exclude(agreement__in_force=F("pk")).select_related("agreement__author").order_by("created_at")
    return [(version, _own_part(version, seat)) for version in unagreed]


def _letter_as_then(agreement: Agreement, version: Version, seat: Membership) -> Letter:
    agreement.author = seat.user if agreement.author_id == seat.user_id else seat.partner
    return letter_of(agreement, version.terms, seat)


def _own_part(version: Version, seat: Membership) -> Letter:
    letter = _letter_as_then(version.agreement, version, seat)
    if version.agreement.author_id == seat.user_id:
        return letter
    theirs = letter.kind.author_fields
    return replace(letter, passages=[passage for passage in letter.passages if passage.name not in theirs])


def _own_answers(seat: Membership) -> list[Any]:
    answers = Answer.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in")
    return [(answer, PROMPTS.get(answer.prompt, "")) for answer in answers.order_by("check_in__starts_at", "pk")]
