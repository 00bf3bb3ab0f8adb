"""What Prometheus reads. Every number comes from the rows, so every process of every machine tells the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from reminders.channels import CHANNELS
from reminders.models import State, Tally
from reminders.operating.overdue import LATE_AFTER, due_counts, oldest_unsent
from reminders.operating.tallies import BEYOND, BOUNDS
from reminders.queue.channel_holds import open_channels

LABELS = ("kind", "channel")
__all__ = ["CONTENT_TYPE", "exposition"]


def exposition(now: datetime) -> bytes:
    """Return all metrics as text."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Rows(now))
    return generate_latest(registry)


class _Rows(Collector):
    """Reads the metrics from the database when they are asked for."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield what waits, then what ended."""
        yield self._due()
        yield from self._channels()
        tallies = list(Tally.objects.order_by("kind", "channel"))
        yield _count_ended(tallies)
        yield _count_late(tallies)
        yield _measure_lateness([row for row in tallies if row.state == State.SENT])

    def _due(self) -> Metric:
        metric = GaugeMetricFamily("steady_reminders_due", "Rows that are due and not sent.", labels=LABELS)
        for (kind, channel), rows in sorted(due_counts(self._now).items()):
            metric.add_metric([kind, channel], rows)
        return metric

    def _channels(self) -> Iterator[Metric]:
        age = GaugeMetricFamily(
            "steady_reminders_oldest_due_seconds",
            "For how long the oldest unsent row of an open channel has been due.",
            labels=["channel"],
        )
        is_open = GaugeMetricFamily(
            "steady_channel_open", "1 if the channel sends; 0 if it is held or switched off.", labels=["channel"]
        )
        sending = open_channels()
        oldest = oldest_unsent(sending, self._now)
        for name in sorted(CHANNELS):
            is_open.add_metric([name], name in sending)
            if name in sending:
                age.add_metric([name], (self._now - oldest.get(name, self._now)).total_seconds())
        yield age
        yield is_open


def _count_ended(tallies: list[Tally]) -> Metric:
    metric = CounterMetricFamily(
        "steady_reminders_ended", "Rows that ended, by how: sent, missed, withdrawn, failed.", labels=[*LABELS, "state"]
    )
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in tallies:
        sums[row.kind, row.channel, row.state] += row.rows
    for key, rows in sums.items():
        metric.add_metric(key, rows)
    return metric


def _count_late(tallies: list[Tally]) -> Metric:
    metric = CounterMetricFamily(
        "steady_reminders_late",
        f"Rows sent more than {LATE_AFTER.total_seconds():.0f} s after their time.",
        labels=LABELS,
    )
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in tallies:
        if row.state == State.SENT:
            sums[row.kind, row.channel] += row.rows if float(row.bound) > LATE_AFTER.total_seconds() else 0
    for key, rows in sums.items():
        metric.add_metric(key, rows)
    return metric


def _measure_lateness(sent: list[Tally]) -> Metric:
    metric = HistogramMetricFamily(
        "steady_reminders_lateness_seconds", "From a row's due time to its end, of sent rows.", labels=LABELS
    )
    groups: dict[tuple[str, str], dict[str, Tally]] = defaultdict(dict)
    for row in sent:
        groups[row.kind, row.channel][row.bound] = row
    for key, by_bound in groups.items():
        metric.add_metric(key, _cumulate(by_bound), sum(row.seconds for row in by_bound.values()))
    return metric


def _cumulate(by_bound: dict[str, Tally]) -> list[tuple[str, float]]:
    """Return each upper bound with the number of rows at or below it, as Prometheus wants it."""
    buckets: list[tuple[str, float]] = []
    rows = 0
    for bound in (*BOUNDS, BEYOND):
        rows += by_bound[bound].rows if bound in by_bound else 0
        buckets.append((bound, float(rows)))
    return buckets
