"""What its writer sees of a thought. Page and API print it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics import formats
from journal.help_hints import help_line
from journal.thoughts.forms import NUMBERS, STEPS, WORDS
from journal.thoughts.models import Thought
from journal.words import emotions

ALL = tuple(name for names in STEPS for name in names)
# What each of the four steps is called.
STEP_LABELS = (
    gettext_lazy("What happened"),
    gettext_lazy("The thought"),
    gettext_lazy("Two sides"),
    gettext_lazy("A fairer sentence"),
)


@dataclass(frozen=True)
class Step:
    """One of the four."""

    number: int
    label: Any


@dataclass(frozen=True)
class Change:
    """How strong one feeling was, and is; None where nothing was said yet."""

    feeling: str
    before: int | None
    after: int | None

    @property
    def has_grown(self) -> bool:
        """Tell whether it is stronger than it was."""
        return self.before is not None and self.after is not None and self.after > self.before

    @property
    def sentence(self) -> str:
        """Return it in words: Worried: 80, now 55."""
        said = {"feeling": capfirst(self.feeling), "before": self.before, "after": self.after}
        if self.after is None:
            return _("%(feeling)s: %(before)s") % said if self.before is not None else capfirst(self.feeling)
        return _("%(feeling)s: %(before)s, now %(after)s.") % said


@dataclass(frozen=True)
class ThoughtAsSeen:
    """One thought, as far as its writer came."""

    pk: uuid.UUID
    begun_at: datetime
    said: Mapping[str, Any]
    changes: Sequence[Change]

    @property
    def thought(self) -> str:
        """Return the thought itself, which stands above every later step."""
        return str(self.said.get("thought", ""))

    @property
    def fairer(self) -> str:
        """Return the sentence that they would believe on a good day too."""
        return str(self.said.get("fairer", ""))

    @property
    def trigger(self) -> str:
        """Return the name of what set it off, if they said so."""
        return str(self.said.get("trigger", ""))

    @property
    def title(self) -> str:
        """Return what tells it from others: the thought, else what happened."""
        return self.thought or str(self.said.get("situation", ""))

    @property
    def begun_on(self) -> str:
        """Return the day on which it was begun."""
        return formats.day(self.begun_at)

    @property
    def steps(self) -> Sequence[Step]:
        """Return what can be changed of it."""
        return [Step(number, label) for number, label in enumerate(STEP_LABELS, 1)]

    @property
    def has_grown(self) -> bool:
        """Tell whether anything is stronger than it was."""
        return any(change.has_grown for change in self.changes)

    @property
    def help_line(self) -> str:
        """Return the quiet line that leads to help, or nothing."""
        texts = (str(self.said.get(name, "")) for name in WORDS)
        return help_line(texts, (str(self.said.get(f"feeling_{number}", "")) for number in NUMBERS))

    @property
    def next_step(self) -> int:
        """Return the first step in which something is open, from 1; 0 for none.

        Whoever has written the last one is done: the third may be left out.
        """
        open_steps = [number for number, names in enumerate(STEPS, 1) if self._is_open(names)]
        return 0 if open_steps == [3] else next(iter(open_steps), 0)

    @property
    def can_end(self) -> bool:
        """Tell whether all that is required is there: what happened, a feeling, and the thought."""
        return self.next_step not in (1, 2)

    def _is_open(self, names: Sequence[str]) -> bool:
        """Of what may stay empty, one of a step is enough."""
        said = [name for name in names if self.said.get(name) not in ("", None)]
        required = {"situation", "feeling_1", "before_1", "thought"} & set(names)
        return not said or not required <= set(said)


def thoughts_of(person_id: int) -> list[ThoughtAsSeen]:
    """Return all that a person looked at, the newest first: one query, each decrypted once."""
    rows = Thought.objects.filter(person=person_id).order_by("-begun_at", "-pk")
    return [as_seen(row) for row in rows]


def as_seen(row: Thought) -> ThoughtAsSeen:
    """Return a row as its writer sees it."""
    changes = [_change(row.payload, number) for number in NUMBERS if _word(row.payload, number)]
    said = {name: value for name, value in row.payload.items() if name in (*ALL, "trigger")}
    return ThoughtAsSeen(row.pk, row.begun_at, said, changes)


def _change(said: Mapping[str, Any], number: int) -> Change:
    return Change(_word(said, number), said.get(f"before_{number}"), said.get(f"after_{number}"))


def _word(said: Mapping[str, Any], number: int) -> str:
    """Return what pages call a feeling; empty for none, and for one that is no more."""
    word = emotions().get(said.get(f"feeling_{number}", ""))
    return word.label if word else ""
