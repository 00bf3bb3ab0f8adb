"""An address for calendars: made anew, switched off, and opened by whoever has it."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db.models import F

from basics.limits import take_turn
from basics.tokens import token_hash
from basics.transactions import acting, reading, serving
from checkins.feed.models import CalendarFeed
from couples.people.models import User
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Couple, Membership
from reminders.choices.own_kinds import tell_reach_changed


def make_feed(seat: Membership, submission: uuid.UUID, now: datetime) -> str | None:
    """Make an address in place of any other, and return its secret, which is shown this once.

    None when the submission made one already. Raises NotConnected. Whoever lets it be made was asked for the password.
    """
    token = secrets.token_urlsafe(32)
    made = {"couple_id": seat.couple_id, "token_hash": token_hash(token), "submission": submission, "made_at": now}
    with acting(seat.user_id):
        if not keep_connected(seat):
            raise NotConnected
        take_turn(seat.user_id)
        if CalendarFeed.objects.filter(pk=seat.user_id, submission=submission).exists():
            return None
        CalendarFeed.objects.update_or_create(pk=seat.user_id, defaults=made)
        tell_reach_changed(seat.user_id, "calendar", now)
    return token


def stop_feed(seat: Membership) -> None:
    """Let the address open nothing from now on."""
    with acting(seat.user_id):
        CalendarFeed.objects.filter(pk=seat.user_id).delete()


def revoke_feed(user: User, **_signal: Any) -> None:
    """The same with a new password or address: somebody who knew the old one may have made it."""
    with acting(user.pk):
        CalendarFeed.objects.filter(pk=user.pk).delete()


def revoke_feeds(couple: Couple, now: datetime) -> None:
    """The same for both, inside the transaction in which one of them leaves."""
    CalendarFeed.objects.filter(couple=couple).delete()


def feed_of(seat: Membership) -> CalendarFeed | None:
    """Return what this person made, if it is on."""
    with reading(seat.user_id):
        return CalendarFeed.objects.filter(pk=seat.user_id, couple=seat.couple_id).first()


def seat_by(token: str) -> Membership | None:
    """Return whose address this is; None for one that is wrong, was revoked, or is of two who are not connected."""
    seats = Membership.objects.active().select_related("user").filter(user__is_active=True)
    with serving():
        mine = seats.filter(user__calendar_feed__couple=F("couple"))
        return mine.filter(user__calendar_feed__token_hash=token_hash(token)).first()
