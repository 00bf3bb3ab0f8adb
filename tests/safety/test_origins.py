"""Forms of pages that send no referrer: taken from this site, refused from every other."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.test import Client

from tests.helpers.processes import ROOT

pytestmark = pytest.mark.django_db
HIDDEN = {"origin": "null"}
# What browsers send along with a form, over HTTPS and without, and whether its key is then looked at.
SENT = [
    (HIDDEN | {"sec-fetch-site": "same-origin"}, True, "a browser of today"),
    (HIDDEN | {"sec-fetch-site": "none"}, True, "a reload, a tab that was restored"),
    (HIDDEN, True, "a browser from before 2023, or an address without HTTPS"),
    ({}, True, "a browser that sends no origin with forms"),
    ({"sec-fetch-site": "same-origin"}, True, "the same, of today"),
    (HIDDEN | {"sec-fetch-site": "cross-site"}, False, "another site that hides itself, a sandboxed frame"),
    (HIDDEN | {"sec-fetch-site": "same-site"}, False, "a neighbouring domain"),
    ({"origin": "https://evil.example"}, False, "another site"),
    ({"origin": "https://evil.example", "sec-fetch-site": "none"}, False, "one that contradicts itself"),
]


@pytest.mark.parametrize("secure", [True, False])
def test_a_form_is_taken_from_this_site_alone(secure):
    client = Client(enforce_csrf_checks=True)
    key = str(client.get("/help/", secure=secure).context["csrf_token"])

    def sent(key, **headers):
        form = {"language": "en", "next": "/", "csrfmiddlewaretoken": key}
        return client.post("/language/setlang/", form, secure=secure, headers=headers).status_code == 302

    for headers, taken, who in SENT:
        assert sent(key, **headers) == taken, who
        assert not sent("a" * 64, **headers), f"without the key: {who}"
    foreign = {"referer": "https://evil.example/"}
    assert sent(key, **foreign) == (not secure), "as Django has it: over HTTPS a foreign page is refused"


def test_no_neighbour_can_plant_the_key_over_https():
    """A browser lets nobody but this host, over HTTPS, set a cookie of such a name."""
    code = "import config.settings as settings; print(settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE)"
    environment = {"SITE_URL": "https://steady.example", "DATA_DIR": "build/checks", "PATH": "/usr/bin:/bin"}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.stdout.split() == ["__Host-csrftoken", "True"], said.stderr


@pytest.mark.parametrize("path", ["/", "/account/login/", "/nowhere/", "/api/docs/", "/api/v1/me/", "/healthz"])
def test_every_answer_says_what_browsers_may_do(client, path):
    answer = client.get(path)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(answer["Permissions-Policy"].split(", "))
    assert "unsafe" not in answer["Content-Security-Policy"]
