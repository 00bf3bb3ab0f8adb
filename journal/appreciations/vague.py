"""Whether words of thanks say what for. Only ever a hint to their writer, and never stored."""

from __future__ import annotations

import regex
from django.utils.translation import gettext as _

# So short, hardly anybody says what the other did; a Chinese character says about as much as two Latin letters.
SHORT = 15
SHORT_IN_CHINESE = 8
_THANKS = regex.compile(
    r"thank(s|ful)?|thx|you|so|very|very much|much|many|a lot|for|everything|all|that|this|it|again|really|my|dear|love"
    r"|i|am|im|grateful|appreciate|sorry|just|to|say|wanted|was|nice|kind|of",
    regex.IGNORECASE,
)
_THANKS_IN_CHINESE = regex.compile(
    r"谢谢|感谢|多谢|感恩|辛苦|谢|你|您|我|很|太|真的|真|非常|特别|一切|所有|所做|做的|的|了|啦|呀|哦|亲爱|宝贝|最|好|爱|对|都"
)


def hint_for(words: str) -> str:
    """Return what to ask of words that do not say what for; empty for all others."""
    return _("What exactly? It stays longer.") if is_vague(words) else ""


def is_vague(words: str) -> bool:
    """Tell whether words are so short, or only thanks, that their reader would not know what for."""
    said = regex.sub(r"[\p{P}\p{S}\s]+", " ", words).strip()
    if regex.search(r"\p{Han}", said):
        return len(said) < SHORT_IN_CHINESE or not _THANKS_IN_CHINESE.sub("", said).strip()
    return len(said) < SHORT or all(_THANKS.fullmatch(word) for word in said.split())
