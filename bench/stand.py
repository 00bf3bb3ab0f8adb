"""The bench's own PostgreSQL, Redis, database and processes; nothing outside them is touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.helpers.processes import Process, free_port, python, with_path
from tests.helpers.services import servers
from tests.helpers.waiting import wait_until

ROUNDS = 3
PRISTINE = "bench_pristine"


@dataclass
class Stand:
    """Where everything is. `quick` asks for sizes that show that it runs, not how fast."""

    folder: Path
    quick: bool
    environment: dict[str, str]
    _number: int = field(default=0)

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
    def celery(self, **environment: str) -> Iterator[None]:
        """Run the ticker and a worker of two children, ready for tasks, on an empty broker."""
        empty_broker()
        worker = ("-m", "celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "INFO")
        beat = ("-m", "celery", "-A", "config", "beat", "--loglevel", "INFO")
        with (
            self.process(*python(*worker), **environment) as working,
            self.process(*python(*beat), **environment),
        ):
            working.wait_for_log(" ready.")
            yield

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


def migrate(stand: Stand, url: str) -> None:
    """Bring a database up to date."""
    for command in (("migrate", "--verbosity", "0"), ("createcachetable",)):
        with stand.process(*python("manage.py", *command), DATABASE_URL=url) as process:
            wait_until(lambda: not process.running, 120, "the migrations are done")
            assert process.exit_code == 0, process.log


@contextmanager
def stand(quick: bool) -> Iterator[Stand]:
    """Bring everything up."""
    with tempfile.TemporaryDirectory(prefix="steady-bench-") as folder, servers(is_durable=True) as addresses:
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
        migrate(made, os.environ["DATABASE_URL"])
        keep_pristine(os.environ["DATABASE_URL"])
        import django

        django.setup()
        yield made


def empty_broker() -> None:
    """Forget what an earlier measure left in Redis."""
    import redis

    with redis.from_url(os.environ["REDIS_URL"]) as broker:
        broker.flushdb()
