"""The pauses of couples by chance, ten thousand steps of them: what must hold holds after each."""

from __future__ import annotations

import sys
import tempfile

from tests.faults.timings import set_up_django

# An example is at most so many steps, and most are shorter.
STEPS_AN_EXAMPLE, FULL_STEPS, SHORT_STEPS = 100, 10_000, 100


def run(is_short: bool) -> dict[str, int]:
    """Let the machine run on an empty service of its own."""
    with tempfile.TemporaryDirectory(prefix="steady-pauses-") as folder:
        set_up_django(folder)
        broken = _walk(SHORT_STEPS if is_short else FULL_STEPS)
        from tests.agreements.pauses.machine import taken

        done = {f"pause_{name.replace(' ', '_')}": number for name, number in sorted(taken.items())}
        return {**done, "pause_rules_broken": broken}


def _walk(steps: int) -> int:
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.agreements.pauses.machine import Pauses, taken

    once = settings(
        max_examples=10,
        stateful_step_count=STEPS_AN_EXAMPLE,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    while taken["steps"] < steps:
        try:
            run_state_machine_as_test(Pauses, settings=once)
        except Exception as failure:  # noqa: BLE001 - whatever breaks is what is counted
            print(failure, *getattr(failure, "__notes__", ()), sep="\n", file=sys.stderr)
            return 1
    return 0
