"""What a page takes for now when it says a time: the time it is, but in the scenes for visitors, whose clock stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("clock_that_stands", default=None)


def shown_now() -> datetime:
    """Return the moment that a page is shown at."""
    return _standing.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Show what is rendered meanwhile as it reads at `moment`, on a clock that shows UTC."""
    token = _standing.set(moment)
    try:
        with timezone.override("UTC"):
            yield
    finally:
        _standing.reset(token)
