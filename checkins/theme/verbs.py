"""Making what each needs most the theme of a talk, and putting one's own in.

Each verb takes the couple's row and then the check-in's, as handing in does: a theme comes before the opening or not at
all, and what is sealed is what opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from checkins.rhythm.models import CheckIn
from checkins.theme.models import SealedNeeds, Theme
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership
from journal.needs.ranking import stored
from journal.needs.showing import standing_of


class NoThemeNow(Refusal):
    """The talk is open, over, cancelled, or a light question."""

    name = "closed-for-answers"
    message = _("This talk takes no theme any more. You can compare at the next one.")


def compare_needs(check_in: CheckIn, seat: Membership, now: datetime) -> None:
    """Let the two compare at this talk what they need most; both see that they will. Raises NoThemeNow, NotConnected.

    Whether either has ranked anything, or is in already, changes nothing of it.
    """
    with _turn(check_in, seat, now):
        _theme, is_new = Theme.objects.get_or_create(check_in=check_in, defaults={"couple_id": check_in.couple_id})
        if is_new:
            raise_revisions(seat.both)


def compare_no_more(check_in: CheckIn, seat: Membership, now: datetime) -> None:
    """Take the theme off again, for both. Raises NoThemeNow, NotConnected.

    What was put in goes back to where it came from: set once more, by whoever, the theme finds nothing that one of them
    had taken off, or has handed in without since. "Not today" stays said.
    """
    with _turn(check_in, seat, now):
        if Theme.objects.filter(check_in=check_in).delete()[0]:
            SealedNeeds.objects.filter(check_in=check_in).update(payload={})
            raise_revisions(seat.both)


@contextmanager
def _turn(check_in: CheckIn, seat: Membership, now: datetime) -> Iterator[None]:
    with acting_together(seat):
        CheckIn.objects.filter(pk=check_in.pk).update(touched=F("touched") + 1)
        check_in.refresh_from_db()
        if check_in.is_one_question or not check_in.takes_answers(now):
            raise NoThemeNow
        yield


def keep_choice(check_in: CheckIn, seat: Membership, goes_in: bool) -> None:
    """Keep, before this person hands in, whether theirs is to go in. In the turn that keeps their answers."""
    _put(check_in, seat, not_today=not goes_in)


def seal_needs(check_in: CheckIn, seat: Membership, goes_in: bool) -> None:
    """Put in what this person needs most as it stands now, or nothing today. In the turn that hands in their answers.

    What is changed among their own pages afterwards goes in when they hand in again.
    """
    ranked = standing_of(seat.user_id).ranked if goes_in else ()
    _put(check_in, seat, not_today=not goes_in, payload=stored(ranked))


def _put(check_in: CheckIn, seat: Membership, **said: Any) -> None:
    # The page of somebody who was asked, and whose theme was taken off meanwhile: there is nothing to put it into.
    if Theme.objects.filter(check_in=check_in).exists():
        made = {"couple_id": check_in.couple_id, **said}
        SealedNeeds.objects.update_or_create(check_in=check_in, author=seat.user, defaults=made)
