"""What is done, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import Client


@contextmanager
def undone() -> Iterator[None]:
    """Take back the rows that come of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sent_and_undone(client: Client, send: Callable[[], Any]) -> Any:
    """Send one request, and take back what it did: to the rows and to the cookies."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with undone():
        response = send()
    client.cookies.clear()
    client.cookies.load(cookies)
    return response
