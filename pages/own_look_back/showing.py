"""What one person looks back at for themself: what has eased, fairer sentences, closeness then and now.

Everything is one's own: no function here is given a partner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import capfirst

from checkins.kept.showing import Quarter
from couples.people.models import User
from journal.closeness.showing import Grown, grown_within
from journal.closeness.showing import rows_of as sentences_of
from journal.entries.tags import tags_of
from journal.thoughts.models import Thought
from journal.thoughts.showing import as_seen
from journal.triggers.copies import how_it_went
from journal.triggers.models import EasedAnswer
from pages.look_back.neighbours import beyond_days, beyond_rows, nearest, within


@dataclass(frozen=True)
class Eased:
    """What one said last, in these months, of one thing that sets one off."""

    on: date
    about: str
    sentence: str


@dataclass(frozen=True)
class Fairer:
    """The fairer sentence of a thought that one looked at."""

    on: date
    words: str


@dataclass(frozen=True)
class Mine:
    """What a quarter brought oneself, and where to look for more."""

    quarter: Quarter
    eased: Sequence[Eased]
    fairer: Sequence[Fairer]
    closeness: Sequence[Grown]
    before: Quarter | None
    after: Quarter | None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing of it."""
        return not (self.eased or self.fairer or self.closeness)


def mine_of(person: User, wanted: Quarter | None, now: datetime) -> Mine:
    """Return a quarter on one's own clock, the present one for None: as many queries however much there is."""
    with timezone.override(person.time_zone):
        quarter = wanted or Quarter.of(now)
        sentences = list(sentences_of(person.pk))
        before, after = nearest(
            (
                beyond_rows(quarter, EasedAnswer.objects.filter(person=person), "at"),
                beyond_rows(quarter, Thought.objects.filter(person=person), "begun_at"),
                beyond_days(quarter, [row.written_on for row in sentences]),
            )
        )
        return Mine(
            quarter,
            _eased(quarter, person),
            _fairer(quarter, person),
            grown_within(sentences, quarter.holds),
            before,
            after,
        )


def _eased(quarter: Quarter, person: User) -> Sequence[Eased]:
    rows = EasedAnswer.objects.filter(within(quarter, "at"), person=person).order_by("at", "pk")
    last = {row.trigger: row for row in rows}
    labels = {tag.name: tag.label for tag in tags_of(person.pk)}
    return [
        Eased(timezone.localdate(row.at), capfirst(labels[name]), how_it_went(row.answer))
        for name, row in last.items()
        if name in labels
    ]


def _fairer(quarter: Quarter, person: User) -> Sequence[Fairer]:
    rows = Thought.objects.filter(within(quarter, "begun_at"), person=person).order_by("begun_at", "pk")
    seen = [as_seen(row) for row in rows]
    return [Fairer(timezone.localdate(each.begun_at), each.fairer) for each in seen if each.fairer]
