"""Keeping the one next check-in of every rhythm, with its reminders."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from agreements.letters.models import Agreement
from agreements.letters.reminders import members
from basics.localtime import moment_before
from basics.transactions import acting
from checkins.rhythm.drawing import draw_for
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import (
    A_DAY,
    CHECK_IN_SUBJECT,
    WITH_THE_SECOND,
    WITH_THE_TIME,
    check_in_occurrence,
    first_occurrence,
    opening_occurrence,
    own_occurrence,
)
from checkins.rhythm.recurrence import Rule, next_slot, slots
from checkins.rhythm.reminders import ANSWERS_OPEN, CHECK_IN
from couples.live.verbs import raise_revisions
from couples.seats.leaving import hold_couple
from couples.seats.models import Membership
from reminders.models import Reminder
from reminders.preferences import own_leads
from reminders.scheduling import schedule, withdraw

RHYTHM = "rhythm"
# Of a talk where no time to talk is agreed on: nobody's own clock.
NO_RHYTHM: Mapping[str, Any] = {"minutes": 30, "zone": "UTC"}


def set_next_check_in(agreement: Agreement, now: datetime) -> CheckIn | None:
    """Make the rhythm's next check-in, or move the one ahead to where the words in force put it.

    Runs inside the consent transaction. A move raises the revision and is reminded anew; answers given already
    stay with the check-in. Words that put nothing ahead, as when their one day has passed, cancel it; return None.
    """
    moved = _moved_ahead(agreement, now)
    slot = moved.slot if moved else free_slot(agreement, now)
    if slot is None:
        cancel_ahead(agreement, now)
        return None
    ahead = moved or _to_move(agreement, slot, now)
    if ahead is None:
        return _create(agreement, slot, now)
    return _put(ahead, _place(_settings(agreement), slot) | ({"starts_at": moved.starts_at} if moved else {}), now)


def _place(settings: Mapping[str, Any], slot: datetime) -> dict[str, Any]:
    return {"slot": slot, "starts_at": slot, "minutes": settings["minutes"], "zone": settings["zone"]}


def _put(check_in: CheckIn, place: Mapping[str, Any], now: datetime) -> CheckIn:
    """Put it there, also if it was cancelled, and let its reminders follow."""
    # Calendars know a cancelled one as one newer than what stood, and take nothing that is no newer than that.
    newer = F("revision") + (2 if check_in.cancelled_at else 1)
    CheckIn.objects.filter(pk=check_in.pk).update(cancelled_at=None, revision=newer, **place)
    check_in.refresh_from_db()
    remind_anew(check_in, now)
    return check_in


def _moved_ahead(agreement: Agreement, now: datetime) -> CheckIn | None:
    """Return what is ahead at another time than its slot, which the words in force still mean: that time stands."""
    rule = Rule.of(_settings(agreement))
    moved = CheckIn.objects.ahead(now).filter(agreement=agreement).exclude(starts_at=F("slot")).first()
    stands = moved and next_slot(rule, moved.slot - timedelta(seconds=1)) == moved.slot
    return moved if stands else None


def free_slot(agreement: Agreement, now: datetime) -> datetime | None:
    """Return the next slot for a check-in to come; None once the rhythm is over.

    What was left out does not come back, nor the slot of one that was moved to an earlier time and has begun there.
    """
    later = CheckIn.objects.filter(agreement=agreement, slot__gt=now)
    used = later.filter(Q(left_out__gt=0) | Q(cancelled_at__isnull=True, starts_at__lte=now))
    taken = set(used.values_list("slot", flat=True))
    return next((slot for slot in slots(Rule.of(_settings(agreement)), now) if slot not in taken), None)


def _to_move(agreement: Agreement, slot: datetime, now: datetime) -> CheckIn | None:
    """Return the check-in that comes to be at `slot`: the one ahead, or one that was cancelled there before.

    Words that were over cancelled it; when others bring its time back, no second row can have the same slot.
    """
    cancelled = CheckIn.objects.filter(agreement=agreement, slot=slot, cancelled_at__isnull=False).first()
    if cancelled:
        cancel_ahead(agreement, now)
    return cancelled or CheckIn.objects.ahead(now).filter(agreement=agreement).first()


def _settings(agreement: Agreement) -> dict[str, Any]:
    if agreement.in_force is None:
        raise ValueError("A rhythm has check-ins only while it is in force.")
    settings: dict[str, Any] = agreement.in_force.settings
    return settings


def _create(agreement: Agreement, slot: datetime, now: datetime) -> CheckIn:
    """Make the check-in of a slot. Words that were over may have cancelled one there, which these bring back."""
    place = _place(_settings(agreement), slot)
    made = {"couple_id": agreement.couple_id, **place}
    check_in, created = CheckIn.objects.get_or_create(agreement=agreement, slot=slot, defaults=made)
    if created:
        draw_for(check_in, now)
        _remind(check_in, _settings(agreement)["remind_minutes"], now)
    return _put(check_in, place, now) if check_in.cancelled_at else check_in


def make_talk(couple_id: uuid.UUID, starts_at: datetime, now: datetime) -> CheckIn:
    """Make a check-in that comes from no rhythm, as long and on the same clock as those of a rhythm in force.

    Where it is the time of one already, that is the one: two at once would be two tables.
    """
    starts_at = starts_at.replace(second=0, microsecond=0)
    if standing := CheckIn.objects.filter(couple=couple_id).on_at(starts_at):
        return standing
    rhythms = Agreement.objects.now_in_force(now).filter(couple=couple_id, kind=RHYTHM).select_related("in_force")
    rhythm = rhythms.order_by("created_at").first()
    like = _settings(rhythm) if rhythm else NO_RHYTHM
    check_in = CheckIn.objects.create(couple_id=couple_id, **_place(like, starts_at))
    draw_for(check_in, now)
    _remind(check_in, 0, now)
    return check_in


def hold_rhythm(check_in: CheckIn) -> None:
    """Lock what the check-in comes from, which all that changes both locks first."""
    if check_in.agreement_id:
        Agreement.objects.filter(pk=check_in.agreement_id).update(revision=F("revision"))


def remind_anew(check_in: CheckIn, now: datetime) -> None:
    """Take back what waits to be told about its old time, and insert what is told about the one it has."""
    withdraw(CHECK_IN_SUBJECT.of(check_in.pk), now)
    _remind(check_in, _settings(check_in.agreement)["remind_minutes"] if check_in.agreement else 0, now)


def _remind(check_in: CheckIn, lead_minutes: int, now: datetime) -> None:
    """Insert both partners' reminders; when the agreed lead is over already, the reminder comes at the start.

    And the row that asks, when the time comes, whether their answers are open: for every check-in alike, so that no
    row before the time tells that both are in.
    """
    due_at = moment_before(check_in.starts_at, lead_minutes, check_in.zone)
    if due_at <= now:
        due_at, lead_minutes = check_in.starts_at, 0
    users = members(check_in.couple_id)
    occurrence = check_in_occurrence(check_in, lead_minutes)
    schedule(
        CHECK_IN,
        CHECK_IN_SUBJECT.of(check_in.pk),
        occurrence=occurrence,
        people=users,
        due_at=due_at,
        expires_at=check_in.ends_at,
    )
    _remind_the_day_before_the_first(check_in, users, now)
    _remind_by_own_leads(check_in, users, now)
    _tell_open(check_in, users, WITH_THE_TIME, check_in.starts_at)


def tell_opened_later(check_in: CheckIn, now: datetime) -> None:
    """Tell both that the second of them has just opened the answers, after the time. Runs inside the verb's turn."""
    _tell_open(check_in, members(check_in.couple_id), WITH_THE_SECOND, now)


def _tell_open(check_in: CheckIn, users: list[int], how: str, due_at: datetime) -> None:
    occurrence = opening_occurrence(check_in, how)
    schedule(ANSWERS_OPEN, CHECK_IN_SUBJECT.of(check_in.pk), occurrence=occurrence, people=users, due_at=due_at)


def _remind_by_own_leads(check_in: CheckIn, users: list[int], now: datetime) -> None:
    """Insert what each asked for beside the agreed reminder; nothing that is over, and nothing twice at one moment."""
    subject = CHECK_IN_SUBJECT.of(check_in.pk)
    for user_id, own_minutes in own_leads(users).items():
        due_at = moment_before(check_in.starts_at, own_minutes, check_in.zone)
        if due_at > now and not _is_reminded_at(subject, user_id, due_at):
            occurrence = own_occurrence(check_in, own_minutes)
            schedule(
                CHECK_IN,
                subject,
                occurrence=occurrence,
                people=[user_id],
                due_at=due_at,
                expires_at=check_in.ends_at,
            )


def _remind_the_day_before_the_first(check_in: CheckIn, users: list[int], now: datetime) -> None:
    """Tell both a day before the first talk they ever have, unless that is when they are reminded anyway."""
    subject, due_at = CHECK_IN_SUBJECT.of(check_in.pk), moment_before(check_in.starts_at, A_DAY, check_in.zone)
    before = CheckIn.objects.talks().alive().filter(couple=check_in.couple_id, starts_at__lt=check_in.starts_at)
    if due_at <= now or before.exists():
        return
    schedule(
        CHECK_IN,
        subject,
        occurrence=first_occurrence(check_in),
        people=[user for user in users if not _is_reminded_at(subject, user, due_at)],
        due_at=due_at,
        expires_at=check_in.starts_at,
    )


def _is_reminded_at(subject: str, user_id: int, due_at: datetime) -> bool:
    return Reminder.objects.about(subject).not_begun().filter(user=user_id, due_at=due_at).exists()


def remind_by_own_lead(user_id: int, now: datetime) -> None:
    """Insert one person's own reminders of what is ahead, after they changed their lead."""
    with acting(user_id):
        seats = Membership.objects.active().filter(user=user_id)
        for check_in in CheckIn.objects.ahead(now).filter(couple__in=seats.values("couple")):
            _remind_by_own_leads(check_in, [user_id], now)


def ensure_next(agreement: Agreement, now: datetime) -> CheckIn | None:
    """Make the next check-in if none is ahead and the rhythm has one; safe to repeat and to race.

    The couple's row is locked first, under which its question is drawn, and then the agreement's.
    """
    with transaction.atomic():
        if not hold_couple(agreement.couple_id):
            return None
        in_force = Agreement.objects.now_in_force(now).filter(pk=agreement.pk)
        if not in_force.update(revision=F("revision")):
            return None
        return CheckIn.objects.ahead(now).filter(agreement=agreement).first() or _create_next(agreement, now)


def _create_next(agreement: Agreement, now: datetime) -> CheckIn | None:
    fresh = Agreement.objects.select_related("in_force").get(pk=agreement.pk)
    slot = free_slot(fresh, now)
    if slot is None:
        return None
    check_in = _create(fresh, slot, now)
    raise_revisions(members(agreement.couple_id))
    return check_in


def ensure_all_next(now: datetime) -> int:
    """Give every rhythm in force its next check-in; return how many got one. Part of housekeeping."""
    ahead = CheckIn.objects.ahead(now).filter(agreement=OuterRef("pk"))
    without = Agreement.objects.now_in_force(now).filter(~Exists(ahead), kind=RHYTHM).select_related("in_force")
    # What is over stays without, for good: no row is locked for it each time.
    lasting = (agreement for agreement in without.iterator() if next_slot(Rule.of(_settings(agreement)), now))
    return sum(ensure_next(agreement, now) is not None for agreement in lasting)


def cancel_ahead(agreement: Agreement, now: datetime) -> None:
    """Cancel what the rhythm has ahead; answers written already stay with their writers."""
    for check_in in CheckIn.objects.ahead(now).filter(agreement=agreement):
        CheckIn.objects.filter(pk=check_in.pk).update(cancelled_at=now)
        withdraw(CHECK_IN_SUBJECT.of(check_in.pk), now)
