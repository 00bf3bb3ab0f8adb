"""Codes as people read them in mails."""

from __future__ import annotations

import re


def code_in(text: str) -> str:
    """Return the six digits that stand on a line of their own in a mail's text."""
    found = re.search(r"^\s*([0-9]{6})\s*$", text, re.M)
    assert found, text
    return found[1]
