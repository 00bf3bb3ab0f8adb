"""Taking turns: a tap of either moves both on. Nothing is typed, and no time is kept.

A tap names the step that it was made on, and moves the two on from there alone: of two at once, one counts, and what
comes from an old page does nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.pauses.models import RETURNS_KEPT_FOR, Pause
from agreements.pauses.offers import first_offer
from agreements.pauses.verbs import start_pause
from basics.refusals import Refusal
from checkins.agenda.models import Topic
from checkins.agenda.verbs import TopicFixed, move_to_next
from checkins.moving.answering import refuse_in_pause
from checkins.moving.refusals import PausedNow
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.talking.models import AT_REST, USUAL_LENGTH, Turns
from checkins.talking.places import Around, Place, Thing
from checkins.talking.steps import READY, Tap, after
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership

FORGOTTEN_AT_ONCE = 500


class NoTurnsHere(Refusal):
    """There is no table yet, or none any more; of a pause, nothing that both have read."""

    name = "not-open-yet"
    message = _("There is nothing here to take turns about, or not any more.")


@dataclass(frozen=True)
class Taken:
    """A tap as a page sent it: on which step, and what for."""

    mark: uuid.UUID
    tap: Tap = Tap.GO_ON
    # With what they begin, and about how long each speaks.
    item: str = ""
    minutes: int = USUAL_LENGTH


def take_step(place: Place, seat: Membership, taken: Taken, now: datetime) -> bool:
    """Go on from the step that the tap was made on; tell whether it counted.

    Raises NoTurnsHere, PausedNow, NotConnected.
    """
    with _turn(place, seat, now) as around:
        present = turns_of(seat, place, around)
        following = _begun(present, around, taken) if present.step == READY else _moved(present, around, taken)
        return _move(seat, place, {"mark": taken.mark}, following)


def take_up(place: Place, seat: Membership, key: str, now: datetime) -> bool:
    """Turn to something else that is there, whatever step they are at. Raises NoTurnsHere, PausedNow, NotConnected."""
    with _turn(place, seat, now) as around:
        is_there = key in [thing.key for thing in around.things]
        return _move(seat, place, {}, {"item": key, "step": READY} if is_there else {})


def stop_here(place: Place, seat: Membership, key: str, now: datetime) -> None:
    """Pause at once, and leave what they are at to the next talk.

    Whatever can be said against a pause, the talk stops. Raises what starting a pause raises, and NotConnected.
    """
    with suppress(NoTurnsHere, PausedNow):
        _leave_item(place, seat, key, now)
    # Two who sit at one table both see it: there is no slip to take back.
    start_pause(seat, first_offer(seat, now).until, now, slip_within=timedelta(0))


def _leave_item(place: Place, seat: Membership, key: str, now: datetime) -> None:
    with _turn(place, seat, now) as around:
        begun = {**place.ids, "item": key, "step__gt": READY}
        if _move(seat, place, begun, _next_item(around, key)):
            _carry(next((thing for thing in around.things if thing.key == key), None), seat, now)


def _carry(thing: Thing | None, seat: Membership, now: datetime) -> None:
    """Topics wait for the next talk; what else there was comes anew with it."""
    if thing and thing.topic:
        with suppress(TopicFixed, Topic.DoesNotExist):
            move_to_next(seat, thing.topic, now)


@contextmanager
def _turn(place: Place, seat: Membership, now: datetime) -> Iterator[Around]:
    """Let one verb on these two's turns at a time go on, with what there is to take them about."""
    with acting_together(seat):
        # What they were at waits: a tap from a page that does not show the pause yet moves nobody on.
        refuse_in_pause(seat, now)
        around = place.around(seat, now)
        if not around.things:
            raise NoTurnsHere
        Turns.objects.bulk_create([Turns(couple_id=seat.couple_id)], ignore_conflicts=True)
        yield around


def turns_of(seat: Membership, place: Place, around: Around) -> Turns:
    """Return where the two are at this place; before they begin with something there, at its first thing.

    So they are also where what they were at was taken from the table meanwhile. Without an item, nothing is left.
    """
    found = Turns.objects.of(seat).first() or Turns(couple_id=seat.couple_id)
    keys = [thing.key for thing in around.things]
    if not found.is_at(place.ids) or found.item not in ("", *keys):
        found.item, found.step, found.minutes = keys[0], READY, USUAL_LENGTH
    if around.first and found.step == READY:
        found.began = 3 - around.first
    return found


def _begun(present: Turns, around: Around, taken: Taken) -> dict[str, Any]:
    if taken.tap is not Tap.GO_ON or taken.item not in [thing.key for thing in around.things]:
        return {}
    return {"item": taken.item, "step": READY + 1, "minutes": taken.minutes, "began": present.begins}


def _moved(present: Turns, around: Around, taken: Taken) -> dict[str, Any]:
    step = after(present.step, taken.tap)
    if step == present.step:
        return {}
    return {"step": step} if step else _next_item(around, present.item)


def _next_item(around: Around, key: str) -> dict[str, Any]:
    """What comes after it; nothing after the last one."""
    keys = [thing.key for thing in around.things]
    following = keys[keys.index(key) + 1 :] if key in keys else keys
    return {"item": following[0] if following else "", "step": READY}


def _move(seat: Membership, place: Place, present: dict[str, Any], following: dict[str, Any]) -> bool:
    """Move both on from where they are present, unless they have moved on from there."""
    if not following:
        return False
    moved = Turns.objects.of(seat).filter(**present).update(**place.ids, mark=uuid.uuid4(), **following)
    if moved:
        raise_revisions(seat.both)
    return bool(moved)


def forget_turns(now: datetime) -> int:
    """Leave nothing of what is over but who began last. Part of housekeeping."""
    somewhere = Turns.objects.exclude(check_in=None, pause=None)
    keys = list(somewhere.exclude(_is_there(now)).values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    return Turns.objects.filter(pk__in=keys).update(**AT_REST)


def _is_there(now: datetime) -> Q:
    """Match those whose place can still have something to take turns about."""
    talks = CheckIn.objects.talks().on_since(now - OPEN_FOR, now)
    pauses = Pause.objects.filter(ends_at__gt=now - RETURNS_KEPT_FOR)
    return Q(check_in__in=talks) | Q(pause__in=pauses.values("pk"))
