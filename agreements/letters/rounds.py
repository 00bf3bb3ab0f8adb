"""How often two people have answered each other about one letter."""

from __future__ import annotations

from itertools import groupby

from agreements.letters.models import Agreement

# Each has written twice, in turn, and nobody has said yes.
TWO_ROUNDS = 4


def has_had_two_rounds(agreement: Agreement) -> bool:
    """Tell whether the letter that waits got no yes in two rounds, so that it may be saved for the next talk.

    Who changes their own words before they are answered writes no other letter by that. One query, and none where there
    are too few versions. The agreement is loaded with its words.
    """
    if not may_have_had_two_rounds(agreement):
        return False
    since = agreement.versions.filter(number__gt=_before(agreement)).order_by("number")
    return len(list(groupby(since.values_list("author_id", flat=True)))) >= TWO_ROUNDS


def may_have_had_two_rounds(agreement: Agreement) -> bool:
    """Tell by the number of versions alone whether it may have. No query."""
    letter = agreement.proposal
    return letter is not None and letter.number - _before(agreement) >= TWO_ROUNDS


def _before(agreement: Agreement) -> int:
    return agreement.in_force.number if agreement.in_force else 0
