"""The exact commands of docker-compose.yml, by hand on real servers: a person signs up, the code arrives, it fits."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy import make_secrets
from tests.config.test_compose import SERVICES
from tests.conftest import StartProcess
from tests.helpers.mailserver import MailServer
from tests.helpers.processes import ROOT, Process, free_port, plain_environment, with_path
from tests.helpers.visitor import Visitor
from tests.helpers.waiting import wait_until

pytestmark = [pytest.mark.distributed, pytest.mark.slow]

PERSON = {"name": "Dana", "email": "dana@example.org", "password1": "three quiet words here"}


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a new PostgreSQL database without a table in it."""
    server, name = os.environ["DATABASE_URL"], f"compose_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield with_path(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def service_environment(empty_database: str, smtp_server: MailServer, tmp_path: Path) -> dict[str, str]:
    """What the compose file gives its containers, with addresses of this machine in the files of secrets."""
    make_secrets.main(tmp_path)
    (tmp_path / "secrets" / "database_url").write_text(f"{empty_database}\n")
    (tmp_path / "secrets" / "email_url").write_text(f"{smtp_server.url}\n")
    port = str(free_port())
    given = {
        name: value.replace("/run/secrets", str(tmp_path / "secrets"))
        for name, value in SERVICES["web"]["environment"].items()
    }
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    here = {"PATH": path, "PORT": port, "REDIS_URL": os.environ["REDIS_URL"], "SITE_URL": f"http://localhost:{port}"}
    return plain_environment(**{**given, **here, "DATA_DIR": str(tmp_path / "unused")})


@pytest.fixture
def compose(static_files: None, clean_broker: None, start_process: StartProcess) -> dict[str, Process]:
    """Every service of ours, started in the order of the compose file with the command that stands there."""
    migrate = start_process(*SERVICES["migrate"]["command"])
    wait_until(lambda: not migrate.running, 180, "the migrations end")
    assert migrate.exit_code == 0, migrate.log
    return {name: start_process(*SERVICES[name]["command"]) for name in ("web", "worker", "beat")}


def logs(processes: dict[str, Process]) -> str:
    """Return all that the services have said."""
    return "\n".join(f"--- {name}\n{process.log}" for name, process in processes.items())


def healthy(name: str, environment: dict[str, str]) -> bool:
    """Run the health check of a service as the container engine does."""
    command = SERVICES[name]["healthcheck"]["test"][1:]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_story(compose: dict[str, Process], service_environment: dict[str, str], smtp_server: MailServer) -> None:
    visitor = Visitor(service_environment["SITE_URL"])
    compose["web"].wait_for_log("Booting worker")
    compose["worker"].wait_for_log(" ready.")

    visitor.get("/account/signup/")
    answer = visitor.submit(**PERSON, language="en", time_zone="Europe/Berlin")
    assert answer.status == 200, answer.text + logs(compose)

    [letter] = smtp_server.wait_for(PERSON["email"])
    code = re.search(r"\b\d{3}-?\d{3}\b", letter.text)
    assert code, letter.text
    answer = visitor.submit(code=code[0])
    assert answer.status == 200, answer.text + logs(compose)
    assert "/account/" not in answer.url, answer.text + logs(compose)

    for name, process in compose.items():
        assert healthy(name, service_environment), f"{name}:\n{process.log}"
    assert PERSON["email"] not in logs(compose), "logs carry no address"
    assert not Path(service_environment["DATA_DIR"]).exists(), "nothing is kept outside the database"
    for name in ("web", "worker"):
        compose[name].kill()
        assert not healthy(name, service_environment), f"{name} is gone"
