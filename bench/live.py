"""What open pages cost that notice changes by themselves, on gunicorn with PostgreSQL. Load comes from wrk."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

from bench.dispatch import Figures, _couples
from bench.rows import scalar
from bench.stand import Stand
from bench.web import SELDOM, connections, load_generator

PAGES = 1_000
SECONDS = 600
SCRIPT = Path(__file__).with_name("polls.lua")


def live(stand: Stand) -> Figures:
    """Ten minutes of open pages that have nothing new: processor time of gunicorn and PostgreSQL ÷ one core's.

    What one question costs is measured while the pages ask as fast as they are answered, each in its turn.
    """
    load = load_generator()
    _couples(stand)
    pages = stand.folder / "open-pages"
    pages.write_text("\n".join(f"{path} {session}" for path, session in open_pages(stand.size(PAGES, 50))))
    with stand.gunicorn() as site:
        postmaster = parent_of(scalar("SELECT pg_backend_pid()"))
        _make_sure_that_nothing_is_new(site.url, pages)
        ask(load, site.url, pages, 1, stand)
        before = processor_seconds(site.pid) + processor_seconds(postmaster)
        polls = ask(load, site.url, pages, stand.size(30, 1), stand)
        spent = processor_seconds(site.pid) + processor_seconds(postmaster) - before
    asked = PAGES * polls_of_a_page(SECONDS)
    stand.note(f"{spent / polls * 1000:.2f} ms a poll, {asked:,} polls of {PAGES:,} pages in {SECONDS // 60} minutes")
    yield "live_page_cost", spent / polls * asked / SECONDS


def polls_of_a_page(seconds: int) -> int:
    """Return how often a page asks that is looked at for so long, by its own pace."""
    from couples.live.showing import PACE

    age = polls = 0
    while True:
        age += next(every for until, every in PACE if until is None or age < until)
        if age > seconds:
            return polls
        polls += 1


def open_pages(number: int) -> Iterator[tuple[str, str]]:
    """Open Today for so many people; return where each page asks, and as whom."""
    from django.db import transaction
    from django.utils import timezone

    from couples.live.verbs import present_revision, raise_revisions
    from couples.people.models import User
    from tests.helpers.factories import signed_in

    people, now = list(User.objects.order_by("pk")[:number]), timezone.now()
    with transaction.atomic():
        raise_revisions(person.pk for person in people)
    for person in people:
        session = signed_in(None, person).session.session_key
        yield f"/today/?seen={present_revision(person.pk, now)}", str(session)


def _make_sure_that_nothing_is_new(site: str, pages: Path) -> None:
    for line in pages.read_text().splitlines()[:: PAGES // 10]:
        path, session = line.split()
        headers = {"Cookie": f"sessionid={session}", "HX-Request": "true"}
        with urlopen(Request(f"{site}{path}", headers=headers), timeout=10) as response:
            assert response.status == 204, response.status


def ask(load: str, site: str, pages: Path, seconds: int, stand: Stand) -> int:
    """Let the pages ask for so long; return how often."""
    command = [load, "-t1", f"-c{connections(stand)}", f"-d{seconds}s", "-s", str(SCRIPT), site]
    pace = {"PACE": str(SELDOM)} if stand.quick else {}
    environment = {**os.environ, "PAGES": str(pages), **pace}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said, said
    found = re.search(r"(\d+) requests in", said)
    assert found, said
    return int(found[1])


def processor_seconds(root: int) -> float:
    """Return what a process and all below it have spent so far, those that have ended too."""
    ticks = sum(sum(_ticks(pid)[: 2 if pid != root else 4]) for pid in _tree(root))
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> list[int]:
    """Return a process's own time in user and system mode, and that of its children that have ended."""
    return [int(field) for field in _stat(pid)[11:15]]


def _tree(root: int) -> list[int]:
    below = [int(child) for child in Path(f"/proc/{root}/task/{root}/children").read_text().split()]
    return [root, *(pid for child in below for pid in _tree(child))]


def parent_of(pid: int) -> int:
    """Return the process that started this one."""
    return int(_stat(pid)[1])


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
