"""Who asks: every read and verb about a couple runs for one person; on PostgreSQL its transaction says for whom.

A verb is one transaction. A read is one on PostgreSQL alone: on SQLite, where transactions are IMMEDIATE, it would take
the lock for writing. The service itself, which works for everybody, says that it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

SETTING = "steady.person"
SERVICE = "service"
READING = ("GET", "HEAD")
_who: ContextVar[str] = ContextVar("who_asks", default="")


class ActsForAnother(RuntimeError):
    """What runs for one person may not go on for another."""


def who_asks() -> str:
    """Return the id of the person whom this runs for, SERVICE, or "" where nobody said."""
    return _who.get()


@contextmanager
def acting(person_id: int) -> Iterator[None]:
    """Run a verb of this person: one transaction, or a savepoint inside their own. Raises ActsForAnother."""
    with _said(str(person_id)) as is_first, transaction.atomic():
        if is_first:
            _tell_database(person_id)
        yield


@contextmanager
def reading(person_id: int) -> Iterator[None]:
    """Run reads of this person; inside their own it is nothing. Raises ActsForAnother."""
    with _said(str(person_id)) as is_first:
        if not is_first or connection.vendor != "postgresql":
            yield
            return
        with transaction.atomic():
            _tell_database(person_id)
            yield


@contextmanager
def serving() -> Iterator[None]:
    """Run the service's own work. Its transactions are its own: it sends between them."""
    with _said(SERVICE):
        yield


@contextmanager
def _said(who: str) -> Iterator[bool]:
    """Say who asks; tell whether nobody had. Raises ActsForAnother."""
    already = who_asks()
    if already not in ("", who):
        raise ActsForAnother(f"This runs for {already} already, not for {who}.")
    token = _who.set(who)
    try:
        yield not already
    finally:
        _who.reset(token)


def _tell_database(person_id: int) -> None:
    """Until the transaction ends, on PostgreSQL."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(person_id)])


def reads_for_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Read for whoever is signed in, templates too. The last middleware, so that nothing but the view is inside."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in READING or not request.user.is_authenticated:
            return get_response(request)
        with reading(request.user.pk):
            response = get_response(request)
            if response.status_code >= 500 and connection.in_atomic_block:
                transaction.set_rollback(True)
            return response

    return answer
