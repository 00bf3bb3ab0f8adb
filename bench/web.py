"""Pages a second on gunicorn with PostgreSQL, beside a bare view behind the same middleware. Load comes from wrk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.dispatch import Figures, _couples
from bench.stand import Stand
from tests.helpers.services import MissingError

AGREEMENTS = 60
SELDOM = Path(__file__).with_name("seldom.lua")


def web(stand: Stand) -> Figures:
    """Today, the API's list of check-ins and sixty agreements ÷ a view that loads user and seat and answers as much."""
    from couples.people.models import User

    load = load_generator()
    _couples(stand)
    mia, her = User.objects.get(email="alice@example.org"), with_sixty()
    pages = (("today", "/today/", mia), ("api_list", "/api/v1/check-ins/", mia), ("agreements_60", "/agreements/", her))
    with stand.gunicorn() as site:

        def speed(path: str, cookie: str) -> float:
            return requests_a_second(load, f"{site.url}{path}", cookie, stand)

        for name, path, person in pages:
            cookie = f"sessionid={session_of(person)}"
            size = size_of(f"{site.url}{path}", cookie)
            bare = f"/bench/bare/{size}/"
            ours, theirs = stand.interleaved(lambda: speed(path, cookie), lambda: speed(bare, cookie))  # noqa: B023
            stand.note(f"{path} {ours:,.0f}/s, bare {theirs:,.0f}/s, {size:,} bytes")
            yield f"{name}_vs_bare_view", ours / theirs


def with_sixty() -> Any:
    """Return somebody who has agreed on sixty things."""
    from tests.helpers import factories

    alice, bob = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(2))
    factories.many_agreed(factories.connected_couple(alice, bob), AGREEMENTS)
    return alice


def signed_in_session() -> str:
    """Return the session key of a person in a normal week."""
    from couples.people.models import User

    return session_of(User.objects.get(email="alice@example.org"))


def session_of(person: Any) -> str:
    """Return the key of a session of this person's."""
    from tests.helpers.factories import signed_in

    return str(signed_in(None, person).session.session_key)


def size_of(url: str, cookie: str) -> int:
    """Return how many bytes a page has; it must be the page and not the way to the log-in."""
    with urlopen(Request(url, headers={"Cookie": cookie}), timeout=10) as response:
        assert response.status == 200
        assert response.geturl() == url
        return len(response.read())


def connections(stand: Stand) -> int:
    """Return over how many connections to load: as many as there are threads."""
    return stand.size(8, 1)


def requests_a_second(load: str, url: str, cookie: str, stand: Stand) -> float:
    """Load a page as fast as it is answered; to see that it runs, seldom and for the shortest time that wrk knows."""
    pace = ["-s", str(SELDOM)] if stand.quick else []
    command = [load, "-t1", f"-c{connections(stand)}", f"-d{stand.size(8, 1)}s", "-H", f"Cookie: {cookie}", *pace, url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said, said
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def load_generator() -> str:
    """Return wrk, installed first where that is possible."""
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update"], ["install", "-y", "--no-install-recommends", "wrk"]):
            subprocess.run(["apt-get", "-q", *command], capture_output=True, check=False)
    found = shutil.which("wrk")
    if not found:
        raise MissingError("wrk is missing: `apt-get install wrk`.")
    return found
