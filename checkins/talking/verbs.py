"""Taking turns: a tap of either moves both on. Nothing is typed, and no time is kept.

A tap names the step that it was made on, and moves the two on from there alone: of two at once, one counts, and what
comes from an old page does nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.pauses.offers import first_offer
from agreements.pauses.verbs import start_pause
from basics.refusals import Refusal
from checkins.agenda.models import Topic
from checkins.agenda.verbs import TopicFixed, move_to_next
from checkins.answers.showing import check_ins_of
from checkins.rhythm.models import OPEN_FOR, CheckIn, CheckInQuerySet
from checkins.table.showing import TableItem, table_of
from checkins.talking.models import AT_REST, USUAL_LENGTH, Turns
from checkins.talking.steps import READY, Tap, after
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership

FORGOTTEN_AT_ONCE = 500


class NotAtTheTable(Refusal):
    """There is no table yet, or none any more."""

    name = "not-open-yet"
    message = _("You can take turns while the table of your talk is there.")


@dataclass(frozen=True)
class Taken:
    """A tap as a page sent it: on which step, and what for."""

    mark: uuid.UUID
    tap: Tap = Tap.GO_ON
    # With what they begin, and about how long each speaks.
    item: str = ""
    minutes: int = USUAL_LENGTH


def take_step(check_in: CheckIn, seat: Membership, taken: Taken, now: datetime) -> bool:
    """Go on from the step that the tap was made on; tell whether it counted. Raises NotAtTheTable, NotConnected."""
    with _turn(check_in, seat, now) as items:
        present = turns_of(seat, check_in)
        following = _begun(present, items, taken) if present.step == READY else _moved(present, items, taken)
        return _move(seat, check_in, {"mark": taken.mark}, following)


def take_up(check_in: CheckIn, seat: Membership, key: str, now: datetime) -> bool:
    """Turn to another item of the table, whatever step they are at. Raises NotAtTheTable, NotConnected."""
    with _turn(check_in, seat, now) as items:
        is_there = key in [item.key for item in items]
        return _move(seat, check_in, {}, {"item": key, "step": READY} if is_there else {})


def stop_here(check_in: CheckIn, seat: Membership, key: str, now: datetime) -> None:
    """Pause at once, and leave what they are at to the next talk.

    Whatever can be said against a pause, the talk stops. Raises what starting a pause raises, and NotConnected.
    """
    with suppress(NotAtTheTable):
        _leave_item(check_in, seat, key, now)
    # Two who sit at one table both see it: there is no slip to take back.
    start_pause(seat, first_offer(seat, now).until, now, slip_within=timedelta(0))


def _leave_item(check_in: CheckIn, seat: Membership, key: str, now: datetime) -> None:
    with _turn(check_in, seat, now) as items:
        begun = {"check_in": check_in, "item": key, "step__gt": READY}
        if _move(seat, check_in, begun, _next_item(items, key)):
            _carry(next((item for item in items if item.key == key), None), seat, now)


def _carry(item: TableItem | None, seat: Membership, now: datetime) -> None:
    """Topics wait for the next talk; what else there was comes anew with it."""
    if item and item.topic:
        with suppress(TopicFixed, Topic.DoesNotExist):
            move_to_next(seat, item.topic.pk, now)


@contextmanager
def _turn(check_in: CheckIn, seat: Membership, now: datetime) -> Iterator[Sequence[TableItem]]:
    """Let one verb on these two's turns at a time go on, with what lies on their table."""
    with acting_together(seat):
        items = items_to_take(check_ins_of(seat).get(pk=check_in.pk), seat, now)
        if not items:
            raise NotAtTheTable
        Turns.objects.bulk_create([Turns(couple_id=seat.couple_id)], ignore_conflicts=True)
        yield items


def items_to_take(check_in: CheckIn, seat: Membership, now: datetime) -> Sequence[TableItem]:
    """Return what the two can take turns about at one of `check_ins_of`: its table, as long as it is news."""
    is_there = check_in.opened_lately(now) and not check_in.is_one_question
    return table_of(check_in, seat, now).items if is_there else ()


def turns_of(seat: Membership, check_in: CheckIn) -> Turns:
    """Return where the two are at this table; before they begin, and in another talk, at its start."""
    found = Turns.objects.of(seat).first() or Turns(couple_id=seat.couple_id)
    if found.check_in_id != check_in.pk:
        found.item, found.step, found.minutes = "", READY, USUAL_LENGTH
    return found


def _begun(present: Turns, items: Sequence[TableItem], taken: Taken) -> dict[str, Any]:
    if taken.tap is not Tap.GO_ON or taken.item not in [item.key for item in items]:
        return {}
    return {"item": taken.item, "step": READY + 1, "minutes": taken.minutes, "began": present.begins}


def _moved(present: Turns, items: Sequence[TableItem], taken: Taken) -> dict[str, Any]:
    step = after(present.step, taken.tap)
    if step == present.step:
        return {}
    return {"step": step} if step else _next_item(items, present.item)


def _next_item(items: Sequence[TableItem], key: str) -> dict[str, Any]:
    """What comes after it on the table; nothing after the last one."""
    keys = [item.key for item in items]
    following = keys[keys.index(key) + 1 :] if key in keys else keys
    return {"item": following[0] if following else "", "step": READY}


def _move(seat: Membership, check_in: CheckIn, present: dict[str, Any], following: dict[str, Any]) -> bool:
    """Move both on from where they are present, unless they have moved on from there."""
    if not following:
        return False
    moved = Turns.objects.of(seat).filter(**present).update(check_in=check_in, mark=uuid.uuid4(), **following)
    if moved:
        raise_revisions(seat.both)
    return bool(moved)


def forget_turns(now: datetime) -> int:
    """Leave nothing of talks that are over but who began last. Part of housekeeping."""
    over = Turns.objects.filter(check_in__isnull=False).exclude(check_in__in=_at_table(now))
    keys = list(over.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    return Turns.objects.filter(pk__in=keys).update(**AT_REST)


def _at_table(now: datetime) -> CheckInQuerySet:
    """Return those of many with which `items_to_take` finds something."""
    return CheckIn.objects.talks().opened_since(now - OPEN_FOR, now)
