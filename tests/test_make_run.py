"""`make run` as a newcomer meets it: it answers, keeps mail and others out, and Ctrl-C ends all of it."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Site, responds
from tests.helpers.processes import Process, answers, free_port, plain_environment, python
from tests.helpers.visitor import Visitor
from tests.helpers.waiting import wait_until

pytestmark = [pytest.mark.embedded, pytest.mark.slow]


def test_it_makes_its_database_takes_a_sign_up_and_ctrl_c_ends_everything(
    migrated_folder: Path, tmp_path: Path
) -> None:
    """One after the other of the same service: to make its database takes most of the time."""
    port, data_dir = free_port(), tmp_path / "first"
    environment = plain_environment(PORT=str(port), DATA_DIR=str(data_dir))
    site = Site(f"http://localhost:{port}", data_dir, Process(["make", "run"], environment, tmp_path / "make.log"))
    try:
        # The first time, make installs what is missing.
        wait_until(lambda: responds(site) or not site.process.running, 240, "the site answers")
        assert site.process.running, site.process.log
        code_of_a_sign_up_is_read_in_the_outbox(Visitor(site.url))
        second_instance_says_why_it_does_not_start(site, tmp_path / "second.log")
        assert responds(site)
        ctrl_c_ends_everything_within_three_seconds(site.process, port)
    finally:
        site.process.stop()
    assert "Traceback" not in site.process.log
    assert "Error" not in site.process.log.splitlines()[-1]
    assert schema(data_dir) == schema(migrated_folder), "what the tests spare Django in migrating changes nothing"


def ctrl_c_ends_everything_within_three_seconds(make: Process, port: int) -> None:
    os.killpg(make.pid, signal.SIGINT)  # as the terminal does: make and all that it started
    pressed = time.monotonic()
    wait_until(lambda: not make.running and not answers(port), 10, "everything ended")
    assert time.monotonic() - pressed < 3


def schema(folder: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "steady.sqlite3")) as database:
        return set(database.execute("SELECT name, sql FROM sqlite_master"))


def code_of_a_sign_up_is_read_in_the_outbox(visitor: Visitor) -> None:
    visitor.get("/account/signup/")
    person = {"name": "Dana", "email": "dana@example.org", "password1": "three quiet words here"}
    visitor.submit(**person, language="en", time_zone="Europe/Berlin")
    confirm_page = visitor.answer
    wait_until(lambda: "dana@example.org" in visitor.get("/outbox/").text, 15, "the mail is in the outbox")
    (code,) = re.findall(r">\s*(\d{6})\s*<", visitor.answer.text)
    visitor.get(confirm_page.url)
    assert "What would help first?" in visitor.submit(code=code).text


def second_instance_says_why_it_does_not_start(site: Site, log: Path) -> None:
    environment = plain_environment(PORT=site.url.rpartition(":")[2], DATA_DIR=str(site.data_dir))
    second = Process(python("manage.py", "serve"), environment, log)
    wait_until(lambda: not second.running, 20, "the second instance gives up")
    assert second.exit_code != 0
    assert "Traceback" not in second.log
