"""Which pause there is: for one person, for the talks that it holds, and what it forbids meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy

from agreements.pauses.models import Pause
from basics.refusals import Refusal
from couples.people.models import User
from couples.seats.access import membership_of
from couples.seats.models import Membership


class NamesRestToo(Refusal):
    """A name is seen by the other at once, so during a pause it would be a way to go on talking."""

    field = "name"
    message = gettext_lazy("You two are pausing. You can change your name once the pause is over.")


def object_to_name_in_pause(person: User, name: str, now: datetime) -> None:
    """Refuse another name while the couple pauses, whoever began it. Raises NamesRestToo."""
    seat = membership_of(person)
    if seat and running_pause(seat, now):
        raise NamesRestToo


class ColoursRestToo(Refusal):
    """So is a colour."""

    field = "tint"
    message = gettext_lazy("You two are pausing. You can change your colour once the pause is over.")


def object_to_tint_in_pause(seat: Membership, now: datetime) -> None:
    """Refuse another colour while the couple pauses, whoever began it. Raises ColoursRestToo."""
    if running_pause(seat, now):
        raise ColoursRestToo


def running_pause(seat: Membership, now: datetime) -> Pause | None:
    """Return the pause that runs now, if there is one for this person: the other's may still be a slip."""
    return Pause.objects.running(now).seen_by(seat, now).first()


def latest_pause(seat: Membership, now: datetime) -> Pause | None:
    """Return the last pause that there is for this person, whether it runs or is over."""
    return Pause.objects.seen_by(seat, now).order_by("-started_at").first()


def running_until(couple_ids: Iterable[uuid.UUID], now: datetime) -> Mapping[uuid.UUID, datetime]:
    """Return the end of the running pause of each couple that has one. One query for all of them.

    One that may still be a slip holds nothing: a reminder that stays away would tell of it.
    """
    rows = Pause.objects.running(now).known(now).filter(couple__in=couple_ids)
    return dict(rows.values_list("couple_id", "ends_at"))
