"""On a full disk what only reads goes on, and everything else says what is wrong."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone

from agreements.letters import consent
from basics.storage import is_storage_fault
from config.operating.demo import PASSWORD, PEOPLE
from couples.people.middleware import RENEWED_IN
from tests.conftest import Site
from tests.guards.access.listed import ACCESS
from tests.helpers import factories
from tests.helpers.visitor import Visitor

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("secret details")
    error.sqlite_errorcode = code
    return error


def _refuse_writes(execute, sql, params, many, context):
    if sql.lstrip("( ").upper().startswith(WRITES):
        raise OperationalError("database or disk is full") from _sqlite(sqlite3.SQLITE_FULL)
    return execute(sql, params, many, context)


@pytest.fixture
def full_disk() -> Iterator[None]:
    """From here on no row can be written."""
    with connection.execute_wrapper(_refuse_writes):
        yield


class PostgresError(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    "error",
    [
        _sqlite(sqlite3.SQLITE_FULL),
        _sqlite(sqlite3.SQLITE_IOERR_WRITE),
        _sqlite(sqlite3.SQLITE_CANTOPEN),
        _sqlite(sqlite3.SQLITE_READONLY_DBMOVED),
        OSError(errno.ENOSPC, ""),
        PostgresError("53100"),
        PostgresError("25006"),
    ],
)
def test_what_a_disk_says_is_known_behind_what_was_made_of_it(error: Exception) -> None:
    wrapped = OperationalError()
    wrapped.__context__ = error
    assert is_storage_fault(wrapped)


@pytest.mark.parametrize(
    "error", [None, _sqlite(sqlite3.SQLITE_BUSY), OSError(errno.EPIPE, ""), PostgresError("40001")]
)
def test_other_faults_are_none_of_the_disk(error: Exception | None) -> None:
    assert not is_storage_fault(error)


@pytest.mark.django_db(transaction=True)
def test_no_page_that_is_only_read_depends_on_a_write(scene, settings) -> None:
    settings.OUTBOX_PAGES = True
    for who in ("anonymous", "alice", "eve"):
        client = Client(raise_request_exception=False)
        person = scene.people[who]
        if person:
            client.force_login(person)
            # A week later: the session is renewed by the way.
            session = client.session
            session[RENEWED_IN] = "2020-01"
            session.save()
        with connection.execute_wrapper(_refuse_writes):
            assert [name for name in READ if client.get(scene.path(name)).status_code >= 500] == []


@pytest.mark.django_db(transaction=True)
def test_what_is_told_once_can_be_read_too(pair, alice_client) -> None:
    rule = factories.agreed_response_rule(pair)
    consent.end(rule, pair.bob_seat, timezone.now())
    with connection.execute_wrapper(_refuse_writes):
        assert alice_client.get(f"/agreements/{rule.pk}/").status_code == 200


READ = [name for name, rows in ACCESS.items() if "GET" in rows and name not in {"healthz", "readyz"}]


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_a_form_or_calls_the_api_is_told(alice, alice_client, full_disk) -> None:
    alice_client.raise_request_exception = False
    page = alice_client.post("/pause/start/", {"minutes": "20"})
    assert (page.status_code, page["Content-Type"]) == (507, "text/html; charset=utf-8")
    assert "Nothing can be saved at the moment" in page.content.decode()
    assert "data-quick-exit" in page.content.decode()
    problem = alice_client.post("/api/v1/pause/", {"minutes": 20}, content_type="application/json")
    assert (problem.status_code, problem.json()["type"]) == (507, "/api/problems/cannot-store")


@pytest.mark.django_db(transaction=True)
def test_signing_in_says_what_is_wrong_in_chinese_too(alice, full_disk) -> None:
    client = Client(raise_request_exception=False, headers={"Accept-Language": "zh-hans"})
    page = client.post("/account/login/", {"login": alice.email, "password": factories.PASSWORD})
    assert page.status_code == 507
    assert "暂时无法保存" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_form_whose_session_cannot_be_stored_was_not_interrupted(alice_client) -> None:
    """Django would say so, with 400."""
    session = alice_client.session
    session[RENEWED_IN] = "2020-01"
    session.save()
    alice_client.raise_request_exception = False
    with connection.execute_wrapper(_refuse_writes):
        assert alice_client.post("/language/setlang/", {"language": "en"}).status_code == 507


@pytest.mark.django_db(transaction=True)
def test_signing_out_makes_the_browser_forget(alice_client, full_disk) -> None:
    alice_client.raise_request_exception = False
    page = alice_client.post("/account/logout/")
    assert page.status_code == 507
    assert "You are signed out in this browser" in page.content.decode()
    assert alice_client.get("/today/").status_code == 302


# On a real disk that is full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], capture_output=True).returncode:
        pytest.skip("nobody may mount a disk here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> None:
    with (folder / "filling").open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 10):
            with suppress(OSError):
                while file.write(os.urandom(size)) == size:
                    pass


@pytest.mark.embedded
def test_a_real_service_on_a_real_full_disk(small_disk: Path, serve: Callable[..., Site]) -> None:
    site = serve("--demo", data_dir=small_disk / "var")
    alice, bob = Visitor(site.url), Visitor(site.url)
    alice.get("/account/login/")
    assert alice.submit(login=PEOPLE[0][0], password=PASSWORD).url.endswith("/today/")
    bob.get("/account/login/")
    with closing(sqlite3.connect(site.data_dir / "steady.sqlite3")) as database:
        # Else there would be room in the log for a while.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    fill(small_disk)
    for path in ("/today/", "/agreements/", "/check-ins/", "/more/", "/settings/", "/help/", "/leave/"):
        assert alice.get(path).status == 200, path
    told = bob.submit(login=PEOPLE[1][0], password=PASSWORD)
    assert (told.status, "Nothing can be saved" in told.text) == (507, True)
    (small_disk / "filling").unlink()
    bob.get("/account/login/")
    assert bob.submit(login=PEOPLE[1][0], password=PASSWORD).url.endswith("/today/")
    assert site.process.running
