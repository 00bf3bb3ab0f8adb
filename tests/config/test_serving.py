"""Starting the embedded default beside another one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config import serving

Collect = Callable[[], int]


@pytest.fixture
def collect_twice(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collect:
    """A function that lets two starts meet while the first collects, and says how many times that was done."""
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    settings.STATIC_ROOT.mkdir()
    done: list[None] = []
    both_inside = threading.Barrier(2)

    def collecting(*_args: object, **_options: object) -> None:
        # The first waits until the second is inside as well, or cannot come in.
        try:
            both_inside.wait(timeout=0.3)
        except threading.BrokenBarrierError:
            both_inside.reset()
        done.append(None)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    def twice() -> int:
        starts = [threading.Thread(target=serving.collect_static) for _ in range(2)]
        for start in starts:
            start.start()
        for start in starts:
            start.join(timeout=10)
        return len(done)

    monkeypatch.setattr(serving, "call_command", collecting)
    return twice


def test_two_starts_collect_the_assets_once(collect_twice: Collect) -> None:
    assert collect_twice() == 1


def test_companion_without_the_lock_both_collect(collect_twice: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.files.locks.lock", lambda *_args: True)
    assert collect_twice() == 2
