"""What a person sees of what they need most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from journal.needs.models import Ranking
from journal.needs.ranking import MOST_RANKED, Ranked, Standing
from journal.words import need_labels, needs


@dataclass(frozen=True)
class RankedAsSeen:
    """One need in its place."""

    place: int
    need: str
    label: str
    line: str


@dataclass(frozen=True)
class Offered:
    """One of the words, and in which place it stands; 0 for none."""

    need: str
    label: str
    place: int


@dataclass(frozen=True)
class RankingAsSeen:
    """What is ranked, and all that can be."""

    ranked: Sequence[RankedAsSeen]
    offered: Sequence[Offered]
    # By which a tap on *undo* says what it undoes.
    changes: int
    can_undo: bool

    @property
    def is_full(self) -> bool:
        """Tell whether no further one can be put next."""
        return len(self.ranked) >= MOST_RANKED


def standing_of(person_id: int) -> Standing:
    """Return what this person ranked; nothing where they did not."""
    row = Ranking.objects.filter(person=person_id).first()
    return Standing.of(row.payload) if row else Standing()


def ranking_of(person_id: int) -> RankingAsSeen:
    """Return it as its owner sees it."""
    standing = standing_of(person_id)
    ranked = in_places(standing.ranked)
    places = {each.need: each.place for each in ranked}
    offered = [Offered(word.name, word.label, places.get(word.name, 0)) for word in needs()]
    return RankingAsSeen(ranked, offered, standing.changes, standing.before is not None)


def in_places(ranked: Iterable[Ranked]) -> Sequence[RankedAsSeen]:
    """Return needs in their order as pages say them, counted from 1."""
    labelled = ((each, need_labels([each.need])) for each in ranked)
    known = [(each, labels[0]) for each, labels in labelled if labels]
    return [RankedAsSeen(place, each.need, label, each.line) for place, (each, label) in enumerate(known, 1)]
