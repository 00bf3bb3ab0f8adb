"""PostgreSQL and Redis that can be stopped and started again on the same port."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import redis as redis_client

from tests.helpers import services
from tests.helpers.processes import Process, answers, free_port
from tests.helpers.waiting import wait_until

ENVIRONMENT = {**os.environ, "LC_ALL": "C"}


class Postgres:
    """A PostgreSQL server that keeps its data while it is down."""

    def __init__(self, folder: Path, *more: str) -> None:
        """`more` are options beside those of the tests' own server."""
        binaries = services._postgres_binaries(folder)
        self._folder, self._port = folder, free_port()
        data = folder / "postgres"
        data.mkdir(mode=0o700)
        prefix = services._as_unprivileged_user(data)
        initdb = [*prefix, binaries / "initdb", "--pgdata", data, "--username", "steady", "--auth", "trust"]
        services._run([*initdb, "--no-sync", "--encoding", "UTF8", "--no-locale"], cwd=data)
        options = (*services.POSTGRES_OPTIONS, *more)
        self._command = [*prefix, binaries / "postgres", "-D", data, "-p", str(self._port), *options]
        self._starts = 0

    @property
    def url(self) -> str:
        """The address as DATABASE_URL takes it."""
        return f"postgresql://steady@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start and wait until it takes connections."""
        self._starts += 1
        self._process = Process(self._command, ENVIRONMENT, self._folder / f"postgres-{self._starts}.log")
        self._process.wait_for_log("ready to accept connections")

    def stop(self) -> None:
        """Cut all connections and end."""
        self._process.send(signal.SIGINT)
        self._process.stop()

    def restart(self) -> None:
        """What an update of the server does."""
        self.stop()
        self.start()


class Redis:
    """A Redis server that forgets everything when it is down."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()

    @property
    def url(self) -> str:
        """The address as REDIS_URL takes it."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start and wait until it takes connections."""
        port = ("--port", str(self._port))
        command: list[str | Path] = [services._redis_binary(), *port, "--dir", self._folder, *services.REDIS_OPTIONS]
        self._process = Process(command, ENVIRONMENT, self._folder / "redis.log")
        wait_until(lambda: answers(self._port), 15, "Redis accepts connections")

    def stop(self) -> None:
        """End at once."""
        self._process.kill()

    def freeze(self) -> None:
        """From now on accept connections and never answer."""
        self._process.send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again."""
        self._process.send(signal.SIGCONT)

    def flush(self) -> None:
        """Forget every message."""
        with redis_client.from_url(self.url) as broker:
            broker.flushall()
