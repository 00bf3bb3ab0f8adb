"""What a person sees of their own connection, on pages and in the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from basics.transactions import reading
from couples.people.models import User
from couples.seats.leaving import closing_is_untold
from couples.seats.models import Membership


@dataclass(frozen=True)
class ConnectionAsSeen:
    """Whether this person is connected, and with whom."""

    me: User
    partner: User | None
    connected_on: datetime | None
    closing_untold: bool

    @property
    def connected(self) -> bool:
        """Tell whether there is a partner."""
        return self.partner is not None


def show_connection(person: User, seat: Membership | None) -> ConnectionAsSeen:
    """Show a person their connection; `seat` is theirs."""
    with reading(person.pk):
        if seat:
            seat.user = person
            seat.show_tints()
        return ConnectionAsSeen(
            me=person,
            partner=seat.partner if seat else None,
            connected_on=seat.couple.connected_at if seat else None,
            closing_untold=closing_is_untold(person),
        )
