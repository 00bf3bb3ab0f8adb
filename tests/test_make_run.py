"""`make run` as a newcomer meets it: it answers, and Ctrl-C ends all of it."""

from __future__ import annotations

import os
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


def test_it_makes_its_database_and_ctrl_c_ends_everything_within_three_seconds(
    migrated_folder: Path, tmp_path: Path
) -> None:
    port, data_dir = free_port(), tmp_path / "first"
    environment = plain_environment(PORT=str(port), DATA_DIR=str(data_dir))
    make = Process(["make", "run"], environment, tmp_path / "make.log")
    site = Site(f"http://localhost:{port}", data_dir, make)
    try:
        # The first time, make installs what is missing.
        wait_until(lambda: responds(site) or not make.running, 240, "the site answers")
        assert make.running, make.log
        os.killpg(make.pid, signal.SIGINT)  # as the terminal does: make and all that it started
        pressed = time.monotonic()
        wait_until(lambda: not make.running and not answers(port), 10, "everything ended")
        assert time.monotonic() - pressed < 3
    finally:
        make.stop()
    assert "Traceback" not in make.log
    assert "Error" not in make.log.splitlines()[-1]
    assert schema(data_dir) == schema(migrated_folder), "what the tests spare Django in migrating changes nothing"


def schema(folder: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "steady.sqlite3")) as database:
        return set(database.execute("SELECT name, sql FROM sqlite_master"))


def test_one_service_keeps_the_mail_of_a_sign_up_and_a_second_instance_out(served_site: Site, tmp_path: Path) -> None:
    """One after the other of the same process, which takes seconds to start."""
    mail_of_a_sign_up_arrives_in_the_outbox(Visitor(served_site.url))
    second_instance_says_why_it_does_not_start(served_site, tmp_path / "second.log")
    assert responds(served_site)


def mail_of_a_sign_up_arrives_in_the_outbox(visitor: Visitor) -> None:
    visitor.get("/account/signup/")
    person = {"name": "Dana", "email": "dana@example.org", "password1": "three quiet words here"}
    visitor.submit(**person, language="en", time_zone="Europe/Berlin")
    confirm_page = visitor.answer
    wait_until(lambda: "dana@example.org" in visitor.get("/outbox/").text, 15, "the mail is in the outbox")
    assert confirm_page.status == 200


def second_instance_says_why_it_does_not_start(site: Site, log: Path) -> None:
    environment = plain_environment(PORT=site.url.rpartition(":")[2], DATA_DIR=str(site.data_dir))
    second = Process(python("manage.py", "serve"), environment, log)
    wait_until(lambda: not second.running, 20, "the second instance gives up")
    assert second.exit_code != 0
    assert "Traceback" not in second.log
