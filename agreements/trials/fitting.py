"""Does it still fit? Once a quarter all that holds on is looked at together; what nobody touches stays.

For both alike, and computed from days alone: no row says who looked. On a talk's table, where the two have a rhythm;
else on the page of agreements, in the first two weeks of a quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from agreements.letters.showing import AgreementAsSeen

SHOWN_FOR = timedelta(days=14)


def asked_whether_they_fit(agreements: Iterable[AgreementAsSeen], today: date) -> Sequence[AgreementAsSeen]:
    """Return what has held since before this quarter: what is tried is looked at by itself. Empty between quarters."""
    begun = quarter_of(today)
    if today - begun >= SHOWN_FOR:
        return []
    return [row for row in agreements if row.state == "in_force" and row.ends_at is None and _since(row) < begun]


def quarter_of(day: date) -> date:
    """Return the first day of the quarter in which a day is."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _since(agreement: AgreementAsSeen) -> date:
    return timezone.localdate(agreement.in_force_since or agreement.begun_at)
