"""Today: what the day asks of one person, by the state the two are in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.calls.showing import CallAsSeen, asked_on_today
from agreements.card.showing import card_from
from agreements.drafts.showing import drafts_of, first_thing
from agreements.kinds.base import first_kinds
from agreements.letters.showing import AgreementAsSeen, todays_agreements_of
from agreements.pauses.forms import StartForm
from agreements.pauses.offers import agreed_among, offers
from agreements.pauses.showing import PauseOnToday, todays_pause
from agreements.phrases.showing import new_for
from agreements.trials.showing import due_trials
from agreements.trying import is_offered
from basics.formats import day_said
from basics.localtime import earliest
from checkins.answers.showing import CheckInAsSeen, current_check_ins
from checkins.moving.showing import AskedAsSeen, asked_between
from checkins.one_question.showing import one_question
from couples.live.asking import lives
from couples.pairing.models import Invitation, InvitationState
from couples.pairing.showing import own_invitation_as_seen
from couples.people.models import User
from couples.seats.access import PersonRequest, membership_of
from couples.seats.leaving import what_has_ended
from couples.seats.models import Membership
from pages.install import hints_at_install
from reminders.kinds import Line
from reminders.notices.seeing import named_on_today

MOST_TO_ANSWER = 3
MOST_CHECK_INS = 2
MOST_TILES = 5


class JustAgreedForm(forms.Form):
    """To which agreement this person has said yes a moment ago."""

    agreed = forms.UUIDField(required=False)

    @property
    def agreement_id(self) -> uuid.UUID | None:
        """Return it; None for none, and for what is none."""
        return self.cleaned_data["agreed"] if self.is_valid() else None


@require_safe
@lives
@login_required
def today(request: PersonRequest) -> HttpResponse:
    """Show one of three states: alone, connected, a pause."""
    seat, now = membership_of(request.user), timezone.now()
    if seat is None and not request.user.first_steps_done:
        return redirect("first_steps")
    if seat is None:
        return render(request, "pages/today_alone.html", _alone(request, now))
    pause = todays_pause(seat, now)
    if pause and pause.is_running:
        return render(request, "pages/today_pause.html", {"pause": pause})
    to_read = named_on_today(request, request.user, now)
    week = _week(seat, now, JustAgreedForm(request.GET).agreement_id, pause, to_read)
    return render(request, "pages/today.html", week)


def _alone(request: PersonRequest, now: datetime) -> dict[str, Any]:
    held, my_claim = _invitations(request.user, now)
    mine, ended = own_invitation_as_seen(held, now) if held else None, what_has_ended(request.user)
    return {
        "drafts": drafts_of(request.user),
        "kinds": first_kinds(),
        "invitation": mine,
        "claimed": mine is not None and mine.waits_for_digits,
        "my_claim": my_claim,
        "changes_at": earliest(mine.changes_at if mine else None, my_claim.ends_by if my_claim else None),
        "closing_untold": any(ended),
        "was_together": bool(ended),
    }


def _invitations(person: User, now: datetime) -> tuple[Invitation | None, Invitation | None]:
    """Return the one that this person holds, and one that they said yes to. One query."""
    claimed = Q(claimed_by=person, state=InvitationState.CLAIMED)
    rows = list(Invitation.objects.usable(now).filter(claimed | Q(inviter=person)))
    mine = next((row for row in rows if row.inviter_id == person.pk), None)
    return mine, next((row for row in rows if row.inviter_id != person.pk), None)


@dataclass(frozen=True)
class Matter:
    """Something that matters now: its name, by which the page knows how to show it, and what it is."""

    name: str
    it: Any


@dataclass(frozen=True)
class DayAfter:
    """A talk that the two did not come to yesterday, and the next one, for both alike."""

    talk: CheckInAsSeen
    next: CheckInAsSeen | None
    # When that is, as one says it: Sunday.
    day: str


def _week(
    seat: Membership,
    now: datetime,
    just_agreed: uuid.UUID | None,
    pause: PauseOnToday | None,
    to_read: Sequence[Line],
) -> dict[str, Any]:
    """Sort what there is by what matters now: the first of it is the page, the rest are rows.

    Whoever has just said yes reads the same as the other does on their Today.
    """
    agreements, check_ins = todays_agreements_of(seat, now), current_check_ins(seat, now)
    asked, calls = asked_between(seat, now), asked_on_today(agreements, seat, now)
    said = new_for(seat, now)
    standing = [row for row in agreements if not row.ended_at]
    in_force = sorted((row for row in standing if row.in_force), key=lambda row: row.kind.order)
    to_answer = [row for row in standing if row.asks_me]
    news = [row for row in agreements if row.is_news or row.tried_until or (row.pk == just_agreed and row.in_force)]
    first = first_thing(seat, standing)
    due = due_trials(seat, standing, now)
    urgent = _urgent(pause, calls, asked, check_ins, to_answer, due.rows, to_read)
    asked_once = one_question(seat, check_ins, now)
    questions = [*_matters("one_question", [asked_once]), *_matters("talk", _ahead(check_ins))]
    offered = _matters("first", [first])
    # A finished letter waits for nothing but its sending; what is only an idea does not put the question aside.
    ordinary = [*offered, *questions] if first and first.ready else [*questions, *offered]
    # What the light question brought was read with it: it leads back there, and on to the first letter.
    light = _matters("opened", [row for row in check_ins if row.is_open and row.is_one_question])
    matters = [*urgent, *ordinary, *light, *_matters("promised", [row for row in calls if row.is_promised])]
    return {
        "pause": pause,
        "hero": matters[0] if matters else None,
        "rows": matters[1:],
        # Once its time has come the talk goes before what is new, also for whose answers are in already.
        "has_urgent": bool(urgent) or any(_is_on_now(row) for row in check_ins),
        "to_answer": to_answer,
        "news": news,
        "said": said,
        "small_rows": _small_rows(in_force),
        "tells_agreed": any(row.state == "in_force" for row in news),
        "nothing_yet": not agreements,
        "tries_pause": first is None and is_offered(seat, in_force, now),
        "in_force": in_force,
        "most_tiles": MOST_TILES,
        # Made where a page shows it, and once however often its template asks.
        "card": cache(partial(card_from, in_force, seat)),
        "changes_at": earliest(
            asked.changes_at,
            due.changes_at,
            asked_once.until if asked_once else None,
            pause.changes_at if pause else None,
            *(row.changes_at for row in check_ins),
            *(row.changes_at for row in calls),
            *(row.gone_at for row in said),
            *(row.ends_at for row in standing),
        ),
        "offer": offers(agreed_among(in_force), now)[0],
        "start": StartForm(),
        "partner": seat.partner,
        "hints_at_install": hints_at_install(seat, now),
    }


def _small_rows(in_force: Sequence[AgreementAsSeen]) -> list[str]:
    """Return the templates of what one may do on any day; nothing stands there before it can do something."""
    i_need = ["agreements/phrases/_i_need.html"] if any(row.can_be_asked_for for row in in_force) else []
    return ["journal/appreciations/_something_good.html", *i_need, "journal/entries/_notice.html"]


def _urgent(
    pause: PauseOnToday | None,
    calls: Sequence[CallAsSeen],
    asked: AskedAsSeen,
    check_ins: Sequence[CheckInAsSeen],
    to_answer: Sequence[AgreementAsSeen],
    due: Sequence[AgreementAsSeen],
    to_read: Sequence[Line],
) -> list[Matter]:
    """Return what goes before the ordinary day, in order; of a talk whose time has come the one that is now first."""
    opened = [row for row in check_ins if row.is_open and not row.is_one_question]
    on = [row for row in check_ins if row.has_just_started]
    came_to_nothing = [row for row in check_ins if row.came_to_nothing]
    begun = [row for row in check_ins if _waits_for_me(row)]
    return [
        *_matters("back", [pause]),
        *_matters("call", [row for row in calls if not row.is_promised]),
        *_matters("asked_now", [asked.of_me]),
        *_matters("opened", opened[-MOST_CHECK_INS:]),
        *_matters("on", on),
        *_matters("day_after", [_day_after(row, check_ins) for row in came_to_nothing[-1:]]),
        *_matters("begun", begun[:MOST_CHECK_INS][::-1]),
        *_matters("letter", to_answer[:MOST_TO_ANSWER]),
        *_matters("to_read", to_read[:MOST_TO_ANSWER]),
        *_matters("trial", due),
        *_matters("suggestion", asked.suggestions),
    ]


def _ahead(check_ins: Sequence[CheckInAsSeen]) -> list[CheckInAsSeen]:
    return [row for row in check_ins if _is_to_come(row) and not _waits_for_me(row)][:MOST_CHECK_INS]


def _is_on_now(check_in: CheckInAsSeen) -> bool:
    return _is_to_come(check_in) and check_in.has_begun and not check_in.time_is_over


def _waits_for_me(check_in: CheckInAsSeen) -> bool:
    """Tell whether its time has come and mine are not in: it goes before what can wait until after it."""
    return _is_to_come(check_in) and check_in.has_begun and not check_in.handed_in


def _is_to_come(check_in: CheckInAsSeen) -> bool:
    """Tell whether it has a place of its own; on the day after, one that came to nothing reads alike for both."""
    return check_in.is_ahead_or_due and not check_in.came_to_nothing


def _day_after(talk: CheckInAsSeen, check_ins: Sequence[CheckInAsSeen]) -> DayAfter:
    following = next((row for row in check_ins if row.is_ahead_or_due and not row.has_begun), None)
    if following is None:
        return DayAfter(talk, None, "")
    days = (timezone.localtime(each).date() for each in (following.starts_at, talk.seen_at))
    return DayAfter(talk, following, day_said(*days))


def _matters(name: str, things: Iterable[Any]) -> list[Matter]:
    return [Matter(name, thing) for thing in things if thing]
