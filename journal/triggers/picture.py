"""One line of weeks, drawn: a dot an entry, a leaf where an agreement began. The same in words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from basics import formats
from basics.localtime import local
from journal.entries.reading import EntryAsRead

# Units of the drawing, which is as wide as its page.
WIDTH = 320
BETWEEN_DOTS = 11
WIDEST_COLUMN = 40
LEAF = 16
ABOVE, BELOW = 4, 4
MOST_WEEKS = 26
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Dot:
    """Where the middle of one is."""

    x: str
    y: str


@dataclass(frozen=True)
class Picture:
    """The drawing, and what it says."""

    height: int
    baseline: int
    radius: str
    dots: Sequence[Dot]
    # The left of the leaf; empty for none.
    leaf: str
    leaf_top: int
    # Where the line ends.
    length: str
    label: str
    width: int = WIDTH


def draw(entries: Sequence[EntryAsRead], weeks: int, today: date, zone: str, began: date | None = None) -> Picture:
    """Return so many weeks up to today, of these entries alone; `began` is the day on which an agreement began."""
    first = today - weeks * A_WEEK + timedelta(days=1)
    numbers = [0] * weeks
    for entry in entries:
        week = (local(entry.at, zone).date() - first) // A_WEEK
        if 0 <= week < weeks:
            numbers[week] += 1
    leaf_week = (began - first) // A_WEEK if began and first <= began <= today else None
    return _picture(numbers, leaf_week, _said(numbers, first, leaf_week))


def _picture(numbers: Sequence[int], leaf_week: int | None, label: str) -> Picture:
    column = min(WIDTH / len(numbers), WIDEST_COLUMN)
    # In its week the leaf stands on the line, and the dots above it.
    lifted = [LEAF if week == leaf_week else 0 for week in range(len(numbers))]
    highest = max(BETWEEN_DOTS * number + lift for number, lift in zip(numbers, lifted, strict=True))
    baseline = ABOVE + max(BETWEEN_DOTS, highest)
    return Picture(
        height=baseline + BELOW,
        baseline=baseline,
        radius=f"{min(4, column / 3):g}",
        dots=[
            Dot(f"{_middle(column, week):g}", f"{baseline - lifted[week] - BETWEEN_DOTS * (place + 0.5):g}")
            for week, number in enumerate(numbers)
            for place in range(number)
        ],
        leaf="" if leaf_week is None else f"{_middle(column, leaf_week) - LEAF / 2:g}",
        leaf_top=baseline - LEAF,
        length=f"{column * len(numbers):g}",
        label=label,
    )


def _middle(column: float, week: int) -> float:
    return round(column * (week + 0.5), 1)


def _said(numbers: Sequence[int], first: date, leaf_week: int | None) -> str:
    """Return the same in words: in which weeks how many, and the agreement among them."""
    told = [_week(number, first + week * A_WEEK) for week, number in enumerate(numbers) if number]
    weeks = ngettext("%(n)s week.", "%(n)s weeks.", len(numbers)) % {"n": len(numbers)}
    began = first + leaf_week * A_WEEK if leaf_week is not None else None
    leaf = _("The agreement began in the week from %(day)s.") % {"day": formats.short_day(began)} if began else ""
    return " ".join(said for said in (weeks, *told, leaf) if said)


def _week(number: int, first: date) -> str:
    return _("In the week from %(day)s: %(n)s.") % {"day": formats.short_day(first), "n": number}
