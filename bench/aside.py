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
    _let_go()
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), initializer=_use, initargs=(url,)) as copy:
        return copy.submit(work, *arguments).result()


def _use(url: str) -> None:
    from django.conf import settings
    from django.db import connection

    os.environ["DATABASE_URL"] = url
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = urlsplit(url).path.removeprefix("/")


def _let_go() -> None:
    """Close what two processes would speak over at once."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # Django's, where a pool is set
