"""Starting a talk without writing: a tap by each, and the two are at its table; what is sealed stays sealed.

As with handing in, the check-in's row is taken first: of two who tap at the same moment the second counts both. Until
then one tap is its writer's alone, like all that is sealed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from basics.transactions import acting
from checkins.answers.models import WithoutWriting
from checkins.rhythm.models import TIME_LASTS, CheckIn
from checkins.rhythm.scheduling import ensure_next
from couples.live.verbs import raise_revisions
from couples.seats.leaving import keep_connected
from couples.seats.models import Membership

# A tap of last night starts nothing this morning, when only one of them is there.
STANDS_FOR: timedelta = TIME_LASTS


class NothingToStart(Refusal):
    """The time of the talk has not come, or it is over."""

    name = "nothing-to-start"
    message = _("You can start without writing once it is time for your talk, and until three days after.")


def start_without_writing(check_in: CheckIn, seat: Membership, now: datetime) -> bool:
    """Say that one would rather talk at once; return whether both have said so, or are at the table already.

    Raises NothingToStart.
    """
    with acting(seat.user_id):
        _begin(check_in, seat, now)
        if not check_in.is_on(now):
            _say(check_in, seat, now)
    return _go_on(check_in, seat, now)


def _begin(check_in: CheckIn, seat: Membership, now: datetime) -> None:
    """Lock the check-in's row, then look at it as it is now. Handing in does the same, and one of them is first."""
    if not keep_connected(seat):
        raise NothingToStart
    CheckIn.objects.filter(pk=check_in.pk).update(touched=F("touched") + 1)
    check_in.refresh_from_db()
    if not check_in.is_on(now) and not check_in.can_start(now):
        raise NothingToStart


def _say(check_in: CheckIn, seat: Membership, now: datetime) -> None:
    said = {"said_at": now, "couple_id": check_in.couple_id}
    WithoutWriting.objects.update_or_create(check_in=check_in, person=seat.user, defaults=said)
    both_said = WithoutWriting.objects.filter(check_in=check_in, said_at__gt=now - STANDS_FOR).count() == 2
    if both_said:
        CheckIn.objects.filter(pk=check_in.pk, started_at=None).update(started_at=now)
        WithoutWriting.objects.filter(check_in=check_in).delete()
    raise_revisions(seat.both if both_said else [seat.user_id])


def _go_on(check_in: CheckIn, seat: Membership, now: datetime) -> bool:
    """Make the next check-in once this one has started; tell whether it has. A transaction of its own, as elsewhere."""
    with acting(seat.user_id):
        check_in.refresh_from_db()
        if check_in.was_started and check_in.agreement:
            ensure_next(check_in.agreement, now)
    return check_in.is_on(now)


def has_said(check_in: CheckIn, seat: Membership, now: datetime) -> bool:
    """Tell whether this person's own tap stands."""
    mine = WithoutWriting.objects.filter(check_in=check_in, person=seat.user_id)
    return mine.filter(said_at__gt=now - STANDS_FOR).exists()


def forget_lapsed_taps(now: datetime) -> None:
    """Forget who would have started a talk, once it starts nothing any more."""
    WithoutWriting.objects.filter(said_at__lte=now - STANDS_FOR).delete()
