"""The distributed run: PostgreSQL, Redis, beat and two worker processes, all of which fail while reminders are due."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from tests.faults.servers import Postgres, Redis
from tests.faults.sink import Sink
from tests.helpers.processes import Process, plain_environment, python
from tests.helpers.waiting import wait_until


@dataclass(frozen=True)
class Plan:
    """What happens when, in seconds from the first due reminder."""

    count: int
    over: float
    kill_every: float
    flushes: tuple[float, ...]
    redis_down: tuple[float, float]
    postgres_restart: float
    drain_seconds: float
    workers: int = 2
    # Let leases lapse and retries come at once, so that nobody waits for them.
    is_short: bool = False


FULL = Plan(10_000, 120, 5, (20, 70), (35, 65), 90, 420)
SHORT = Plan(300, 4, 3, (1, 5), (2, 4), 7, 120, workers=1, is_short=True)


class Workers:
    """Worker processes, each with its child, that are killed together."""

    def __init__(self, count: int, environment: dict[str, str], folder: Path) -> None:
        self._count, self._environment, self._folder = count, environment, folder
        self.kills = 0
        self._ready_at: float | None = None

    def start(self) -> None:
        """Start all."""
        self._ready_at = None
        self._processes = [self._worker(number) for number in range(self._count)]

    def _worker(self, number: int) -> Process:
        name = f"worker-{number}-{self.kills}"
        command: tuple[str, ...] = (
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
        )
        command += ("--hostname", f"{name}@here")
        return Process(python(*command), self._environment, self._folder / f"{name}.log")

    def have_worked_for(self, seconds: float) -> bool:
        """Tell whether all have been ready for so long; a start takes its time where six share two cores."""
        if self._ready_at is None and all(" ready." in process.log for process in self._processes):
            self._ready_at = time.monotonic()
        return self._ready_at is not None and time.monotonic() - self._ready_at >= seconds

    def kill(self) -> None:
        """End all and their children at once."""
        self.kills += 1
        for process in self._processes:
            process.kill()

    def stop(self) -> None:
        """End all in order."""
        for process in self._processes:
            process.stop()


class Run:
    """One run, from empty servers to figures."""

    def __init__(self, plan: Plan, folder: Path, stack: ExitStack) -> None:
        self.plan, self.sink = plan, Sink()
        self.postgres, self.redis = Postgres(folder), Redis(folder)
        for part in (self.postgres, self.redis):
            part.start()
            stack.callback(part.stop)
        environment = self.environment = self._environment(folder)
        self._set_up_django(environment)
        self.sink.up()
        stack.callback(self.sink.down)
        self.beat = Process(python("-m", "celery", "-A", "config", "beat"), environment, folder / "beat.log")
        stack.callback(self.beat.stop)
        self.workers = Workers(plan.workers, environment, folder)
        self.workers.start()
        stack.callback(self.workers.stop)

    def _environment(self, folder: Path) -> dict[str, str]:
        return plain_environment(
            DATABASE_URL=self.postgres.url,
            REDIS_URL=self.redis.url,
            EMAIL_URL=self.sink.url,
            SECRET_KEY=secrets.token_urlsafe(48),
            WORDS_KEYS=Fernet.generate_key().decode(),
            SITE_URL="http://localhost:8000",
            DATA_DIR=str(folder / "data"),
        )

    def _set_up_django(self, environment: dict[str, str]) -> None:
        import django

        os.environ.update(environment)
        django.setup()
        from django.core.management import call_command

        from tests.helpers.once import databases

        databases.load_kept()
        call_command("migrate", verbosity=0)

    def go(self) -> dict[str, int]:
        """Insert, break, wait, count."""
        from django.utils import timezone

        from tests.faults import rows
        from tests.faults.flight import Flight

        wait_until(lambda: self.workers.have_worked_for(0), 120, "the workers are ready")
        self.flight = Flight()
        rows.insert(self.plan.count, timezone.now(), timedelta(seconds=self.plan.over))
        self._break_things()
        wait_until(self._is_done, self.plan.drain_seconds, "all rows are done")
        return self._figures()

    def _timeline(self) -> list[tuple[float, Callable[[], None]]]:
        down, up = self.plan.redis_down
        events = [(moment, self.redis.flush) for moment in self.plan.flushes]
        events += [(down, self.redis.stop), (up, self.redis.start)]
        events.append((self.plan.postgres_restart, self.postgres.restart))
        return sorted(events, key=lambda event: event[0])

    def _break_things(self) -> None:
        started, events = time.monotonic(), self._timeline()
        end = max(self.plan.over, events[-1][0])
        while events or time.monotonic() - started < end:
            if events and time.monotonic() - started >= events[0][0]:
                events.pop(0)[1]()
            if self.workers.have_worked_for(self.plan.kill_every):
                self._kill_and_count()
            time.sleep(0.05)  # until the next event of the timeline
        self._kill_and_count()

    def _kill_and_count(self) -> None:
        from tests.faults import rows

        self.workers.kill()
        wait_until(lambda: self.sink.connections == 0, 20, "nothing of the dead is on its way")
        wait_until(lambda: rows.left() is not None, 30, "the database answers")
        self.flight.note_kill(dict(self.sink.taken))
        if self.plan.is_short:
            self._let_time_pass()
        self.workers.start()

    def _let_time_pass(self) -> None:
        from django.utils import timezone

        from tests.faults import rows

        rows.let_leases_lapse(timezone.now())

    def _is_done(self) -> bool:
        from django.utils import timezone

        from tests.faults import rows

        if self.plan.is_short:
            rows.let_retries_come(timezone.now())
        return rows.left() == 0

    def _figures(self) -> dict[str, int]:
        from tests.faults import rows

        lost, doubled = rows.notices_lost_and_doubled(self.plan.count)
        return {
            "inapp_lost": lost,
            "inapp_doubled": doubled,
            "mail_lost": self.plan.count // 2 - len(self.sink.taken),
            "mail_doubled": sum(self.sink.taken.values()) - len(self.sink.taken),
            "mail_in_flight_at_kills": self.flight.count,
            "mail_doubled_under_another_id": sum(len(ids) - 1 for ids in self.sink.ids.values()),
            "worker_kills": self.workers.kills,
        }


def run(is_short: bool) -> dict[str, int]:
    """Make one run and return its figures."""
    with tempfile.TemporaryDirectory(prefix="steady-faults-") as name, ExitStack() as stack:
        Path(name).chmod(0o711)  # PostgreSQL's own user has to pass through
        return Run(SHORT if is_short else FULL, Path(name), stack).go()
