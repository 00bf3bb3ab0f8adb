"""The plain switches: one for all that is said of talks, one for pauses, one for letters, over all ways at once.

They are read from the grid and write into it; nothing else is stored. What a switch alone could not have said is
fine-tuned: it is called that, and stays as it is until its owner chooses otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reminders.kinds import LETTERS, PAUSES, TALKS
from reminders.models import ChannelName
from reminders.preferences import Cell, choosable_kinds, off_at_first, ways_of

ON, OFF, FINE_TUNED = "on", "off", "fine_tuned"
POSITIONS = ((ON, pgettext_lazy("switch", "On")), (OFF, pgettext_lazy("switch", "Off")))
BETWEEN = ((FINE_TUNED, _("Fine-tuned")),)

LABELS = {TALKS: _("Talks"), PAUSES: _("Pauses"), LETTERS: _("Letters")}
ABOUT = {
    TALKS: _("When one is near, gets another time, or has opened."),
    PAUSES: _("When one begins, and when it is time to come back."),
    LETTERS: _("When there is one for you to read."),
}


def position_of(group: str, off: Collection[Cell]) -> str:
    """Return where the switch stands for somebody who left these cells of the grid empty."""
    empty = cells_of(group).intersection(off)
    positions = {ON: cells_of(group) & off_at_first(), OFF: cells_of(group)}
    return next((name for name, leaves_empty in positions.items() if empty == leaves_empty), FINE_TUNED)


def said_by(group: str, position: str) -> Mapping[Cell, bool]:
    """Return which cells the switch fills and which it empties. On is what everybody begins with."""
    if position not in (ON, OFF):
        return {}
    optional = off_at_first()
    return {cell: position == ON and cell not in optional for cell in cells_of(group)}


def cells_of(group: str) -> frozenset[Cell]:
    """Return what the switch is about: all of its kinds by every way, but the line in the app, which always comes."""
    kinds = [kind for kind in choosable_kinds() if kind.group == group]
    return frozenset((kind.name, way) for kind in kinds for way in ways_of(kind) if way != ChannelName.IN_APP)
