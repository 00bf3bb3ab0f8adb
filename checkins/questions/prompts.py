"""Prompts: what a talk asks. It stores their names; their text is found by these, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from checkins.questions.content import all_prompts
from checkins.questions.models import OWN, OwnQuestion

# Asked by talks from before something good was an appreciation.
GOOD = "did_me_good"
# What a talk ends with, and what the two can try: one may have none, and it is in all the same.
WISH = "until_next_time"
PROMPTS = {
    GOOD: _("What did you do or say lately that did me good?"),
    "was_heavy": _("What was heavy for me, and what would have helped?"),
    WISH: _("What do I wish for, from the two of us, until next time?"),
}
# The prompts of every check-in, in the order in which they are asked.
USUAL = ("was_heavy", WISH)


def with_drawn(prompt: str) -> list[str]:
    """Return the prompts of a check-in: the usual ones, with the drawn one before the wish that ends it."""
    return [*USUAL[:-1], prompt, USUAL[-1]]


def with_another(prompts: Sequence[str], prompt: str) -> list[str]:
    """Return what a check-in asks once this one takes the place of the drawn one; all else that it asks stays."""
    drawn = drawn_among(prompts)
    return [prompt if each == drawn else each for each in prompts] if drawn else with_drawn(prompt)


def drawn_among(prompts: Sequence[str]) -> str:
    """Return which of a check-in's prompts was drawn for it, beside the usual ones.

    Empty for one from before there were decks, and where a question was asked by itself.
    """
    is_beside = set(USUAL) <= set(prompts)
    return next((prompt for prompt in prompts if is_beside and prompt not in PROMPTS), "")


def is_prompt(name: str) -> bool:
    """Tell whether a talk may ask something by this name."""
    return (
        name in PROMPTS
        or name in all_prompts()
        or (name.startswith(OWN) and not name.endswith(("_not_today", "_aloud")))
    )


def said(prompts: Iterable[str]) -> Mapping[str, str]:
    """Return what each of these asks. One query, and only where the two wrote one of them themselves."""
    prompts = list(prompts)
    own = _own_words([prompt for prompt in prompts if prompt.startswith(OWN)])
    return {prompt: own[prompt] if prompt in own else _question(prompt) for prompt in prompts}


def _question(prompt: str) -> str:
    if prompt in PROMPTS:
        return str(PROMPTS[prompt])
    found = all_prompts().get(prompt)
    return found.question if found else ""


def _own_words(prompts: Sequence[str]) -> Mapping[str, str]:
    keys = [prompt.removeprefix(OWN) for prompt in prompts]
    return {row.prompt: row.words for row in OwnQuestion.objects.filter(pk__in=keys)} if keys else {}
