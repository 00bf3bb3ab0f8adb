"""Counters for the operator: how many rows ended how, by kind and channel, and how late the sent ones were.

Rows are deleted some time after they ended, and workers on many machines come and go; so the counters stand in a table
that housekeeping moves on once a minute: all rows that ended since the last time, in one query. Sending itself pays
nothing. No counter names a person or a subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Count, DurationField, ExpressionWrapper, F, Q, Sum, Value, When

from reminders.models import Reminder, State, TalliedUntil, Tally

# Upper bounds of lateness in seconds, as Prometheus writes them. 120 is where readiness goes red.
BOUNDS = ("0.1", "0.5", "1", "5", "30", "120", "600", "3600")
BEYOND = "+Inf"
# A worker marks with the time at which it took up its lease; by then every such mark is committed.
SETTLED_AFTER = timedelta(minutes=2)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_LATENESS = ExpressionWrapper(F("finished_at") - F("due_at"), output_field=DurationField())


def tally(now: datetime) -> int:
    """Count what ended since the last time; return how many rows. Of two at once, one counts and one does nothing."""
    until = now - SETTLED_AFTER
    with transaction.atomic():
        last = TalliedUntil.objects.get_or_create(pk=1, defaults={"until": _BEGINNING})[0].until
        if not TalliedUntil.objects.filter(pk=1, until=last, until__lt=until).update(until=until):
            return 0
        return sum(_add(group) for group in _ended_between(last, until))


def _ended_between(after: datetime, until: datetime) -> list[Mapping[str, Any]]:
    ended = Reminder.objects.filter(finished_at__gt=after, finished_at__lte=until).order_by()
    bound = Case(
        When(~Q(state=State.SENT), then=Value("")),
        *(When(finished_at__lte=F("due_at") + timedelta(seconds=float(text)), then=Value(text)) for text in BOUNDS),
        default=Value(BEYOND),
        output_field=CharField(),
    )
    groups = ended.annotate(bound=bound).values("kind", "channel", "state", "bound")
    return list(groups.annotate(rows=Count("pk"), late=Sum(_LATENESS)))


def _add(group: Mapping[str, Any]) -> int:
    key = {name: group[name] for name in ("kind", "channel", "state", "bound")}
    rows, seconds = group["rows"], max(group["late"].total_seconds(), 0.0)
    if not Tally.objects.filter(**key).update(rows=F("rows") + rows, seconds=F("seconds") + seconds):
        Tally.objects.create(**key, rows=rows, seconds=seconds)
    return int(rows)
