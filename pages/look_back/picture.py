"""A quarter as a twig: a leaf for what was agreed, a young one for other words, a fallen one for what was let go.

The same stands in words beside it, and in its name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from agreements.history.turns import Turn, What
from basics import formats
from basics.directions import said, without_elements
from checkins.kept.showing import Quarter

# Units of the drawing, which is as wide as its page.
WIDTH = 320
MARGIN = 16
# A leaf's room beside the next, on the twig and on the ground.
APART = {True: 24.0, False: 34.0}
# All lean one way, and every second one stands above its neighbours: so none lies on another.
STEMS = (8.0, 30.0)
LEANS = (24.0, 19.0, 27.0, 22.0)
FALLEN_LEANS = (78.0, 104.0, 68.0)
LEAF = 28
SWING = 3.5
ABOVE = 10
GROUND = 34
MONTH_NAMES = 18


@dataclass(frozen=True)
class Leaf:
    """One leaf: where its stem leaves the twig, where it is, and how it lies."""

    what: str
    title: str
    # Empty for one that has fallen.
    stem: str
    # As an attribute has it: moved, turned, sized.
    place: str


@dataclass(frozen=True)
class Month:
    """The name of one, and its middle."""

    name: str
    x: str


@dataclass(frozen=True)
class Picture:
    """The drawing, and what it says."""

    label: str
    height: int
    twig: str
    # Where one month ends and the next begins.
    knots: Sequence[tuple[str, str]]
    months: Sequence[Month]
    names_at: int
    leaves: Sequence[Leaf]
    width: int = WIDTH


def draw(quarter: Quarter, turns: Sequence[Turn]) -> Picture:
    """Return the months of a quarter with a leaf for each turn, the first first."""
    on_twig = [turn for turn in turns if turn.what is not What.LET_GO]
    fallen = [turn for turn in turns if turn.what is What.LET_GO]
    twig = _Twig(quarter, ABOVE + (max(STEMS) + LEAF if on_twig else SWING))
    ground = twig.height + (GROUND if fallen else SWING)
    return Picture(
        label=" ".join([f"{quarter.said}:", *map(_said, turns)]),
        height=math.ceil(ground) + MONTH_NAMES + 6,
        twig=twig.path,
        knots=[_point(x, twig.at(x)) for x in map(twig.x_of, _first_days(quarter)[1:3])],
        months=_months(quarter, twig),
        names_at=math.ceil(ground) + MONTH_NAMES,
        leaves=[*_growing(on_twig, twig), *_lying(fallen, twig, ground)],
    )


@dataclass(frozen=True)
class _Twig:
    """The line of months: it swings a little, thinner to its end."""

    quarter: Quarter
    height: float

    def at(self, x: float) -> float:
        """Return how high it is there."""
        return self.height + SWING * math.sin(x / WIDTH * 2.6 * math.pi) * (0.4 + x / WIDTH)

    def x_of(self, day: date) -> float:
        """Return where a day is on it."""
        first, *_between, end = _first_days(self.quarter)
        return MARGIN + (day - first).days / (end - first).days * (WIDTH - 2 * MARGIN)

    @property
    def path(self) -> str:
        """Return its two sides as one shape."""
        steps = [WIDTH * step / 32 for step in range(33)]
        upper = [(x, self.at(x) - _thickness(x)) for x in steps]
        lower = [(x, self.at(x) + _thickness(x)) for x in reversed(steps)]
        return "M" + "L".join(" ".join(_point(x, y)) for x, y in (*upper, *lower)) + "Z"


def _thickness(x: float) -> float:
    return 1.7 - 1.2 * x / WIDTH


def _first_days(quarter: Quarter) -> Sequence[date]:
    """Return the first day of each of its months, and of the next quarter."""
    first = quarter.first
    after = date(first.year + 1, 1, 1) if quarter.number == 3 else date(first.year, first.month + 3, 1)
    return [*(date(first.year, first.month + month, 1) for month in range(3)), after]


def _months(quarter: Quarter, twig: _Twig) -> Sequence[Month]:
    days = [twig.x_of(day) for day in _first_days(quarter)]
    middles = [(left + right) / 2 for left, right in pairwise(days)]
    names = [formats.month(day) for day in _first_days(quarter)[:3]]
    return [Month(name, f"{middle:.1f}") for name, middle in zip(names, middles, strict=True)]


def _growing(turns: Sequence[Turn], twig: _Twig) -> Sequence[Leaf]:
    places, size = _spread([twig.x_of(turn.on) for turn in turns], APART[True])
    return [_on_twig(turn, x, size, number, twig) for number, (turn, x) in enumerate(zip(turns, places, strict=True))]


def _on_twig(turn: Turn, x: float, size: float, number: int, twig: _Twig) -> Leaf:
    stem, lean = size * STEMS[number % len(STEMS)], LEANS[number % len(LEANS)]
    y, tip_x = twig.at(x), x + lean / 9
    tip_y = y - stem
    bend = f"M{x:.1f} {y:.1f}Q{x:.1f} {y - stem * 0.6:.1f} {tip_x:.1f} {tip_y:.1f}"
    return _leaf(turn, bend, tip_x, tip_y, lean, size)


def _lying(turns: Sequence[Turn], twig: _Twig, ground: float) -> Sequence[Leaf]:
    places, size = _spread([twig.x_of(turn.on) for turn in turns], APART[False])
    leans = [FALLEN_LEANS[number % len(FALLEN_LEANS)] for number in range(len(turns))]
    # It lies around its day, and not from it on.
    lefts = [x - LEAF * size / 2 for x in places]
    return [_leaf(turn, "", x, ground - 8, lean, size) for turn, x, lean in zip(turns, lefts, leans, strict=True)]


def _leaf(turn: Turn, stem: str, x: float, y: float, lean: float, size: float) -> Leaf:
    place = f"translate({x:.1f} {y:.1f}) rotate({lean:g}) scale({size:.2f})"
    return Leaf(turn.what.value, _said(turn), stem, place)


def _spread(wanted: Sequence[float], apart: float) -> tuple[Sequence[float], float]:
    """Return where each is, none on another, and how large: where there are many each is smaller."""
    room = WIDTH - 2 * MARGIN
    gap = min(apart, room / max(1, len(wanted) - 1))
    places = list(wanted)
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + gap)
    last = float(WIDTH - MARGIN)
    for number in reversed(range(len(places))):
        places[number] = last = min(places[number], last)
        last -= gap
    return places, gap / apart


def _point(x: float, y: float) -> tuple[str, str]:
    return f"{x:.1f}", f"{y:.1f}"


def _said(turn: Turn) -> str:
    sentences = {
        What.AGREED: _("%(day)s, agreed: %(what)s."),
        What.CHANGED: _("%(day)s, changed: %(what)s."),
        What.LET_GO: _("%(day)s, no longer agreed: %(what)s."),
    }
    return without_elements(said(sentences[turn.what], day=formats.short_day(turn.on), what=turn.said))
