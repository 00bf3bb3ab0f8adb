"""Starting the embedded default: beside another one, pages first, and never without what sends."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from config.operating import serving
from tests.helpers.processes import ROOT, plain_environment, python

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


def test_pages_do_not_load_what_only_the_api_needs() -> None:
    """A quarter of the embedded service's memory, and half a second of its start."""
    script = "import django, sys; django.setup(); from django.test import Client; "
    script += "assert Client().get('/help/', HTTP_HOST='localhost').status_code == 200; "
    script += "print(*{'rest_framework.serializers', 'psycopg', 'celery'} & set(sys.modules))"
    environment = plain_environment(DATA_DIR=str(ROOT / "build" / "checks"), SITE_URL="http://localhost")
    done = subprocess.run(python("-c", script), cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/no-such-thing/"])
def test_what_the_api_does_not_know_is_answered_by_the_api(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
def test_a_path_that_only_begins_alike_is_a_page(client: Client) -> None:
    answer = client.get("/apiary/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
