"""What one talk opened with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from checkins.agenda.showing import OnTheTable, tables_of
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership


def topics_on_table(check_in: CheckIn, seat: Membership, now: datetime) -> Sequence[OnTheTable]:
    """Return it in its order; nothing before it is open."""
    return tables_of([check_in], seat, now)[check_in.pk]
