"""What every test can ask for. On which database the suite runs is told in tests/settings.py."""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase

import config.celery  # noqa: F401 - whoever publishes a task needs the app; pages do without
from config.stack import with_room
from config.translating import catalogues as translations
from tests.helpers.mailserver import MailServer
from tests.helpers.once import databases, prepared
from tests.helpers.once.handling import spare_requests
from tests.helpers.once.queries import spare_queries
from tests.helpers.processes import ROOT, Process, free_port, plain_environment, python, with_path
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from tests.faults.servers import Redis

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")

pytest_plugins = ["tests.helpers.people", "tests.helpers.figures", "tests.guards.scene"]

StartProcess = Callable[..., Process]
# What the suite of PostgreSQL chooses by (ON_POSTGRES in the Makefile).
ON_POSTGRES = re.compile(r"mark\.(both_databases|postgres|distributed)\b")
# A file of which the suite of SQLite has no test.
ONLY_THERE = re.compile(r"^pytestmark = (\[[^\]]*)?pytest\.mark\.(postgres|distributed)\b", re.MULTILINE)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations, once for all xdist workers, and load what makes requests where those are sent."""
    if not django_settings.EMBEDDED:
        config.pluginmanager.import_plugin("schemathesis.pytest.plugin")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        translations.compile_all(ROOT)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the data folder that tests/settings.py made."""
    shutil.rmtree(django_settings.DATA_DIR, ignore_errors=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave unread what has nothing for this database: each worker would import it all, and then run none of it."""
    chosen = config.option.markexpr
    if collection_path.suffix == ".py" and collection_path.name.startswith("test_"):
        if "both_databases" in chosen and not ON_POSTGRES.search(collection_path.read_text()):
            return True
        if "not postgres and not distributed" in chosen and ONLY_THERE.search(collection_path.read_text()):
            return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests, and skip what cannot run on this database."""
    elsewhere = pytest.mark.skip(reason="needs PostgreSQL and Redis: make test-postgres")
    for item in items:
        if "e2e" in item.path.relative_to(ROOT).parts:
            item.add_marker(pytest.mark.browser)
        if django_settings.EMBEDDED and (item.get_closest_marker("postgres") or item.get_closest_marker("distributed")):
            item.add_marker(elsewhere)
        if (both := item.get_closest_marker("both_databases")) and not both.args:
            raise pytest.UsageError(f"{item.nodeid}: `both_databases` has to say why")


def pytest_collection_finish() -> None:
    """Leave all that was imported and collected out of every later look for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, with room for all its frames: without, they cost a seventh of the processor time."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with_room(runtestprotocol)(item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Give this process a database, in place of pytest-django's own way, which migrates each."""
    spare_requests()
    spare_queries()
    TransactionTestCase._fixture_teardown = lambda _self: databases.empty()  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        before = databases.set_up()
        prepared.prepare()
    yield
    with django_db_blocker.unblock():
        databases.tear_down(before)


@pytest.fixture
def smtp_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, to which this process sends too."""
    server = MailServer()
    server.up()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.down()


# Celery processes on the database of the test


@pytest.fixture
def service_environment(transactional_db: None, smtp_server: MailServer, tmp_path: Path) -> dict[str, str]:
    """The environment of a process that shares this test's database, broker, keys and mail server."""
    return plain_environment(
        DATABASE_URL=with_path(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]),
        REDIS_URL=os.environ["REDIS_URL"],
        SECRET_KEY=django_settings.SECRET_KEY,
        WORDS_KEYS=",".join(django_settings.WORDS_KEYS),
        EMAIL_URL=smtp_server.url,
        SITE_URL=django_settings.SITE_URL,
        DATA_DIR=str(tmp_path / "data"),
    )


@pytest.fixture
def start_process(service_environment: dict[str, str], tmp_path: Path) -> Iterator[StartProcess]:
    """A function that starts a command of the service and returns its Process; it ends with the test.

    Keyword arguments change the command's environment.
    """
    started: list[Process] = []

    def start(*command: str, **environment: str) -> Process:
        log_path = tmp_path / f"process-{len(started)}.log"
        started.append(Process(command, {**service_environment, **environment}, log_path))
        return started[-1]

    yield start
    for process in reversed(started):
        process.stop()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The fingerprinted assets, as in the image: collected here only when neither make nor another test did it."""
    if (ROOT / "staticfiles" / "staticfiles.json").exists():
        return
    collect = "import django; django.setup(); from config.operating.serving import collect_static; collect_static()"
    data_dir = str(tmp_path_factory.mktemp("collecting"))
    subprocess.run(python("-c", collect), cwd=ROOT, env=plain_environment(DATA_DIR=data_dir), check=True)


@pytest.fixture
def clean_broker() -> None:
    """An empty Redis: no message of an earlier test is left in it."""
    import redis

    with redis.from_url(os.environ["REDIS_URL"]) as broker:
        broker.flushdb()


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """A Redis that this test may break."""
    from tests.faults import servers  # few tests ask for it

    with tempfile.TemporaryDirectory(prefix="steady-redis-") as folder:
        redis = servers.Redis(Path(folder))
        redis.start()
        yield redis
        redis.stop()


@pytest.fixture
def celery_worker_process(clean_broker: None, start_process: StartProcess) -> Process:
    """A real Celery worker (prefork, two children) that is ready for tasks."""
    worker = start_process(
        *python("-m", "celery", "-A", "config", "worker", "--concurrency", "2", "--loglevel", "INFO")
    )
    worker.wait_for_log(" ready.")
    return worker


# The embedded default in a process of its own


@dataclass
class Site:
    """A running `manage.py serve`."""

    url: str
    data_dir: Path
    process: Process


@pytest.fixture
def migrated_folder(django_db_setup: None, tmp_path: Path) -> Path:
    """A data folder with a migrated database, so that a start has nothing to migrate; `make run` is tested without."""
    databases.put_migrated(tmp_path / "var" / "steady.sqlite3")
    return tmp_path / "var"


@pytest.fixture
def serve(django_db_setup: None, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """A function that starts `manage.py serve` with the given options and returns the Site once it answers.

    `data_dir` and `port` may be those of an earlier start; further keyword arguments are environment variables.
    """
    started: list[Process] = []

    def start(*options: str, data_dir: Path | None = None, port: int = 0, **environment: str) -> Site:
        folder, chosen = data_dir or tmp_path / "var", port or free_port()
        if not folder.exists():
            databases.put_migrated(folder / "steady.sqlite3")
        variables = plain_environment(**{"DATA_DIR": str(folder), "PORT": str(chosen), **environment})
        log_path = tmp_path / f"serve-{len(started)}.log"
        started.append(Process(python("manage.py", "serve", *options), variables, log_path))
        site = Site(f"http://localhost:{chosen}", folder, started[-1])
        wait_until(lambda: responds(site) or not site.process.running, 30, "`serve` answers")
        assert site.process.running, site.process.log
        return site

    yield start
    for process in reversed(started):
        process.stop()


def responds(site: Site) -> bool:
    """Tell whether the site says that it is alive."""
    try:
        with urlopen(f"{site.url}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
