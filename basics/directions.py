"""Words and names of people inside the service's own sentences: each is read in the direction of its own script.

On a page they stand in `<bdi>`. The API gets them bare: whoever shows its values isolates them in its own way.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

_FREE_TEXT = (forms.TextInput.template_name, forms.Textarea.template_name)
_FROM_THE_RIGHT = {"R", "AL"}
# What turns or parts the text around it, and has no place in a line of ours.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ISOLATED = re.compile('<bdi(?: class="latin")?>(.*?)</bdi>', re.DOTALL)
# Marks of both scripts, which a Chinese font draws as wide as its characters.
_SHARED_MARKS, _WIDE = set("“”—…"), {"W", "F"}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


class Said(str):
    """A text with people's words in it: bare wherever a text is wanted, isolated where a page prints it."""

    _html: SafeString

    def __html__(self) -> SafeString:
        return self._html


def own_words(words: str) -> Said:
    """Return a person's words that a page is to isolate, wherever it prints them."""
    return _said(words, isolated(words))


def said(sentence: str, **parts: Any) -> Said:
    """Return a sentence of ours, whose parts may be people's own words."""
    escaped = {name: conditional_escape(part) for name, part in parts.items()}
    # Both halves of this are escaped.
    return _said(sentence % parts, mark_safe(conditional_escape(sentence) % escaped))  # noqa: S308


def capitalised(sentence: str) -> Said:
    """Return a sentence of ours, in whose middle stand people's own words, as it begins a line."""
    return _said(capfirst(sentence), mark_safe(capfirst(conditional_escape(sentence))))  # noqa: S308 - both escaped


def _said(text: str, isolating: SafeString) -> Said:
    found = Said(text)
    found._html = isolating
    return found


def isolated(words: str) -> SafeString:
    """Return a person's words as an element that the text around it neither turns nor is turned by."""
    text = str(words)
    return format_html('<bdi class="latin">{}</bdi>' if _has_narrow_marks(text) else "<bdi>{}</bdi>", text)


def _has_narrow_marks(text: str) -> bool:
    """Tell whether it has marks that are none of Chinese here, since nothing else of it is."""
    return not _SHARED_MARKS.isdisjoint(text) and all(unicodedata.east_asian_width(each) not in _WIDE for each in text)


def isolated_in_text(words: str) -> str:
    """Return a person's words for a line without elements, such as the subject of a mail.

    The marks stand only around words from the right to the left: in every language that the service speaks no others
    need them, and mail programs and filters take invisible characters amiss. Marks of the words' own would turn the
    rest of the line, or end ours before its time.
    """
    words = "".join(each for each in words if unicodedata.bidirectional(each) not in _TURNING)
    if any(unicodedata.bidirectional(each) in _FROM_THE_RIGHT for each in words):
        return f"{_FIRST_STRONG_ISOLATE}{words}{_POP_ISOLATE}"
    return words


def without_elements(sentence: Said) -> str:
    """Return a sentence of ours for an attribute, or a drawing's title, with marks in the place of elements."""
    return html.unescape(_ISOLATED.sub(lambda found: isolated_in_text(found[1]), sentence.__html__()))


class FormRenderer(TemplatesSetting):
    """Gives each field for free text `dir="auto"`, and keeps each line of it out of the browser's list of things typed.

    Whoever types into the same field next, at the same computer, would be offered what was typed before.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Render a form, a field or a widget."""
        if template_name in _FREE_TEXT:
            context["widget"]["attrs"].setdefault("dir", "auto")
        if template_name == forms.TextInput.template_name:
            context["widget"]["attrs"].setdefault("autocomplete", "off")
        return super().render(template_name, context, request)
