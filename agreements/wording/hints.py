"""What a writer is told of a text, by the field that it is written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.wording.rules import ABSOLUTES, CONTROLLING, Found, first_found

# What asks for control is said first: a field has one hint at most.
BOTH = (CONTROLLING, ABSOLUTES)
# What happens, and what one feels, ask for nothing.
TOLD = dict.fromkeys(("when", "feel"), (ABSOLUTES,))


@dataclass(frozen=True)
class Hint:
    """One sentence of a field, with the words in it that were found."""

    field: str
    found: Found

    @property
    def pieces(self) -> tuple[str, str, str]:
        """Return the sentence in three: before the words that were found, these, and after them."""
        said, start, end = self.found.sentence, self.found.start, self.found.end
        return said[:start], said[start:end], said[end:]

    @property
    def asks_for_control(self) -> bool:
        """Tell which of the two sentences it has."""
        return self.found.rule == CONTROLLING

    @property
    def says(self) -> str:
        """Return what it says: of the words, never of who wrote them."""
        if self.asks_for_control:
            return _("Agreements here ask for no proof, codes or whereabouts.")
        return _("Small and sure is easier to keep.")


def hint_for(field: str, text: str) -> Hint | None:
    """Return the one hint about a field's text, if there is one."""
    found = first_found(text, TOLD.get(field, BOTH))
    return Hint(field, found) if found else None


def hints_for(texts: Mapping[str, str]) -> Sequence[Hint]:
    """Return the hints about several fields, in their order."""
    return [hint for field, text in texts.items() if (hint := hint_for(field, text))]
