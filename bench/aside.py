"""A copy of this process that works on another database: it has Django set up, which costs a new one a second."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

Found = TypeVar("Found")


def aside(url: str, work: Callable[..., Found], *arguments: object) -> Found:
    """Let the copy do this piece of work, and return what comes of it."""
    from tests.helpers.once import databases

    # Two processes would speak over one connection at once.
    databases.let_go()
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), initializer=_use, initargs=(url,)) as copy:
        return copy.submit(work, *arguments).result()


def _use(url: str) -> None:
    from tests.helpers.once import databases

    os.environ["DATABASE_URL"] = url
    databases.use(urlsplit(url).path.removeprefix("/"))
