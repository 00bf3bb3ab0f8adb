"""Which lists there are. What stands in one is its owner's alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

LINES, GOOD_AT, PEOPLE, DOES_GOOD = "lines", "good_at", "people", "does_good"


@dataclass(frozen=True)
class OwnList:
    """One list: what pages call it, how much stands in it, on which page it stands."""

    name: str
    label: Any
    # What one more is called, at the field for it.
    one: Any
    most: int
    route: str
    hint: Any = ""
    # Whether hours of one's own can be set aside for what stands in it.
    can_be_planned: bool = True


ALL: Mapping[str, OwnList] = {
    each.name: each
    for each in (
        OwnList(
            LINES,
            _("Lines for myself"),
            _("A line of your own"),
            50,
            "own_lines",
            _("Up to 50 lines of 140 characters."),
            can_be_planned=False,
        ),
        OwnList(DOES_GOOD, _("What does me good"), _("One more thing that does you good"), 20, "feeds_me"),
        OwnList(
            PEOPLE,
            _("People I can call"),
            _("One more name"),
            20,
            "feeds_me",
            _("The name is enough: no numbers here."),
        ),
        OwnList(GOOD_AT, _("What I am good at"), _("One more thing you are good at"), 20, "feeds_me"),
    )
}
FEEDING = tuple(own_list for own_list in ALL.values() if own_list.route == "feeds_me")
