"""How an agreement ends: by either of the two, at once, or by itself when what was tried is over."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

from agreements.kinds.base import kind_named
from agreements.letters.models import Agreement, Version
from agreements.letters.reminders import put_letters_away, tell_ending
from agreements.letters.versions import follow_standing
from basics.localtime import local
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.seats.leaving import hold_couple
from couples.seats.models import Membership


def end(agreement: Agreement, seat: Membership, now: datetime) -> None:
    """End an agreement alone, at once, without a reason. Ending what has ended changes nothing."""
    with acting(seat.user_id):
        close_if_over(agreement, now)
        if not close(agreement, now):
            return
        if agreement.in_force_id:
            Agreement.objects.filter(pk=agreement.pk).update(news_for=seat.partner)
        tell_ending(agreement, seat.partner, now)
        raise_revisions(seat.both)


def close(agreement: Agreement, now: datetime) -> bool:
    """Put an agreement out of force with what hangs on it; tell whether this call did it. Tells nobody."""
    alive = Agreement.objects.alive(now).filter(pk=agreement.pk)
    return bool(alive.update(ended_at=now, proposal=None, revision=F("revision") + 1)) and _follow_end(agreement, now)


def close_what_is_over(couple_id: uuid.UUID, now: datetime) -> None:
    """Close what two people tried until a day that is over: rows then say what all have read since."""
    found = list(Agreement.objects.over(now).filter(couple=couple_id))
    if found:
        # The couple's row first, as a leave takes it: the other way round the two could wait for each other.
        hold_couple(couple_id)
    for agreement in found:
        close_if_over(agreement, now)


def close_if_over(agreement: Agreement, now: datetime) -> bool:
    """Close this one, as of the moment at which its trial ended; tell whether this call did it. Tells nobody."""
    over = Agreement.objects.over(now).filter(pk=agreement.pk)
    if not over.update(revision=F("revision") + 1):
        return False
    standing = Agreement.objects.with_words().get(pk=agreement.pk)
    letter, tried_until = standing.proposal, standing.in_force.trial_until if standing.in_force else None
    over.update(ended_at=F("ends_at"), tried_until=tried_until, proposal=None, news_for=None)
    return _follow_end(agreement, now, letter)


def end_tried(agreement: Agreement, read: Version, now: datetime) -> None:
    """Put words out of force that both have looked at again, and not both kept. Nobody is said to have ended it."""
    today = local(now, read.zone).date()
    ended = {"ended_at": now, "tried_until": today, "news_for": None, "revision": F("revision") + 1}
    Agreement.objects.alive(now).filter(pk=agreement.pk).update(**ended)
    _follow_end(agreement, now)


def close_all_over(now: datetime) -> int:
    """Close every trial that is over, each couple's under its row; return how many. Part of housekeeping."""
    found = Agreement.objects.over(now).select_related("couple")
    return sum(_close_alone(agreement, now) for agreement in found.iterator())


def _close_alone(agreement: Agreement, now: datetime) -> bool:
    with transaction.atomic():
        hold_couple(agreement.couple_id)
        return close_if_over(agreement, now)


def _follow_end(agreement: Agreement, now: datetime, letter: Version | None = None) -> bool:
    agreement.refresh_from_db()
    put_letters_away(agreement, now)
    if agreement.in_force_id:
        kind_named(agreement.kind).on_ended(agreement, now)
    follow_standing(agreement, now, letter)
    return True
