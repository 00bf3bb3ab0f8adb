"""What a person sees of their own connection, on pages and in the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from basics import formats
from basics.keeping import Whose, told_of_leaving
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


_WHOSE = {
    Whose.MINE: _("Stays with you"),
    Whose.BOTH: _("Stays with both of you, to read"),
    Whose.CLOSED: _("Closes for you both"),
    Whose.THEIRS: _("Stays with the other"),
}


def afterwards_said() -> Sequence[tuple[str, str]]:
    """Return with whom everything is once the two have left each other, each in one line."""
    told = told_of_leaving()
    return [(str(label), capfirst(formats.all_of(told[whose]))) for whose, label in _WHOSE.items() if told[whose]]


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
