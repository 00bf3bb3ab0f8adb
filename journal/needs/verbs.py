"""Ranking what one needs most. Nothing of it is sent to anybody, and nobody is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from basics.limits import take_turn
from basics.transactions import acting
from couples.people.models import User
from journal.needs.models import Ranking
from journal.needs.ranking import MOST_RANKED, FiveAlready, Ranked, Standing


def rank(person: User, lines: Mapping[str, str], tap: Callable[[Standing], Standing]) -> None:
    """Keep what was typed to what is ranked, and do what was tapped. Raises NoSuchNeed, FiveAlready.

    Read, changed and written in one turn: of two taps at once neither undoes the other.
    """
    with acting(person.pk):
        _change(person, lambda standing: tap(standing.with_lines(lines)))


def rank_anew(person: User, ranked: Sequence[Ranked]) -> None:
    """Let this be what is ranked, in this order. Raises NoSuchNeed, FiveAlready."""
    if len(ranked) > MOST_RANKED:
        raise FiveAlready
    with acting(person.pk):
        _change(person, lambda standing: _anew(standing, ranked))


def _anew(standing: Standing, ranked: Sequence[Ranked]) -> Standing:
    anew = Standing()
    for each in ranked:
        anew = anew.put(each.need)
    lines = {**standing.lines, **{each.need: each.line for each in ranked}}
    return Standing(anew.order, lines, standing.order, standing.changes + 1)


def _change(person: User, change: Callable[[Standing], Standing]) -> None:
    take_turn(person.pk)
    row = Ranking.objects.filter(person=person).first() or Ranking(person=person)
    row.payload = change(Standing.of(row.payload)).payload
    row.save()
