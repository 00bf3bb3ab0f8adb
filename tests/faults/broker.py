"""Redis gone, or accepting and never answering, for ten minutes: pages keep their speed, and then sending goes on."""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from tests.faults.distributed import FULL, Run
from tests.helpers.processes import Process, free_port, python
from tests.helpers.visitor import Visitor
from tests.helpers.waiting import wait_until

PATHS = ("/today/", "/notices/", "/help/")
FULL_SECONDS, SHORT_SECONDS = 600, 10
# Rows that fall due while Redis is away.
ROWS = 40


class Outage:
    """One run without Redis. `how` is "down" or "hung"."""

    def __init__(self, how: str, seconds: float, run: Run, folder: Path, stack: ExitStack) -> None:
        self._how, self._seconds, self._run = how, seconds, run
        port = str(free_port())
        site = f"http://localhost:{port}"
        environment = {**run.environment, "PORT": port, "SITE_URL": site}
        command = python("-m", "gunicorn", "config.wsgi", "--no-control-socket", "--threads", "2")
        self._web = Process(command, environment, folder / "web.log")
        stack.callback(self._web.stop)
        self._visitor = Visitor(site)

    def go(self) -> dict[str, int]:
        """Measure pages before and during the outage, and how soon after it the last row is sent."""
        from django.utils import timezone

        from tests.faults import rows

        wait_until(lambda: self._run.workers.have_worked_for(0), 120, "the workers are ready")
        rows.insert(ROWS, timezone.now(), timedelta(seconds=self._seconds))
        self._sign_in()
        usual = [self._page_seconds(path) for _round in range(10) for path in PATHS]
        self._break()
        away = self._visit_until(time.monotonic() + self._seconds)
        self._mend()
        mended = time.monotonic()
        wait_until(lambda: rows.left() == 0, 120, "sending goes on")
        return {
            f"redis_{self._how}_for_s": round(self._seconds),
            f"redis_{self._how}_pages_visited": len(away),
            f"redis_{self._how}_page_percent_of_usual": round(100 * statistics.median(away) / statistics.median(usual)),
            f"redis_{self._how}_slowest_page_ms": round(1000 * max(away)),
            f"redis_{self._how}_seconds_to_send": round(time.monotonic() - mended),
        }

    def _sign_in(self) -> None:
        from tests.helpers import factories

        self._web.wait_for_log("Booting worker")
        self._visitor.get("/account/login/")
        self._visitor.submit(login="alice@example.org", password=factories.PASSWORD)

    def _page_seconds(self, path: str) -> float:
        started = time.monotonic()
        assert self._visitor.get(path).status == 200, path
        return time.monotonic() - started

    def _visit_until(self, end: float) -> list[float]:
        found = []
        while time.monotonic() < end:
            found += [self._page_seconds(path) for path in PATHS]
            time.sleep(1)  # a person who turns pages, and no load
        return found

    def _break(self) -> None:
        (self._run.redis.stop if self._how == "down" else self._run.redis.freeze)()

    def _mend(self) -> None:
        (self._run.redis.start if self._how == "down" else self._run.redis.thaw)()


def run(how: str, is_short: bool) -> dict[str, int]:
    """Make one run and return its figures."""
    with tempfile.TemporaryDirectory(prefix="steady-broker-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's own user has to pass through
        made = Run(FULL, folder, stack)
        return Outage(how, SHORT_SECONDS if is_short else FULL_SECONDS, made, folder, stack).go()
