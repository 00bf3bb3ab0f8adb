"""What pages and the API call a version: its number would tell that there were letters the reader never saw."""

from __future__ import annotations

import uuid

from basics.tokens import NotClosedHere, close, open_closed

_PURPOSE = "agreements.version"
# What a name of ours has room in.
LONGEST = 200


def name_of_version(agreement_id: uuid.UUID, number: int) -> str:
    """Return a name that says nothing, the same each time, so that a page is the same each time."""
    return close(_PURPOSE, [str(agreement_id), number])


def number_of_version(agreement_id: uuid.UUID, name: str) -> int:
    """Return the number of this agreement's version; 0, which no version has, for what names none."""
    try:
        whose, number = open_closed(_PURPOSE, name)
    except NotClosedHere:
        return 0
    return int(number) if whose == str(agreement_id) else 0
