"""No path gets into the logs: it can hold the token of an invitation. Where an operator wants paths, it is masked."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable

import pytest

from config.logs import WithoutContent, configure, masked, without_secrets
from tests.helpers.processes import ROOT

SECRET = "c2VjcmV0-_9"
ADDRESSES = (
    "/go/{}/",
    "/join/{}/claim/",
    "/ical/{}.ics",
    "/api/v1/invitations/{}/",
    "/unsubscribe/{}/",
    "/unsubscribe/WzEsImxldHRlciJd:{}/",
    "/no-mail/{}/",
    "/not-me/{}/",
    "/help/{}/",
    "/account/password/reset/key/1-{}/",
    "/account/confirm-email/{}/",
    "/account/login/?next=/go/{}/",
    "/account/signup/?next=%2Fgo%2F{}%2F",
    "/account/login/?next=%2fjoin%2f{}%2f&x=1",
)
PLAIN = (
    "/today/",
    "/go/",
    "/help/",
    "/ical/",
    "/settings/keys/",
    "/settings/calendar/",
    "/check-ins/4f/",
    "/account/login/?next=/pause/",
    "/",
)


@pytest.mark.parametrize(
    ("logger", "message", "kept"),
    [
        ("waitress", "Client disconnected while serving /join/abc/", "Client disconnected"),
        ("waitress", "Exception while serving /join/abc/", "Exception"),
        ("waitress", "Socket error", "Socket error"),
        ("django.request", "Not Found: /join/abc/", "request answered with an error"),
        ("gunicorn.error", "Error handling request GET /join/abc/", "Error handling request"),
        ("gunicorn.error", "Invalid request from ip=203.0.113.7: Invalid URI '/go/abc'", "Invalid request"),
        ("gunicorn.error", "GET /go/abc/", "GET /go/…/"),
        ("gunicorn.error", "Booting worker with pid: 7", "Booting worker with pid: 7"),
        ("reminders", "kept as it is", "kept as it is"),
    ],
)
def test_paths_are_cut_off(logger, message, kept):
    record = logging.LogRecord(logger, logging.ERROR, "", 0, message, (), None)
    assert WithoutContent().filter(record)
    assert record.getMessage() == kept


def test_no_address_of_ours_is_written_with_its_secret():
    for address in ADDRESSES:
        written = masked(address.format(SECRET))
        assert SECRET not in written, address
        assert written.startswith(address.partition("{}")[0].partition("WzE")[0].removesuffix("1-")), address
    assert [masked(address) for address in PLAIN] == list(PLAIN)
    assert SECRET not in without_secrets(None, "", {"event": f"Forbidden: /go/{SECRET}/"})["event"]


def test_gunicorns_own_access_log_is_masked(monkeypatch):
    """Its loggers have handlers of their own, which do not ask ours; so it is their records that are masked."""
    from gunicorn.config import Config
    from gunicorn.glogging import Logger

    monkeypatch.setattr(logging, "basicConfig", lambda **_options: None)  # the tests' own handlers stay
    written = io.StringIO()
    settings = Config()
    settings.set("accesslog", "-")
    theirs = Logger(settings)
    handlers = {log: log.handlers[:] for log in (theirs.access_log, theirs.error_log)}
    filters = {log: log.filters[:] for log in handlers}
    try:
        for log in handlers:
            log.handlers[:] = [logging.StreamHandler(written)]
        configure({"level": "INFO"})
        for address in ADDRESSES:
            path = address.format(SECRET)
            atoms = {"h": "-", "r": f"GET {path} HTTP/1.1", "s": "302", "f": f"http://localhost{path}", "a": "-"}
            theirs.access_log.info(
                settings.access_log_format, theirs.atoms_wrapper_class({**dict.fromkeys("lutb", "-"), **atoms})
            )
            theirs.error_log.error("Error handling request %s %s", "GET", path)
    finally:
        for log, before in handlers.items():
            log.handlers[:], log.filters[:] = before, filters[log]
    assert written.getvalue().count("GET ") == len(ADDRESSES)
    assert SECRET not in written.getvalue()


# What docs/operations.md gives to proxies


def of_nginx(page: str) -> Callable[[str], str]:
    """Return what its `map` does to an address."""
    [pattern] = re.findall(r'"~\*(\^.*\$)"\s', page)
    rule = re.compile(pattern.replace("?<", "?P<"), re.IGNORECASE)

    def written(address: str) -> str:
        found = rule.match(address)
        return f"{found['before']}…{found['after']}" if found else address

    return written


def of_caddy(page: str) -> Callable[[str], str]:
    """Return what its filter does to an address."""
    [pattern] = re.findall(r'request>uri regexp "(.*)" "', page)
    return lambda address: re.sub(pattern, r"\1…", address)


@pytest.mark.parametrize("proxy", [of_nginx, of_caddy])
def test_what_we_tell_operators_to_write_into_their_proxy_masks_the_same(proxy):
    written = proxy((ROOT / "docs" / "operations.md").read_text())
    for address in (*ADDRESSES, *PLAIN):
        assert written(address.format(SECRET)) == masked(address.format(SECRET)), address
