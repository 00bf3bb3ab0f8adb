"""What a run counted is said at its end, also where xdist's processes counted it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.helpers import figures

STORIES = "stories blocked: {blocked} of {told}"


def test_what_was_counted_under_one_sentence_adds_up_over_all_processes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(figures, "_counted", {})
    figures.count(STORIES, told=2)
    assert figures.lines() == ["stories blocked: 0 of 2"]
    worker = SimpleNamespace(config=SimpleNamespace(workeroutput={}))
    figures.pytest_sessionfinish(worker)  # type: ignore[arg-type]
    figures.pytest_testnodedown(SimpleNamespace(**vars(worker.config)))
    figures.count(STORIES, blocked=1)
    assert figures.lines() == ["stories blocked: 1 of 4"]


def test_a_process_that_died_counted_nothing():
    figures.pytest_testnodedown(SimpleNamespace())
