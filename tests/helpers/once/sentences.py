"""What the code and its templates say, found once in a process: that takes longer than what tests ask of it."""

from __future__ import annotations

from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from config.translating.catalogues import collect, po_path
from tests.helpers.processes import ROOT


@cache
def in_english() -> Catalog:
    """Return every sentence of the source."""
    return collect(ROOT)


@cache
def in_chinese() -> Catalog:
    """Return the sentences of the catalogue with their translations."""
    with po_path(ROOT, "zh_Hans").open("rb") as file:
        return read_po(file, locale="zh_Hans")
