"""Couples by chance, ten thousand steps of each machine: what must hold holds after each."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from typing import Any

from tests.faults.timings import set_up_django

# An example is at most so many steps, and most are shorter.
STEPS_AN_EXAMPLE, FULL_STEPS, SHORT_STEPS = 100, 10_000, 100


def walked(name: str, is_short: bool) -> dict[str, int]:
    """Let the machine of this name run on an empty service of its own."""
    with tempfile.TemporaryDirectory(prefix=f"steady-{name}-") as folder:
        set_up_django(folder)
        _write_in_haste()
        machine, taken = _machine(name)
        broken = _walk(machine, taken, SHORT_STEPS if is_short else FULL_STEPS)
        done = {f"{name}_{step.replace(' ', '_')}": number for step, number in sorted(taken.items())}
        return {**done, f"{name}_rules_broken": broken}


def _write_in_haste() -> None:
    """Let the database of this process wait for no disk: nothing of it is read again once it is over."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")


def _machine(name: str) -> tuple[Any, Counter[str]]:
    if name == "trial":
        from tests.agreements.trials import machine as trials

        return trials.Trials, trials.taken
    if name == "call":
        from tests.agreements.calls import machine as calls

        return calls.Calls, calls.taken
    from tests.agreements.pauses import machine as pauses

    return pauses.Pauses, pauses.taken


def _walk(machine: Any, taken: Counter[str], steps: int) -> int:
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

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
            run_state_machine_as_test(machine, settings=once)
        except Exception as failure:  # noqa: BLE001 - whatever breaks is what is counted
            print(failure, *getattr(failure, "__notes__", ()), sep="\n", file=sys.stderr)
            return 1
    return 0
