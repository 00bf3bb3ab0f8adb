"""Taking turns about one thing: who does what, step by step. Nothing here knows of rows or of time."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What a step asks for."""

    READY = "ready"
    SPEAKS = "speaks"
    SAYS_BACK = "says_back"
    ASKS = "asks"
    BOTH_HEARD = "both_heard"
    # No step: there is nothing left to take turns about.
    OVER = "over"


class Tap(StrEnum):
    """What either of the two can tap."""

    GO_ON = "go_on"
    # It was not that: whoever speaks says it once more.
    ONCE_MORE = "once_more"


# The one who begins is spoken for by the first three, the other by the next three.
OF_ONE = (Part.SPEAKS, Part.SAYS_BACK, Part.ASKS)
STEPS = (Part.READY, *OF_ONE, *OF_ONE, Part.BOTH_HEARD)
READY, LAST = 0, len(STEPS) - 1


def is_of_the_other(step: int) -> bool:
    """Tell whether it is the one who did not begin who speaks and is heard."""
    return step > len(OF_ONE)


def after(step: int, tap: Tap) -> int:
    """Return which step follows; READY after the last one, of what comes next."""
    if tap is Tap.ONCE_MORE:
        return step - OF_ONE.index(Part.ASKS) if STEPS[step] is Part.ASKS else step
    return (step + 1) % len(STEPS)
