"""The one next meeting of whatever comes again: made when it is agreed on, followed by another, moved, ended.

Only the next one is a row; what comes after it is computed. A sort of meeting says what its rule is and what is told of
one; the rest is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Generic

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from agreements.letters.models import Agreement
from agreements.letters.reminders import members
from checkins.rhythm.meetings import M, Meeting
from checkins.rhythm.recurrence import Rule, next_slot, slots
from couples.live.verbs import raise_revisions
from couples.seats.leaving import hold_couple
from reminders.scheduling import withdraw
from reminders.subjects import Subject


class Upcoming(Generic[M]):
    """What is ahead of the agreements of one sort."""

    model: type[M]
    # The kinds of agreement that it comes from.
    kinds: Collection[str]
    # How its reminders name one.
    subject: Subject

    def rule_of(self, settings: Mapping[str, Any]) -> Rule | None:
        """Return when these words put it; None where they name no time."""
        raise NotImplementedError

    def prepare(self, meeting: M, now: datetime) -> None:
        """Give a new one what it needs beside its reminders. The caller holds the couple's row."""

    def remind(self, meeting: M, now: datetime) -> None:
        """Insert what is told about it at the time it has."""
        raise NotImplementedError

    def set_next(self, agreement: Agreement, now: datetime) -> M | None:
        """Make the next one, or move the one ahead to where the words in force put it.

        Runs inside the consent transaction. A move raises the revision and is reminded anew; what hangs on it stays
        with it. Words that put nothing ahead, as when their one day has passed, cancel it; return None.
        """
        moved = self._moved_ahead(agreement, now)
        slot = moved.slot if moved else self.free_slot(agreement, now)
        if slot is None:
            self.cancel_ahead(agreement, now)
            return None
        ahead = moved or self._to_move(agreement, slot, now)
        if ahead is None:
            return self._create(agreement, slot, now)
        place = place_of(settings_of(agreement), slot) | ({"starts_at": moved.starts_at} if moved else {})
        return self._put(ahead, place, now)

    def free_slot(self, agreement: Agreement, now: datetime) -> datetime | None:
        """Return the next slot for one to come; None once there is none.

        What was left out does not come back, nor the slot of one that was moved to an earlier time and has begun there.
        """
        rule = self.rule_of(settings_of(agreement))
        if rule is None:
            return None
        later = self._of(agreement).filter(slot__gt=now)
        used = later.filter(Q(left_out__gt=0) | Q(cancelled_at__isnull=True, starts_at__lte=now))
        taken = set(used.values_list("slot", flat=True))
        return next((slot for slot in slots(rule, now) if slot not in taken), None)

    def _of(self, agreement: Agreement) -> Any:
        return self.model._default_manager.filter(agreement=agreement)

    def _ahead_of(self, agreement: Agreement, now: datetime) -> Any:
        return self._of(agreement).ahead(now)

    def _put(self, meeting: M, place: Mapping[str, Any], now: datetime) -> M:
        """Put it there, also if it was cancelled, and let its reminders follow."""
        # Calendars know a cancelled one as one newer than what stood, and take nothing that is no newer than that.
        newer = F("revision") + (2 if meeting.cancelled_at else 1)
        row = self.model._default_manager.filter(pk=meeting.pk)
        row.update(cancelled_at=None, revision=newer, **place)
        meeting.refresh_from_db()
        self.remind_anew(meeting, now)
        return meeting

    def _moved_ahead(self, agreement: Agreement, now: datetime) -> M | None:
        """Return what is ahead at another time than its slot, which the words in force still mean: that time stands."""
        rule = self.rule_of(settings_of(agreement))
        moved: M | None = self._ahead_of(agreement, now).exclude(starts_at=F("slot")).first()
        stands = rule and moved and next_slot(rule, moved.slot - timedelta(seconds=1)) == moved.slot
        return moved if stands else None

    def _to_move(self, agreement: Agreement, slot: datetime, now: datetime) -> M | None:
        """Return the one that comes to be at `slot`: the one ahead, or one that was cancelled there before.

        Words that were over cancelled it; when others bring its time back, no second row can have the same slot.
        """
        cancelled: M | None = self._of(agreement).filter(slot=slot, cancelled_at__isnull=False).first()
        if cancelled:
            self.cancel_ahead(agreement, now)
        return cancelled or self._ahead_of(agreement, now).first()

    def _create(self, agreement: Agreement, slot: datetime, now: datetime) -> M:
        """Make that of a slot. Words that were over may have cancelled one there, which these bring back."""
        place = place_of(settings_of(agreement), slot)
        made = {"couple_id": agreement.couple_id, **place}
        meeting, created = self.model._default_manager.get_or_create(agreement=agreement, slot=slot, defaults=made)
        if created:
            self.prepare(meeting, now)
            self.remind(meeting, now)
        return self._put(meeting, place, now) if meeting.cancelled_at else meeting

    def hold(self, meeting: M, now: datetime) -> bool:
        """Lock what it comes from, which all that changes both locks first; tell whether that is agreed on still."""
        if not meeting.agreement_id:
            return True
        standing = Agreement.objects.now_in_force(now).filter(pk=meeting.agreement_id)
        return bool(standing.update(revision=F("revision")))

    def remind_anew(self, meeting: M, now: datetime) -> None:
        """Take back what waits to be told about its old time, and insert what is told about the one it has."""
        withdraw(self.subject.of(meeting.pk), now)
        self.remind(meeting, now)

    def ensure_next(self, agreement: Agreement, now: datetime) -> M | None:
        """Make the next one if none is ahead and there is one to come; safe to repeat and to race.

        The couple's row is locked first, under which a talk's question is drawn, and then the agreement's.
        """
        with transaction.atomic():
            if not hold_couple(agreement.couple_id):
                return None
            in_force = Agreement.objects.now_in_force(now).filter(pk=agreement.pk)
            if not in_force.update(revision=F("revision")):
                return None
            return self._ahead_of(agreement, now).first() or self._create_next(agreement, now)

    def _create_next(self, agreement: Agreement, now: datetime) -> M | None:
        fresh = Agreement.objects.select_related("in_force").get(pk=agreement.pk)
        slot = self.free_slot(fresh, now)
        if slot is None:
            return None
        meeting = self._create(fresh, slot, now)
        raise_revisions(members(agreement.couple_id))
        return meeting

    def ensure_all_next(self, now: datetime) -> int:
        """Give everything in force its next one; return how many got one. Part of housekeeping."""
        ahead = self.model._default_manager.ahead(now).filter(agreement=OuterRef("pk"))  # type: ignore[attr-defined]
        in_force = Agreement.objects.now_in_force(now).filter(~Exists(ahead), kind__in=self.kinds)
        without = in_force.select_related("in_force")
        # What is over stays without, for good: no row is locked for it each time.
        lasting = (each for each in without.iterator() if self._goes_on(each, now))
        return sum(self.ensure_next(agreement, now) is not None for agreement in lasting)

    def _goes_on(self, agreement: Agreement, now: datetime) -> bool:
        rule = self.rule_of(settings_of(agreement))
        return rule is not None and next_slot(rule, now) is not None

    def cancel_ahead(self, agreement: Agreement, now: datetime) -> None:
        """Cancel what is ahead; what was written for it already stays with its writers."""
        for meeting in self._ahead_of(agreement, now):
            self.model._default_manager.filter(pk=meeting.pk).update(cancelled_at=now)
            withdraw(self.subject.of(meeting.pk), now)


def computed(rule: Rule, rows: Collection[Meeting], now: datetime, until: datetime) -> Iterator[datetime]:
    """Yield when others come before `until`, that are no rows yet: what is one may be moved, or left out.

    As long as one is ahead no other becomes a row: one that was moved far takes the place of what comes before it.
    """
    taken = {row.slot for row in rows}
    after = max((row.starts_at for row in rows if row.is_ahead(now)), default=now)
    coming = takewhile(lambda slot: slot < until, slots(rule, after))
    return (slot for slot in coming if slot not in taken)


def settings_of(agreement: Agreement) -> dict[str, Any]:
    """Return the settings in force. Raises ValueError where there are none."""
    if agreement.in_force is None:
        raise ValueError("Something is ahead only of what is in force.")
    return agreement.in_force.settings_by_now


def place_of(settings: Mapping[str, Any], slot: datetime) -> dict[str, Any]:
    """Return when one of this slot is."""
    return {"slot": slot, "starts_at": slot, "minutes": settings["minutes"], "zone": settings["zone"]}
