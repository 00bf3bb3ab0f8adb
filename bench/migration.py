"""How long it takes to tell each row of 10,000 couples whose couple's it is, forward and back.

python -m bench.migration                                                   on SQLite, in a folder of its own
python -m tests.helpers.services run -- python -m bench.migration           on PostgreSQL
python -m bench.migration --quick                                           to see that it runs
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

WAYS = ("forward", "back", "forward_again")


def main() -> None:
    """Measure on a database that is made for it."""
    parser = argparse.ArgumentParser(prog="python -m bench.migration", description=__doc__)
    parser.add_argument("--couples", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="twenty couples, and forward alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as folder:
        os.environ |= {"DATA_DIR": str(Path(folder)), "DJANGO_SETTINGS_MODULE": "config.settings"}
        _measure(20 if chosen.quick else chosen.couples, WAYS[:1] if chosen.quick else WAYS)


def _measure(couples: int, ways: Sequence[str]) -> None:
    import django

    django.setup()
    from django.db import connection

    from tests.helpers import old_rows

    old_rows.OldRows(old_rows.up_to()).add(couples)
    print(f"migration_couples: {couples}")
    for way in ways:
        step = old_rows.back if way == "back" else old_rows.forward
        print(f"migration_{connection.vendor}_{way}_s: {_timed(step):.3g}", flush=True)
    connection.close()


def _timed(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
