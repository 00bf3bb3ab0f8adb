"""docker-compose.yml: no engine is needed to see what is in it, and its commands run here by hand."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.fernet import Fernet

from config.environment import VARIABLES
from deploy import make_secrets
from tests.helpers.processes import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["web", "worker", "beat", "migrate"]
SECRETS = ["DATABASE_URL", "SECRET_KEY", "WORDS_KEYS", "VAPID_PRIVATE_KEY", "EMAIL_URL"]


def waits_for(name: str) -> dict[str, str]:
    return {other: how["condition"] for other, how in SERVICES[name].get("depends_on", {}).items()}


def test_has_every_part() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("name", OURS)
def test_secrets_come_from_files(name: str) -> None:
    environment, mounted = SERVICES[name]["environment"], SERVICES[name]["secrets"]
    for variable in SECRETS:
        assert variable not in environment
        assert environment[f"{variable}_FILE"] == f"/run/secrets/{variable.lower()}"
        assert variable.lower() in mounted


def test_holds_no_secret() -> None:
    for path in ("docker-compose.yml", "Dockerfile", "deploy/steady.env.example"):
        text = (ROOT / path).read_text()
        assert not re.search(r"://[^/\s]*:[^/\s]*@", text), f"{path} holds an address with a password"
        assert not re.search(r"(?i)(password|secret|key)\w* *[:=] *[\"']?[\w-]{16,}", text), path
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    assert (ROOT / "deploy" / ".gitignore").read_text().split() == ["secrets/", "steady.env"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] == "CMD"
    assert {"interval", "timeout"} <= set(check)


def test_starts_in_order() -> None:
    assert waits_for("migrate") == {"postgres": "service_healthy"}
    for name in ("web", "worker", "beat"):
        assert waits_for(name)["migrate"] == "service_completed_successfully"
        assert waits_for(name)["postgres"] == "service_healthy"
    assert waits_for("worker")["redis"] == waits_for("beat")["redis"] == "service_healthy"
    assert "redis" not in waits_for("web"), "pages do not need the broker"


def test_keeps_its_data_in_named_volumes() -> None:
    assert list(COMPOSE["volumes"]) == ["database"]
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert mounts == ["database:/var/lib/postgresql/data"]


def test_commands() -> None:
    commands = {name: " ".join(SERVICES[name]["command"]) for name in OURS}
    assert commands["web"].startswith("gunicorn config.wsgi --no-control-socket")
    assert "access" not in commands["web"], "gunicorn keeps no access log unless asked to"
    assert commands["worker"].startswith("celery -A config worker")
    assert commands["beat"].startswith("celery -A config beat")
    assert "manage.py migrate" in commands["migrate"]
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", OURS)
def test_runs_with_few_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert re.search(r"^USER steady$", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)


def test_names_only_variables_that_the_service_reads() -> None:
    known = {variable.name for variable in VARIABLES} | {f"{variable.name}_FILE" for variable in VARIABLES}
    named = re.findall(r"^(\w+)=", (ROOT / "deploy" / "steady.env.example").read_text(), flags=re.MULTILINE)
    assert named
    assert {*named, *SERVICES["web"]["environment"]} <= known


def test_image_installs_what_is_pinned_and_leaves_the_rest_out() -> None:
    assert "--require-hashes -r requirements.txt" in (ROOT / "Dockerfile").read_text()
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".*", "tests", "var", "deploy"} <= set(left_out)


def test_image_is_compiled_before_it_runs() -> None:
    """It is read-only then, and a health check of half a minute would compile everything each time."""
    built = (ROOT / "Dockerfile").read_text().partition("USER steady")[0]
    assert "python -m compileall -q ." in built.partition("COPY . .")[2]


def test_secrets_are_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_secrets.main(tmp_path)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    assert made["database_password"] in made["database_url"]
    assert len(made["secret_key"]) >= 32
    Fernet(made["words_keys"])
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    make_secrets.main(tmp_path)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made
    assert "words_keys apart from the database" in capsys.readouterr().out
