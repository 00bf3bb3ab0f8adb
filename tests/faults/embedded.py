"""The embedded run: `manage.py serve`, killed with -9 five times while reminders are due."""

from __future__ import annotations

import email
import os
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.helpers.processes import SETTINGS_VARIABLES, Process, answers, free_port, plain_environment, python
from tests.helpers.waiting import wait_until


@dataclass(frozen=True)
class Plan:
    """How many reminders over how many seconds, and how often the process dies."""

    count: int
    over: float
    kills: int
    works_for: float
    drain_seconds: float


FULL = Plan(4_000, 40, 5, 4, 300)
SHORT = Plan(300, 4, 1, 1, 120)


class Run:
    """One run, from an empty database to figures."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan, self.folder = plan, folder
        self._port, self._starts = free_port(), 0
        self._environment = plain_environment(DATA_DIR=str(folder / "var"), PORT=str(self._port))

    def go(self) -> dict[str, int]:
        """Insert, kill, wait, count."""
        self._set_up_django()
        self._start()
        try:
            return self._go()
        finally:
            self._process.stop()

    def _go(self) -> dict[str, int]:
        from django.utils import timezone

        from tests.faults import rows
        from tests.faults.flight import Flight

        flight = Flight()
        rows.insert(self.plan.count, timezone.now(), timedelta(seconds=self.plan.over))
        for _kill in range(self.plan.kills):
            time.sleep(self.plan.works_for)  # the plan: so long it may work before it is killed
            self._process.kill()
            flight.note_kill(self._taken())
            self._start()
        wait_until(lambda: rows.left() == 0, self.plan.drain_seconds, "all rows are done")
        lost, doubled = rows.notices_lost_and_doubled(self.plan.count)
        taken = self._taken()
        return {
            "embedded_lost": lost + self.plan.count // 2 - len(taken),
            "embedded_doubled": doubled + sum(taken.values()) - len(taken),
            "embedded_in_flight_at_kills": flight.count,
            "embedded_kills": self.plan.kills,
        }

    def _start(self) -> None:
        self._starts += 1
        command = python("manage.py", "serve")
        self._process = Process(command, self._environment, self.folder / f"serve-{self._starts}.log")
        wait_until(lambda: answers(self._port) or not self._process.running, 60, "the site answers")
        self._process.wait_for_log("Steady runs", 60)

    def _set_up_django(self) -> None:
        import django

        for name in SETTINGS_VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(self._environment)
        django.setup()
        from tests.helpers.once import databases

        databases.put_migrated(self.folder / "var" / "steady.sqlite3")

    def _taken(self) -> Counter[str]:
        outbox = self.folder / "var" / "outbox"
        files = outbox.glob("*.eml") if outbox.is_dir() else ()
        return Counter(str(email.message_from_bytes(file.read_bytes())["Message-ID"]) for file in files)


def run(is_short: bool) -> dict[str, int]:
    """Make one run and return its figures."""
    with tempfile.TemporaryDirectory(prefix="steady-faults-") as name:
        return Run(SHORT if is_short else FULL, Path(name)).go()
