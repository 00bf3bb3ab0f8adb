"""Templates to begin from. All of them stand in `templates.yaml`, in both languages, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

CONTENT = Path(__file__).with_name("templates.yaml")
TITLE = "title"

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Starter:
    """A template to begin from, in the reader's language."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    # By language: the title that a list shows, and words for the kind's fields.
    texts: Mapping[str, Texts]

    @property
    def label(self) -> str:
        """Return what a list shows."""
        return self._spoken[TITLE]

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what it fills in, the private line among it; a draft stores what its author read.

        Its title is what a kind calls the thing, if that has a field for it.
        """
        return {**self.settings, **self._spoken}

    @property
    def _spoken(self) -> Texts:
        language = (get_language() or "").partition("-")[0]
        return self.texts.get(language, self.texts["en"])


def starters_of(kind: str) -> Sequence[Starter]:
    """Return the templates of a kind, the usual one first."""
    return [starter for starter in all_starters() if starter.kind == kind]


@cache
def all_starters() -> Sequence[Starter]:
    """Return every template there is. Raises TypeError or ValueError for a file that is not as it says of itself."""
    return tuple(read(CONTENT.read_text("utf-8")))


def read(text: str) -> Iterator[Starter]:
    """Read templates. Raises TypeError for an entry with a key too many or too few, ValueError for a wrong value."""
    import yaml  # with the first template that is shown: a start need not wait for it

    return (_starter(**entry) for entry in yaml.safe_load(text)["templates"])


def _starter(*, id: str, kind: str, settings: dict[str, Any], en: dict[str, str], zh: dict[str, str]) -> Starter:
    if TITLE not in en or en.keys() != zh.keys():
        raise ValueError(f"{id}: both languages need a title, and words for the same fields.")
    if not all(isinstance(said, str) and said.strip() for said in (id, kind, *en.values(), *zh.values())):
        raise ValueError(f"{id}: a text is missing, or is none.")
    return Starter(id, kind, settings, {"en": en, "zh": zh})
