"""What comes over the line on a first visit, for who has a slow one: everything of ours, as small as it is sent."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.guards.test_pages import Page
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
OWN = "/static/steady/"
FONTS = (".woff2", ".woff")
MOST_BYTES = 100_000
# On Welcome as they stand, elsewhere as they are sent: nothing is built, so that what runs is what is read.
MOST_SCRIPT_BYTES = 10_000


def test_a_first_visit_is_light(alice_client: Client, pair: Pair) -> None:
    """Also where most of it is needed: on Today, with a pause at hand."""
    factories.agreed_cool_down(pair)
    for client, path in ((Client(), "/"), (Client(), "/account/signup/"), (alice_client, "/today/")):
        page = client.get(path, headers={"Accept-Encoding": "gzip"})
        text = gzip.decompress(page.content) if page.get("Content-Encoding") else page.content
        sent = {address: _sent(address) for address in own_files(text.decode())}
        scripts = {address: size for address, size in sent.items() if address.endswith(".js")}
        if path == "/":
            scripts = {address: _file(address).stat().st_size for address in scripts}
        assert 0 < sum(scripts.values()) <= MOST_SCRIPT_BYTES, (path, scripts)
        assert len(page.content) + sum(sent.values()) <= MOST_BYTES, (path, len(page.content), sent)


def own_files(page: str) -> set[str]:
    """Return what the page names and what its style sheets name, without fonts and what others have made."""
    named = {attributes.get(name) or "" for _tag, attributes in Page(page).tags for name in ("href", "src")}
    named = {address.partition("#")[0] for address in named}
    named |= {address for sheet in named if sheet.endswith(".css") for address in _named_by(sheet)}
    return {address for address in named if address.startswith(OWN) and not address.endswith(FONTS)}


def _named_by(sheet: str) -> Iterator[str]:
    for name in re.findall(r"""url\(["']?([^"'):#]+)["'#)]""", _file(sheet).read_text()):
        yield urljoin(sheet, name)


def _sent(address: str) -> int:
    content = _file(address).read_bytes()
    return min(len(content), len(gzip.compress(content)))


def _file(address: str) -> Path:
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str), address
    return Path(found)
