"""How long it takes to tell each row of 10,000 couples whose couple's it is, forward and back.

python -m bench.migration                                                   on SQLite, in a folder of its own
python -m tests.helpers.services run -- python -m bench.migration           on PostgreSQL

That it runs, tests/config/test_migrations.py sees: its walk goes by these steps.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WAYS = ("forward", "back", "forward_again")


def main() -> None:
    """Measure on a database that is made for it."""
    parser = argparse.ArgumentParser(prog="python -m bench.migration", description=__doc__)
    parser.add_argument("--couples", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as folder:
        os.environ |= {"DATA_DIR": str(Path(folder)), "DJANGO_SETTINGS_MODULE": "config.settings"}
        _measure(chosen.couples)


def _measure(couples: int) -> None:
    import django

    django.setup()
    from django.db import connection

    from tests.config.before import old_rows

    old_rows.OldRows(old_rows.up_to()).add(couples)
    print(f"migration_couples: {couples}")
    for way in WAYS:
        go(way)
    connection.close()


def go(way: str) -> None:
    """Go one way through the migrations, and say how long it took."""
    from django.db import connection

    from tests.config.before import old_rows

    step: Callable[[], object] = old_rows.back if way == "back" else old_rows.forward
    began = time.perf_counter()
    step()
    print(f"migration_{connection.vendor}_{way}_s: {time.perf_counter() - began:.3g}", flush=True)


if __name__ == "__main__":
    main()
