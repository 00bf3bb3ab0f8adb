"""One process of `manage.py serve`: how soon it answers, its memory, and what it costs while nobody comes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from bench.dispatch import Figures
from bench.stand import Stand
from tests.helpers.processes import Process, free_port, plain_environment, python


def embedded(stand: Stand) -> Figures:
    """Seconds from start to the first answer, resident memory, and processor time at rest."""
    data = stand.folder / "embedded"
    if stand.quick:
        _spare_the_migrations(data)
    else:
        with _serving(data, 0) as (_process, first):
            stand.note(f"the very first start, with all migrations, took {first:.2f} s")
    starts, memory, idle = [], [], []
    for number in range(1, stand.rounds() + 1):
        with _serving(data, number) as (process, ready):
            starts.append(ready)
            time.sleep(stand.size(5, 0))
            before, seconds = _processor_seconds(process.pid), stand.size(20, 1)
            time.sleep(seconds)
            idle.append((_processor_seconds(process.pid) - before) / seconds * 100)
            memory.append(_resident_mb(process.pid))
    yield "embedded_ready_s", median(starts)
    yield "embedded_rss_mb", median(memory)
    yield "embedded_idle_cpu_percent", median(idle)


def _spare_the_migrations(data: Path) -> None:
    """Begin where the tests do; a first start with all of them is tests/test_make_run.py's."""
    from tests.helpers.once import databases

    databases.put_kept(data / "steady.sqlite3")


@contextmanager
def _serving(data: Path, number: int) -> Iterator[tuple[Process, float]]:
    port = free_port()
    environment = plain_environment(DATA_DIR=str(data), PORT=str(port), LOG_LEVEL="WARNING")
    started = time.monotonic()
    process = Process(python("manage.py", "serve"), environment, data.with_name(f"embedded-{number}.log"))
    try:
        while not _answers(port):
            assert process.running, process.log
            assert time.monotonic() - started < 60, process.log
            time.sleep(0.01)
        yield process, time.monotonic() - started
    finally:
        process.stop()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
