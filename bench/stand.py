"""The bench's own PostgreSQL, Redis, database and processes; nothing outside them is touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.helpers.processes import Process, answers, free_port, python, with_path
from tests.helpers.services import servers
from tests.helpers.waiting import wait_until

ROUNDS = 3
PRISTINE = "bench_pristine"


@dataclass(frozen=True)
class Site:
    """A running gunicorn with one worker of four threads.

    Of two workers one often takes all of a load's connections, and which it does is chance: a bare view answered 280 or
    570 requests a second.
    """

    url: str
    pid: int


@dataclass
class Stand:
    """Where everything is. `quick` asks for sizes that show that it runs, not how fast."""

    folder: Path
    quick: bool
    environment: dict[str, str]
    _number: int = field(default=0)
    _kept: ExitStack | None = field(default=None)
    _kept_site: tuple[Site, ExitStack] | None = field(default=None)

    def size(self, full: int, quick: int) -> int:
        """Return the size to measure at."""
        return quick if self.quick else full

    def rounds(self, full: int = ROUNDS) -> int:
        """Return how often to measure: once is enough to see that it runs."""
        return 1 if self.quick else full

    def interleaved(self, *sides: Callable[[], float], rounds: int = ROUNDS) -> list[float]:
        """Measure each side once a round, one after the other; return each side's median."""
        measured = [[side() for side in sides] for _round in range(self.rounds(rounds))]
        return [median(column) for column in zip(*measured, strict=True)]

    def note(self, text: str) -> None:
        """Say beside the figures what they are made of."""
        import sys

        print(f"  # {text}", file=sys.stderr, flush=True)

    @contextmanager
    def process(self, *command: str, **environment: str) -> Iterator[Process]:
        """Run a command of the service while the block lasts."""
        self._number += 1
        log = self.folder / f"process-{self._number}.log"
        process = Process(command, {**self.environment, **environment}, log)
        try:
            yield process
        finally:
            process.stop()

    @contextmanager
    def celery(self) -> Iterator[None]:
        """Run the ticker and a worker of two children while the block lasts.

        Each measure has a pair of its own. To see that it runs, one serves all that follow each other: to start one
        takes longer than such a measure.
        """
        if self.quick:
            self._kept = self._kept or self._pair()
            yield
        else:
            with self._pair():
                yield

    def rest(self) -> None:
        """End the ticker and the worker that were kept: some measures they would get in the way of."""
        if self._kept:
            self._kept.close()
        self._kept = None

    def _pair(self) -> ExitStack:
        """Start both, ready for tasks, on an empty broker."""
        empty_broker()
        worker = ("-m", "celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "INFO")
        beat = ("-m", "celery", "-A", "config", "beat", "--loglevel", "INFO")
        with ExitStack() as stack:
            working = stack.enter_context(self.process(*python(*worker)))
            stack.enter_context(self.process(*python(*beat)))
            working.wait_for_log(" ready.")
            return stack.pop_all()

    @contextmanager
    def gunicorn(self) -> Iterator[Site]:
        """Serve pages while the block lasts; to see that it runs, one serves all measures, as with Celery."""
        site, stack = self._kept_site or self._served()
        if self.quick:
            self._kept_site = site, stack
            yield site
        else:
            with stack:
                yield site

    def end(self) -> None:
        """End whatever was kept for the next measure."""
        self.rest()
        if self._kept_site:
            self._kept_site[1].close()

    def _served(self) -> tuple[Site, ExitStack]:
        port = free_port()
        server = ("-m", "gunicorn", "config.wsgi", "--no-control-socket", "--workers", "1", "--threads", "4")
        with ExitStack() as stack:
            bound = python(*server, "--bind", f"127.0.0.1:{port}")
            process = stack.enter_context(self.process(*bound, ALLOWED_HOSTS="127.0.0.1"))
            wait_until(lambda: answers(port), 30, "gunicorn answers")
            return Site(f"http://127.0.0.1:{port}", process.pid), stack.pop_all()

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Make a migrated database of its own beside the first one, and yield its address."""
        import psycopg

        url = os.environ["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {PRISTINE}")
        yield with_path(url, name)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def keep_pristine(url: str) -> None:
    """Copy the migrated database while nobody is in it: to copy it again is quicker than to migrate another."""
    import psycopg

    with psycopg.connect(with_path(url, "template1"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {PRISTINE}")
        connection.execute(f"CREATE DATABASE {PRISTINE} TEMPLATE {urlsplit(url).path.removeprefix('/')}")


def migrate() -> None:
    """Bring the database up to date, beginning where the tests ended, and leave it."""
    from django.core.management import call_command
    from django.db import connection

    from tests.helpers.once import databases, migrating

    databases.load_kept()
    with migrating.spared():
        call_command("migrate", verbosity=0)
    call_command("createcachetable")
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # Django's, where a pool is set


@contextmanager
def stand(quick: bool) -> Iterator[Stand]:
    """Bring everything up."""
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as folder, servers(not quick) as addresses:
        os.environ.update(
            {
                **addresses,
                "DATA_DIR": folder,
                "SITE_URL": f"http://localhost:{free_port()}",
                "LOG_LEVEL": "WARNING",
                "DJANGO_SETTINGS_MODULE": "bench.settings",
            }
        )
        made = Stand(Path(folder), quick, dict(os.environ))
        import django

        django.setup()
        migrate()
        keep_pristine(os.environ["DATABASE_URL"])
        try:
            yield made
        finally:
            made.end()


def empty_broker() -> None:
    """Forget what an earlier measure left in Redis."""
    import redis

    with redis.from_url(os.environ["REDIS_URL"]) as broker:
        broker.flushdb()
