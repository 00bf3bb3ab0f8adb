"""The quiet line that leads to help, beside what was chosen or written: looked for in memory, never stored or told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from agreements.kinds.spoken import entries, spoken
from journal.words import WORDS, emotions


@dataclass(frozen=True)
class HelpHint:
    """What is looked for in what somebody wrote, in any language, and the line in the reader's."""

    patterns: Sequence[re.Pattern[str]]
    notes: Mapping[str, str]


def help_line(texts: Iterable[str], feelings: Iterable[str] = ()) -> str:
    """Return the one line for these words, for their writer alone; empty where there is nothing to say."""
    written = "\n".join(texts).replace("’", "'")
    found = (hint for hint in _hints() if any(pattern.search(written) for pattern in hint.patterns))
    if hint := next(found, None):
        return spoken(hint.notes)
    if any(emotions()[name].is_heavy for name in feelings if name in emotions()):
        return _("If it is too heavy to carry alone, there are people to talk to, by day and by night.")
    return ""


@cache
def _hints() -> Sequence[HelpHint]:
    return tuple(_hint(**entry) for entry in entries(WORDS.read_text("utf-8"), "help_hints"))


def _hint(*, id: str, en: Mapping[str, Any], zh: Mapping[str, Any]) -> HelpHint:
    lines = [*en["flag"], *zh["flag"]]
    if not lines:
        raise ValueError(f"{id}: nothing to look for.")
    return HelpHint([re.compile(line, re.IGNORECASE) for line in lines], {"en": en["note"], "zh": zh["note"]})
