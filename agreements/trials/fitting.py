"""Does it still fit? Once a quarter all that holds on is looked at together; what nobody touches stays.

For both alike, and computed from days alone: no row says who looked. On a talk's table, where the two have a rhythm;
else on the page of agreements, in the first two weeks of a quarter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, timedelta

from agreements.letters.showing import AgreementAsSeen

SHOWN_FOR = timedelta(days=14)


def asked_on_their_page(agreements: Sequence[AgreementAsSeen], today: date) -> Sequence[AgreementAsSeen]:
    """Return what the page of agreements asks about; nothing between quarters, nor where talks ask."""
    is_asked = today - quarter_of(today) < SHOWN_FOR and not have_talks(agreements)
    return held_since_before(agreements, quarter_of(today)) if is_asked else []


def asked_at_a_talk(agreements: Sequence[AgreementAsSeen], day: date) -> Sequence[AgreementAsSeen]:
    """Return what the one talk of a quarter that asks, on that day, asks about."""
    return held_since_before(agreements, quarter_of(day)) if have_talks(agreements) else []


def have_talks(agreements: Sequence[AgreementAsSeen]) -> bool:
    """Tell whether the two have agreed on times at which they talk."""
    return any(row.state == "in_force" and row.kind.brings_talks for row in agreements)


def held_since_before(agreements: Sequence[AgreementAsSeen], day: date) -> Sequence[AgreementAsSeen]:
    """Return what has held on since before that day; what is tried is looked at by itself."""
    return [row for row in agreements if row.state == "in_force" and row.ends_at is None and _since(row) < day]


def quarter_of(day: date) -> date:
    """Return the first day of the quarter in which a day is."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _since(agreement: AgreementAsSeen) -> date:
    """Return the day in no zone of either: both are asked about the same."""
    return (agreement.in_force_since or agreement.begun_at).astimezone(UTC).date()
