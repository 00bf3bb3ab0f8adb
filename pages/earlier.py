"""What stays after leaving, read-only: one's own words, the agreed words, and appreciations.

The other's answers are closed to both.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.calls.models import SavedAnswer
from agreements.history.showing import OwnLetter, own_letter
from agreements.letters.models import Agreement, PrivateLine, Version
from agreements.letters.showing import AgreementAsSeen, VersionAsSeen, agreement_as_seen
from agreements.responsibilities.models import Unnoticed
from basics.keeping import what_stays
from checkins.agenda.models import Topic
from checkins.agenda.showing import TopicAsSeen, own_topic
from checkins.answers.models import Answer, TakeAway
from checkins.questions.models import OwnQuestion
from checkins.questions.prompts import said
from checkins.theme.models import SealedNeeds
from checkins.tries.models import Try
from couples.people.models import User
from couples.seats.access import PersonRequest
from couples.seats.models import Membership
from couples.seats.past import as_known_then, ended_seats
from couples.seats.showing import afterwards_said
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import AppreciationAsSeen, as_seen
from journal.copies.models import ShownCopy
from journal.copies.showing import CopyAsSeen, copy_as_seen
from journal.letters.models import ComposedLetter
from journal.letters.showing import LetterAsSeen
from journal.letters.showing import as_seen as letter_as_seen
from journal.needs.showing import RankedAsSeen, in_places


@require_safe
@login_required
def earlier(request: PersonRequest) -> HttpResponse:
    """The couples this person was part of."""
    return render(request, "pages/earlier.html", {"memberships": ended_seats(request.user)})


@require_safe
@login_required
def earlier_couple(request: PersonRequest, couple_id: uuid.UUID) -> HttpResponse:
    """What this person may still read of one closed couple."""
    seat = ended_seat(request.user, couple_id)
    return render(request, "pages/earlier_couple.html", {"kept": kept(seat, timezone.now())})


@require_safe
@login_required
def left(request: PersonRequest, couple_id: uuid.UUID) -> HttpResponse:
    """What is so since the two left each other, for either of them: the page after leaving, which stays."""
    context = {"seat": ended_seat(request.user, couple_id), "afterwards": afterwards_said()}
    return render(request, "pages/left.html", context)


def ended_seat(user: User, couple_id: uuid.UUID) -> Membership:
    """Return the person's seat in a closed couple. Raises Http404, the same for a stranger's and an unknown one."""
    own = Membership.objects.of(user).filter(ended_at__isnull=False).select_related("couple")
    seat = get_object_or_404(own, couple=couple_id)
    seat.user = user
    other = Membership.objects.filter(couple=couple_id).exclude(pk=seat.pk).select_related("user").get()
    seat.partner = as_known_then(other)
    seat.show_tints()
    return seat


@dataclass(frozen=True)
class OwnAnswer:
    """An answer this person gave."""

    starts_at: datetime
    prompt: str
    question: str
    words: str
    not_today: bool
    aloud: bool


@dataclass(frozen=True)
class OwnTakeAway:
    """What this person took with them."""

    starts_at: datetime
    words: str


@dataclass(frozen=True)
class OwnNeeds:
    """What this person put into a talk of what they need most."""

    starts_at: datetime
    needs: Sequence[RankedAsSeen]


@dataclass(frozen=True)
class Kept:
    """What the holder of an ended seat may still read; page and API print it."""

    seat: Membership
    agreed: Sequence[AgreementAsSeen]
    own_letters: Sequence[OwnLetter]
    own_lines: Sequence[str]
    # What this person liked to answer when they were asked.
    saved_answers: Sequence[str]
    own_answers: Sequence[OwnAnswer]
    own_take_aways: Sequence[OwnTakeAway]
    own_needs: Sequence[OwnNeeds]
    own_topics: Sequence[TopicAsSeen]
    # What this person showed of their own.
    own_copies: Sequence[CopyAsSeen]
    # What each wrote down of the other that was good, and what this person had written down for a talk.
    appreciations: Sequence[AppreciationAsSeen]
    # The letters that they wrote each other, with what was written back.
    letters: Sequence[LetterAsSeen]
    # What the two wanted to be asked, whoever wrote it.
    our_questions: Sequence[str]
    # What the two tried when one of them left, whoever wished for it.
    our_tries: Sequence[str]
    # What they had written down that nobody noticed, whoever wrote it.
    our_unnoticed: Sequence[str]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing of it was written, of whatever sort."""
        return not any(getattr(self, part.name) for part in fields(self) if part.name != "seat")

    @property
    def whole_letters(self) -> Sequence[VersionAsSeen]:
        """Return the letters that are this person's from the first word to the last."""
        return [own.version for own in self.own_letters if own.is_whole]


def kept(seat: Membership, now: datetime) -> Kept:
    """Return what stays with the holder of an ended seat, as each room declares it."""
    return Kept(
        seat=seat,
        agreed=[agreement_as_seen(row, seat) for row in what_stays(Agreement, seat)],
        own_letters=[own_letter(version, seat) for version in what_stays(Version, seat)],
        own_lines=[line.words for line in what_stays(PrivateLine, seat)],
        saved_answers=[row.words for row in what_stays(SavedAnswer, seat)],
        own_answers=_own_answers(what_stays(Answer, seat)),
        own_take_aways=[
            OwnTakeAway(row.check_in.starts_at, row.words) for row in what_stays(TakeAway, seat) if row.words
        ],
        own_needs=[
            OwnNeeds(row.check_in.starts_at, in_places(row.ranked))
            for row in what_stays(SealedNeeds, seat)
            if row.ranked
        ],
        own_topics=[own_topic(topic, seat) for topic in what_stays(Topic, seat)],
        own_copies=[copy_as_seen(row, seat, now) for row in what_stays(ShownCopy, seat)],
        appreciations=[as_seen(row, seat) for row in what_stays(Appreciation, seat)],
        letters=[letter_as_seen(row, seat) for row in what_stays(ComposedLetter, seat)],
        our_questions=[row.words for row in what_stays(OwnQuestion, seat)],
        our_tries=[row.words for row in what_stays(Try, seat)],
        our_unnoticed=[row.words for row in what_stays(Unnoticed, seat)],
    )


def _own_answers(answers: Iterable[Answer]) -> list[OwnAnswer]:
    rows = list(answers)
    asked = said({row.prompt for row in rows})
    return [
        OwnAnswer(row.check_in.starts_at, row.prompt, asked[row.prompt], row.words, row.not_today, row.aloud)
        for row in rows
        if row.says_something
    ]
