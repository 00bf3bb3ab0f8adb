"""The decks that come with the service. All of them stand in `decks.yaml`, in both languages, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.kinds.spoken import loaded

CONTENT = Path(__file__).with_name("decks.yaml")
# Where questions come from until the two choose, and where there is nothing else that may be asked.
FIRST_DECK = "start"
# Where the question of the first talk after a pause comes from.
AFTER_A_PAUSE = "afterwards"
HEAVY = 3
# In words; never as a number.
INTENSITIES: Mapping[int, Any] = {1: _("light"), 2: _("middle"), HEAVY: _("heavy")}

Texts = Mapping[str, Any]


@dataclass(frozen=True)
class Prompt:
    """One question of a deck. What stands in a talk is its name, by which its text is found for ever."""

    name: str
    intensity: int
    # By language.
    texts: Mapping[str, str]

    @property
    def question(self) -> str:
        """Return it in the reader's language."""
        return str(_spoken(self.texts))


@dataclass(frozen=True)
class Deck:
    """A set of questions, in the order in which they are drawn."""

    name: str
    intensity: int
    texts: Mapping[str, Texts]
    prompts: Sequence[Prompt]

    @property
    def title(self) -> str:
        """Return what it is called in the reader's language."""
        return str(_spoken(self.texts)["title"])

    @property
    def about(self) -> str:
        """Return its one line in the reader's language."""
        return str(_spoken(self.texts)["about"])

    def is_heavy(self, prompt: Prompt) -> bool:
        """Tell whether this question is asked only of two who both want such questions."""
        return HEAVY in (self.intensity, prompt.intensity)

    @property
    def has_heavy(self) -> bool:
        """Tell whether some of it comes only once both want it."""
        return any(self.is_heavy(prompt) for prompt in self.prompts)


def _spoken(texts: Mapping[str, Any]) -> Any:
    language = (get_language() or "").partition("-")[0]
    return texts.get(language) or texts["en"]


@cache
def all_decks() -> Mapping[str, Deck]:
    """Return every deck by its name. Raises TypeError or ValueError for a file that is not as it says of itself."""
    return read(CONTENT.read_text("utf-8"))


@cache
def all_prompts() -> Mapping[str, Prompt]:
    """Return every question of every deck by its name."""
    return {prompt.name: prompt for deck in all_decks().values() for prompt in deck.prompts}


@cache
def deck_of(prompt: str) -> Deck | None:
    """Return the deck that a question belongs to; None for what is in none."""
    return next((deck for deck in all_decks().values() if prompt in {one.name for one in deck.prompts}), None)


def is_heavy(prompt: str) -> bool:
    """Tell whether this is one of those that come only once both want them."""
    deck = deck_of(prompt)
    return deck is not None and deck.is_heavy(all_prompts()[prompt])


def read(text: str) -> Mapping[str, Deck]:
    """Read decks. Raises TypeError for an entry with a key too many or too few, ValueError for a wrong value."""
    found = loaded(text)
    prompts: dict[str, list[Prompt]] = {entry["id"]: [] for entry in found["decks"]}
    for entry in found["prompts"]:
        deck, prompt = _prompt(**entry)
        prompts[deck].append(prompt)
    return {entry["id"]: _deck(**entry, prompts=prompts[entry["id"]]) for entry in found["decks"]}


def _prompt(*, id: str, deck: str, triggers: list[str], intensity: int, en: str, zh: str) -> tuple[str, Prompt]:
    """`triggers`, by which a question is suggested, are not read yet."""
    _insist(id, intensity, (en, zh))
    return deck, Prompt(id, intensity, {"en": en, "zh": zh})


def _deck(*, id: str, intensity: int, en: Texts, zh: Texts, prompts: Sequence[Prompt]) -> Deck:
    _insist(id, intensity, [texts[name] for texts in (en, zh) for name in ("title", "about")])
    return Deck(id, intensity, {"en": en, "zh": zh}, tuple(prompts))


def _insist(name: str, intensity: int, texts: Sequence[object]) -> None:
    if intensity not in INTENSITIES or not all(isinstance(text, str) and text.strip() for text in texts):
        raise ValueError(f"{name}: a text is missing, or its intensity is none.")
