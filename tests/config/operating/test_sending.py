"""Worker and ticker of the embedded process: whichever dies alone is started anew, or the process ends."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from config.operating import serving
from config.operating.sending import MOST_ENDS, KeepsEnding, Kept, Sending
from tests.helpers.processes import Process, free_port, plain_environment, python

# Kills each of the two threads in the middle of its work, as no `except` in it could see, and tells who was begun.
KILLS = """
import ctypes, sys, threading, time
from celery.beat import Service
from config.celery import app
begun = []
for kind in (app.WorkController, Service):
    def start(self, *args, live=kind.start, **kwargs):
        begun.append(threading.get_ident())
        live(self, *args, **kwargs)
    kind.start = start
def kill():
    while len(begun) < 2:
        time.sleep(0.05)
    time.sleep(1)
    first = begun[:]
    while True:
        for ident in first:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(SystemExit))
        if len(begun) == 4:
            break
        time.sleep(0.2)
    sys.stdout.write("both are back\\n")
    sys.stdout.flush()
threading.Thread(target=kill, daemon=True).start()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "serve"])
"""


def ended(kept: Kept, now: float) -> None:
    kept.look(now)
    if kept._thread:
        kept._thread.join(timeout=10)


@pytest.mark.parametrize("error", [None, SystemExit(1), RuntimeError()])
def test_what_ends_is_started_anew_more_and_more_slowly_and_not_for_ever(error: BaseException | None) -> None:
    starts: list[float] = []
    now = 0.0

    def work() -> None:
        starts.append(now)
        if error:
            raise error

    kept = Kept("worker", work)
    with pytest.raises(KeepsEnding, match="worker keeps ending"):  # noqa: PT012 - which second it is, is the point
        for _second in range(100):
            ended(kept, now)
            now += 1
    assert len(starts) == MOST_ENDS + 1
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 16


def test_an_end_now_and_then_does_not_end_the_process() -> None:
    kept = Kept("ticker", lambda: None)
    for hour in range(3 * MOST_ENDS):
        ended(kept, hour * 3600.0)


def test_what_lives_is_left_alone() -> None:
    until, starts = threading.Event(), [0]

    def work() -> None:
        starts[0] += 1
        until.wait(timeout=10)

    kept = Kept("ticker", work)
    for second in range(5):
        kept.look(second)
    until.set()
    assert starts == [1]


def test_a_dead_thread_of_the_workers_pool_ends_the_process() -> None:
    """The pool would go on handing tasks to nobody."""
    dead = threading.Thread(target=lambda: None)
    dead.start()
    dead.join(timeout=10)
    executor = SimpleNamespace(_threads={threading.current_thread(), dead}, _shutdown=True)
    sending = Sending()
    sending._kept = []
    sending._worker = SimpleNamespace(pool=SimpleNamespace(executor=executor))
    sending.look()
    executor._shutdown = False
    with pytest.raises(KeepsEnding, match="thread of the worker has died"):
        sending.look()


@pytest.mark.parametrize("fault", [KeepsEnding("The worker keeps ending."), OSError("poll failed")])
def test_the_process_ends_with_an_error_when_nothing_else_helps(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def run(self) -> None:
            raise fault

    monkeypatch.setattr("signal.signal", lambda *_args: None)
    assert serving._run_until_told(Failing()) == 1  # type: ignore[arg-type]


@pytest.mark.embedded
def test_a_real_worker_and_ticker_come_back(migrated_folder: Path, tmp_path: Path) -> None:
    environment = plain_environment(DATA_DIR=str(migrated_folder), PORT=str(free_port()))
    process = Process(python("-c", KILLS), environment, tmp_path / "log")
    try:
        process.wait_for_log("both are back")
    finally:
        process.stop()
