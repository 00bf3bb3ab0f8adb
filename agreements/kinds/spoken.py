"""Content of ours in both languages, as files of it have it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import get_language

_Said = TypeVar("_Said")


def spoken(texts: Mapping[str, _Said]) -> _Said:
    """Return what is said in the reader's language; English to whoever reads neither."""
    language = (get_language() or "").partition("-")[0]
    return texts.get(language, texts["en"])


def entries(text: str, name: str) -> list[dict[str, Any]]:
    """Return the entries of a file of content."""
    found: list[dict[str, Any]] = loaded(text)[name]
    return found


def loaded(text: str) -> Any:
    """Return what a file of content holds. Where PyYAML has libyaml, that takes an eighth of the time."""
    import yaml  # with the first that is shown: a start need not wait for it

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def content(name: str) -> str:
    """Return a file of this folder."""
    return Path(__file__).with_name(name).read_text("utf-8")
