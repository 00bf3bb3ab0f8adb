"""Pages, to be compared with one another."""

from __future__ import annotations

import re

_BY_CHANCE = re.compile(r'name="(csrfmiddlewaretoken|submission)" value="[^"]+"')


def without_chance(html: str) -> str:
    """Return a page without the key and the ids of its forms, which are new with every rendering."""
    return _BY_CHANCE.sub("", html)
