"""What each person chose: which kinds reach them by which way, which ones quiet hours let through, their own lead.

The choices are asked for the whole batch right before it is sent, so a change counts at once, also for rows that
were made before it. Nobody but the person sees any of this.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from reminders.channels import CHANNELS
from reminders.kinds import ReminderKind, registered
from reminders.models import ChannelName, Preferences, Reminder, SentAlways, State, SwitchedOff, SwitchedOn
from reminders.wording import Wording, wording_of_mails

# A kind and a way to be told of it.
Cell = tuple[str, str]


def preferences_of(user: Any) -> Preferences:
    """Return the person's preferences; the defaults, unsaved, if they never changed any."""
    found = Preferences.objects.filter(user=user).first()
    return found or Preferences(user_id=getattr(user, "pk", user))


def choosable_kinds() -> list[ReminderKind]:
    """Return the kinds that stand in everyone's settings. Account mails have no label and are not among them.

    What has an agreed time comes first, and what goes nowhere but into the app comes last.
    """
    kinds: list[ReminderKind] = [kind for kind in registered().values() if kind.label]
    return sorted(kinds, key=lambda kind: (ChannelName.EMAIL not in kind.channels, not kind.has_agreed_clock_time))


def ways_of(kind: ReminderKind) -> tuple[str, ...]:
    """Return the channels that a kind can go by: its own, and those beside mail if it goes by mail."""
    if not kind.label or ChannelName.EMAIL not in kind.channels:
        return tuple(kind.channels)
    beside = [channel.name for channel in CHANNELS.values() if channel.is_beside_mail]
    return (*kind.channels, *beside)


def rows_wanted(kind: ReminderKind, user_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Return the person and channel of each row to make. One query for each channel that one must ask for first."""
    wanted: list[tuple[int, str]] = []
    for name, people in _may_get(kind, list(user_ids)).items():
        channel = CHANNELS[name]
        reachable = channel.reachable(people) if people and channel.is_beside_mail else set(people)
        wanted += [(person, name) for person in people if person in reachable]
    return wanted


def _may_get(kind: ReminderKind, people: Sequence[int]) -> Mapping[str, Sequence[int]]:
    """Return who may get rows by each way: all, but of what is off at first only who asked for it. At most one query.

    Next to nobody did: no rows that would only be withdrawn again, and nothing more to ask for.
    """
    if not kind.is_off_at_first:
        return dict.fromkeys(ways_of(kind), people)
    asked = set(SwitchedOn.objects.filter(kind=kind.name, user__in=people).values_list("channel", "user_id"))
    return {
        name: [person for person in people if name == ChannelName.IN_APP or (name, person) in asked]
        for name in ways_of(kind)
    }


def who_does_not_want(kind: ReminderKind, channel: str, user_ids: Collection[int]) -> set[int]:
    """Return who switched this kind off on this channel. One query a batch; none for what cannot be chosen."""
    if not kind.label or channel == ChannelName.IN_APP:
        return set()
    marks: type[SwitchedOff | SwitchedOn] = SwitchedOn if kind.is_off_at_first else SwitchedOff
    marked = marks.objects.filter(kind=kind.name, channel=channel, user__in=user_ids)
    people = set(marked.values_list("user_id", flat=True))
    return set(user_ids) - people if kind.is_off_at_first else people


def who_wants_always(kind: ReminderKind, user_ids: Collection[int]) -> set[int]:
    """Return for whom quiet hours do not hold this kind. One query a batch."""
    if not kind.label:
        return set()
    always = SentAlways.objects.filter(kind=kind.name, user__in=user_ids)
    return set(always.values_list("user_id", flat=True))


def own_leads(user_ids: Collection[int]) -> Mapping[int, int]:
    """Return the own lead, in minutes, of those who have one. One query."""
    chosen = Preferences.objects.filter(pk__in=user_ids, own_lead_minutes__isnull=False)
    return {row.pk: row.own_lead_minutes for row in chosen if row.own_lead_minutes is not None}


def switched_off(user_id: int) -> set[Cell]:
    """Return the cells of the grid that the person left empty."""
    off = set(SwitchedOff.objects.filter(user=user_id).values_list("kind", "channel"))
    return off | (off_at_first() - set(SwitchedOn.objects.filter(user=user_id).values_list("kind", "channel")))


def off_at_first() -> set[Cell]:
    """Return the cells that are empty until somebody fills them."""
    kinds = [kind for kind in choosable_kinds() if kind.is_off_at_first]
    return {(kind.name, channel) for kind in kinds for channel in ways_of(kind) if channel != ChannelName.IN_APP}


def sent_always(user_id: int) -> set[str]:
    """Return the kinds that this person's quiet hours let through."""
    return set(SentAlways.objects.filter(user=user_id).values_list("kind", flat=True))


@dataclass(frozen=True)
class Marks:
    """What the grid of one page says. `shown` are the cells that stood there; all other marks stay as they are."""

    shown: frozenset[Cell]
    off: frozenset[Cell]
    may_be_always: frozenset[str]
    always: frozenset[str]

    @property
    def on(self) -> frozenset[Cell]:
        """Return what the page says is to come."""
        return self.shown - self.off


_on_own_lead: list[Callable[[int, datetime], None]] = []


def register_own_lead(react: Callable[[int, datetime], None]) -> None:
    """Call this with a person and the moment when they changed their own lead, to make the rows it now asks for.

    It is called inside the transaction; rows of the old lead are dropped when they come due.
    """
    _on_own_lead.append(react)


def save_preferences(preferences: Preferences, marks: Marks, now: datetime) -> None:
    """Store what one page says, all or nothing."""
    with transaction.atomic():
        before = own_leads([preferences.user_id])
        preferences.save()
        _store_marks(SwitchedOff, preferences.user_id, marks.off - off_at_first(), marks.on)
        _store_marks(SwitchedOn, preferences.user_id, marks.on & off_at_first(), marks.off)
        _store_always(preferences.user_id, marks)
        if own_leads([preferences.user_id]) != before:
            for react in _on_own_lead:
                react(preferences.user_id, now)


def _store_marks(model: type[Any], user_id: int, marked: Collection[Cell], unmarked: Collection[Cell]) -> None:
    rows = model.objects.filter(user=user_id)
    rows.filter(pk__in=[row.pk for row in rows if (row.kind, row.channel) in unmarked]).delete()
    model.objects.bulk_create(
        (model(user_id=user_id, kind=kind, channel=channel) for kind, channel in marked), ignore_conflicts=True
    )


def _store_always(user_id: int, marks: Marks) -> None:
    SentAlways.objects.filter(user=user_id, kind__in=marks.may_be_always - marks.always).delete()
    SentAlways.objects.bulk_create(
        (SentAlways(user_id=user_id, kind=kind) for kind in marks.always & marks.may_be_always), ignore_conflicts=True
    )


def also_reach(user_id: int, channel: str) -> int:
    """Let what waits for a person already reach them on a channel they have just asked for; return how many rows.

    Every kind that goes by mail has an in-app row as well, so those rows say what waits.
    """
    kinds = [kind.name for kind in choosable_kinds() if channel in ways_of(kind)]
    waiting = Reminder.objects.filter(
        user=user_id, state=State.PENDING, kind__in=kinds, channel=ChannelName.IN_APP
    ).order_by("pk")
    rows = [_beside(row, channel) for row in waiting]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _beside(row: Reminder, channel: str) -> Reminder:
    """Return the same reminder for another channel."""
    same = {name: getattr(row, name) for name in ("kind", "subject", "occurrence", "recipient", "user_id")}
    return Reminder(**same, channel=channel, due_at=row.due_at, expires_at=row.expires_at)


def wanted_by_recipient(kind: ReminderKind, reminders: Sequence[Reminder]) -> list[Reminder]:
    """Return the rows of one channel that their recipients did not switch off, and can still get. Two queries a batch.

    Delivery asks this right before it sends, so what was switched off stays off, also for rows made before.
    """
    if kind.is_account_mail or not reminders or reminders[0].channel == ChannelName.IN_APP:
        return list(reminders)
    channel = CHANNELS[reminders[0].channel]
    people = {row.user_id for row in reminders if row.user_id}
    closed = who_does_not_want(kind, channel.name, people)
    if channel.is_beside_mail:
        closed |= people - channel.reachable(people)
    return [row for row in reminders if row.user_id not in closed]


def usable_channels(preferences: Preferences) -> list[str]:
    """Return the ways by which this person can be reached at the moment."""
    usable = [ChannelName.IN_APP.value]
    if wording_of_mails(preferences) > Wording.NOTHING:
        usable.append(ChannelName.EMAIL.value)
    person = preferences.user_id
    beside = [channel for channel in CHANNELS.values() if channel.is_beside_mail and channel.is_open()]
    return usable + [channel.name for channel in beside if channel.reachable([person])]
