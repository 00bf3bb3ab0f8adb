"""`make faults`: break parts of the service while reminders are due, and count what was lost or doubled.

    python -m tests.faults [--short] [distributed] [embedded]

Prints one `name: value` a line. Ends with 1 if anything was lost, or doubled beyond the mails in flight at the kills.
Each part runs in a process of its own, because each has a database of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests.services import MissingError, is_ci

PARTS = ("distributed", "embedded")
NOTHING = (
    "inapp_lost",
    "inapp_doubled",
    "mail_lost",
    "mail_doubled_under_another_id",
    "embedded_lost",
)
AT_MOST = (("mail_doubled", "mail_in_flight_at_kills"), ("embedded_doubled", "embedded_in_flight_at_kills"))


def faults(figures: Mapping[str, int]) -> list[str]:
    """Return what must not be."""
    found = [f"{name} is {figures[name]}" for name in NOTHING if figures.get(name)]
    found += [f"{more} exceeds {most}" for more, most in AT_MOST if figures.get(more, 0) > figures.get(most, 0)]
    return found


def run_part(name: str, is_short: bool) -> int:
    """Run one part here; print its figures."""
    if name == "embedded":
        from tests.faults.embedded import run
    else:
        from tests.faults.distributed import run
    figures = run(is_short)
    for figure, value in figures.items():
        print(f"{figure}: {value}", flush=True)
    for fault in faults(figures):
        print(f"FAILED: {fault}", file=sys.stderr)
    return int(bool(faults(figures)))


def main(arguments: Sequence[str]) -> int:
    """Run what the command line names; without a name, both."""
    names = [argument for argument in arguments if argument in PARTS]
    if len(names) == 1:
        try:
            return run_part(names[0], "--short" in arguments)
        except MissingError as missing:
            print(f"{'FAILED' if is_ci() else 'SKIPPED'}: {missing}", file=sys.stderr)
            return int(is_ci())
    short = ["--short"] if "--short" in arguments else []
    commands = [[sys.executable, "-m", "tests.faults", name, *short] for name in PARTS]
    return max(subprocess.run(command, check=False).returncode for command in commands)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
