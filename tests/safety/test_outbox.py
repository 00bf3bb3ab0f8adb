"""The outbox shows codes that open accounts, so it is for the one machine the service runs on."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.helpers.processes import ROOT, plain_environment, python

ASKED = "import json; from config import settings; print(json.dumps(settings.OUTBOX_PAGES))"


@pytest.mark.parametrize(
    ("variables", "exists"),
    [
        ({}, True),
        ({"SITE_URL": "http://127.0.0.1:8000"}, True),
        ({"SITE_URL": "https://steady.example"}, False),
        ({"ALLOWED_HOSTS": "steady.example"}, False),
        ({"ALLOWED_HOSTS": "*"}, False),
    ],
)
def test_it_exists_only_where_the_site_has_no_other_name(tmp_path: Path, variables, exists):
    """A proxy on this machine that adds no header looks like this machine itself."""
    environment = plain_environment(DATA_DIR=str(tmp_path), **variables)
    said = subprocess.run(
        [*python("-c", ASKED)], cwd=ROOT, env=environment, capture_output=True, check=True, timeout=60
    )
    assert json.loads(said.stdout) is exists


@pytest.mark.parametrize("header", ["Via", "X-Forwarded-Host", "X-Forwarded-Proto", "CF-Connecting-IP", "Forwarded"])
@pytest.mark.django_db
def test_any_trace_of_a_proxy_hides_it(settings, header):
    settings.OUTBOX_PAGES = True
    assert Client().get("/outbox/").status_code == 200
    assert Client().get("/outbox/", headers={header: "x"}).status_code == 404
