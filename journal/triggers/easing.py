"""Whether it has eased: lately, and as long before an agreement, by what one wrote down. Not by what happened.

Where too little was written down to tell, nothing is told: silence is no sign of anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from basics.localtime import local
from journal.entries.narrowing import Count, Narrowing
from journal.entries.reading import STRENGTHS, EntryAsRead

# In whole weeks, counted back from today; as long before it began.
LEAST_WEEKS, MOST_WEEKS = 4, 12
LEAST_BEFORE = 3
A_WEEK = timedelta(weeks=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch(Count):
    """Some weeks, and what one wrote down in them about one thing."""

    # How strong it mostly was; None where that is not clear.
    strength: int | None


@dataclass(frozen=True)
class Eased:
    """Before and since; where too little was written down, neither."""

    weeks: int
    before: Stretch | None
    since: Stretch | None
    # Whether the days since are all of them, or only the last of many.
    is_all_since: bool

    @property
    def can_tell(self) -> bool:
        """Tell whether enough was written down."""
        return self.before is not None

    @property
    def strengths(self) -> Sequence[str]:
        """Return how strong it mostly was, before and since, as pages say it; nothing where either is not clear."""
        both = [
            STRENGTHS.get(each.strength) for each in (self.before, self.since) if each and each.strength is not None
        ]
        return [str(each) for each in both] if len(both) == 2 else []


def weeks_to_compare(began: date, today: date) -> int:
    """Return how many whole weeks there are since it began, twelve at most; 0 where they are too few."""
    weeks = (today - began) // A_WEEK
    return min(weeks, MOST_WEEKS) if weeks >= LEAST_WEEKS else 0


def eased(trigger: str, began: date, today: date, entries: Sequence[EntryAsRead], zone: str) -> Eased | None:
    """Compare; None before there are four weeks. `entries` are all of these days, about whatever."""
    weeks = weeks_to_compare(began, today)
    if not weeks:
        return None
    length, is_all = weeks * A_WEEK, today - began < (MOST_WEEKS + 1) * A_WEEK
    before = Narrowing(trigger, began - length, began - A_DAY)
    since = Narrowing(trigger, today - length + A_DAY, today)
    stretches = [_stretch(each, entries, zone) for each in (before, since)]
    is_written = all(_is_written_about(each, entries, zone) for each in (before, since))
    if stretches[0].number < LEAST_BEFORE or not is_written:
        return Eased(weeks, None, None, is_all)
    return Eased(weeks, stretches[0], stretches[1], is_all)


def _stretch(narrowing: Narrowing, entries: Sequence[EntryAsRead], zone: str) -> Stretch:
    found = narrowing.of(entries, zone)
    return Stretch(len(found), narrowing, mostly([entry.strength for entry in found]))


def mostly(strengths: Sequence[int | None]) -> int | None:
    """Return the strength of more than half of those that say one; None where there is none such."""
    said = Counter(strength for strength in strengths if strength is not None)
    strength, number = said.most_common(1)[0] if said else (None, 0)
    return strength if number * 2 > said.total() else None


def _is_written_about(days: Narrowing, entries: Sequence[EntryAsRead], zone: str) -> bool:
    """Tell whether anything at all was written down in more than two of three weeks."""
    weeks = (days.last - days.first + A_DAY) // A_WEEK
    written = {(local(entry.at, zone).date() - days.first) // A_WEEK for entry in entries}
    silent = sum(week not in written for week in range(weeks))
    return silent * 3 < weeks
