"""What couples ask each other in the moment, by chance."""

from __future__ import annotations

from tests.faults.machines import walked


def run(is_short: bool) -> dict[str, int]:
    """Let the machine run on an empty service of its own."""
    return walked("call", is_short)
