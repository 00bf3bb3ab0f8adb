"""Templates to begin from. All of them stand in `templates.yaml`, in both languages, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from agreements.kinds.spoken import content, entries, spoken
from agreements.kinds.terms import TRIGGERS
from agreements.kinds.triggers import in_order

TITLE = "title"
# How much of themselves it asks of the two: light, middle, heavy.
INTENSITIES = (1, 2, 3)

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Starter:
    """A template to begin from, in the reader's language."""

    name: str
    kind: str
    # What sets one off, by its names; what it is about above all comes first.
    triggers: Sequence[str]
    intensity: int
    settings: Mapping[str, Any]
    # By language: the title that a list shows, and words for the kind's fields.
    texts: Mapping[str, Texts]

    @property
    def label(self) -> str:
        """Return what a list shows."""
        return spoken(self.texts)[TITLE]

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what it fills in, the private line among it; a draft stores what its author read.

        Its title is what a kind calls the thing, if that has a field for it.
        """
        return {TRIGGERS: [trigger.name for trigger in in_order(self.triggers)], **self.settings, **spoken(self.texts)}


def starters_of(kind: str) -> Sequence[Starter]:
    """Return the templates of a kind, the usual one first."""
    return [starter for starter in all_starters() if starter.kind == kind]


@cache
def all_starters() -> Sequence[Starter]:
    """Return every template there is. Raises TypeError or ValueError for a file that is not as it says of itself."""
    return tuple(read(content("templates.yaml")))


def read(text: str) -> Iterator[Starter]:
    """Read templates. Raises TypeError for an entry with a key too many or too few, ValueError for a wrong value."""
    return (_starter(**entry) for entry in entries(text, "templates"))


def _starter(
    *,
    id: str,
    kind: str,
    triggers: list[str],
    intensity: int,
    settings: dict[str, Any],
    en: dict[str, str],
    zh: dict[str, str],
) -> Starter:
    if TITLE not in en or en.keys() != zh.keys():
        raise ValueError(f"{id}: both languages need a title, and words for the same fields.")
    if not all(isinstance(said, str) and said.strip() for said in (id, kind, *en.values(), *zh.values())):
        raise ValueError(f"{id}: a text is missing, or is none.")
    if intensity not in INTENSITIES:
        raise ValueError(f"{id}: an intensity is one of {INTENSITIES}.")
    return Starter(id, kind, tuple(triggers), intensity, settings, {"en": en, "zh": zh})
