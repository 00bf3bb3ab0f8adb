"""Forces the order in which two people's transactions run: no luck, no sleeping until it happens.

    outcomes = interleave(first, second, before=r'INSERT INTO "agreements_version"')

Each verb runs in a thread and a connection of its own and stops before (or after) every statement that matches. When
nobody runs (each has stopped, waits for a lock in the database, or is done) the one who was let go on least often goes
on; the first one starts first. So both have come to the statement before either passes it, unless a lock keeps them
apart.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from tests.helpers.once import databases
from tests.helpers.waiting import wait_until

# SQLite does not tell who waits for its lock. Who begins a transaction while another rests in one, does; and so does
# whoever has not moved for so long.
SQLITE_PATIENCE_SECONDS = 0.4
DEADLINE_SECONDS = 30

# Statements that races of several subjects stop at.
INSERT_VERSION = r'INSERT INTO "agreements_version"'
LEAVING = r'UPDATE "couples_membership" SET "ended_at" = %s, "closing_untold"'


class Actor:
    """One verb in its own thread."""

    def __init__(self, verb: Callable[[], Any], before: str, after: str) -> None:
        self.verb, self.before, self.after = verb, before, after
        self.outcome: Any = None
        self.releases = 0
        self.stops = 0
        self.backend = 0
        self.moved_at = time.monotonic()
        self.is_beginning = False
        self.is_inside = False
        self.is_stopped = threading.Event()
        self.is_done = threading.Event()
        self.may_go_on = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self._remember_backend()
            with connection.execute_wrapper(self._stop_at):
                self.outcome = self.verb()
        except Exception as error:  # noqa: BLE001 -- the outcome of a race can be any error
            self.outcome = error
        finally:
            connection.close()
            self.is_done.set()

    def _remember_backend(self) -> None:
        self.backend = threading.get_ident()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.backend = cursor.fetchone()[0]

    def _stop_at(self, execute: Any, sql: str, *parts: Any) -> Any:
        if self.before and re.search(self.before, sql):
            self._stop()
        self.is_beginning = sql.startswith("BEGIN")
        try:
            result = execute(sql, *parts)
        finally:
            self.is_beginning = False
        if self.after and re.search(self.after, sql):
            self._stop()
        return result

    def _stop(self) -> None:
        self.stops += 1
        self.is_inside = connection.in_atomic_block
        self.may_go_on.clear()
        self.is_stopped.set()
        assert self.may_go_on.wait(DEADLINE_SECONDS), "nobody let this actor go on"

    def go_on(self) -> None:
        """Let the actor run to its next stop."""
        self.releases += 1
        self.moved_at = time.monotonic()
        self.is_stopped.clear()
        self.may_go_on.set()

    def rests(self, waiting: set[int]) -> bool:
        """Tell whether the actor has stopped, is done, or waits for a lock."""
        return self.is_stopped.is_set() or self.is_done.is_set() or self.backend in waiting

    def holds_the_lock(self) -> bool:
        """Tell whether the actor has stopped in a transaction, which on SQLite lets nobody else begin one."""
        return self.is_inside and self.is_stopped.is_set()


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """Run all in threads of their own, let go at the same moment; return what each returned or raised."""
    outcomes: list[Any] = [None] * len(verbs)
    gate = threading.Barrier(len(verbs))

    def run(place: int) -> None:
        try:
            gate.wait(DEADLINE_SECONDS)
            outcomes[place] = verbs[place]()
        except Exception as error:  # noqa: BLE001 -- the outcome
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(verbs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def interleave(*verbs: Callable[[], Any], before: str = "", after: str = "") -> list[Any]:
    """Run the verbs as told above; return what each returned or raised."""
    actors = [Actor(verb, before, after) for verb in verbs]
    deadline = time.monotonic() + DEADLINE_SECONDS
    for actor in actors:
        actor.moved_at = time.monotonic()
        actor.thread.start()
        _wait_until_rest([actor], actors, deadline)
    while not all(actor.is_done.is_set() for actor in actors):
        _wait_until_rest(actors, actors, deadline)
        _let_one_go_on(actors)
    for actor in actors:
        actor.thread.join()
    assert any(actor.stops for actor in actors), f"no statement matched {before or after!r}"
    return [actor.outcome for actor in actors]


# Before each statement that reads or writes a row; not those that only mark out a transaction.
ANY_STATEMENT = r"^(?!SAVEPOINT|RELEASE|SELECT set_config)"


def each_order(verbs: Callable[[], Sequence[Callable[[], Any]]], at_most: int = 0) -> Iterator[list[Any]]:
    """Run two verbs in every order of their statements that locks allow; yield what each run returned or raised.

    `verbs` makes both anew, on rows that it has put back. Whoever waits for a lock leaves the turn to the other, so
    there are as many orders as there are places for the one to begin in, before and after each statement of the other,
    and no more. `at_most` so many, taken evenly; 0 for all.
    """
    todo: list[list[int]] = [[]]
    runs = 0
    while todo and (not at_most or runs < at_most):
        chosen = todo.pop(0) if at_most and runs % 2 else todo.pop()
        outcomes, turns = _run_in_order(verbs(), chosen)
        taken = [turn for turn, _others in turns]
        todo += [
            [*taken[:place], other]
            for place, (_turn, others) in enumerate(turns)
            if place >= len(chosen)
            for other in others
        ]
        runs += 1
        yield outcomes


def _run_in_order(verbs: Sequence[Callable[[], Any]], chosen: Sequence[int]) -> tuple[list[Any], list[Any]]:
    """Return what each returned or raised, and at each turn who went on and who could have instead."""
    actors = [Actor(verb, ANY_STATEMENT, "") for verb in verbs]
    for actor in actors:
        actor.thread.start()
    turns: list[tuple[int, list[int]]] = []
    while _wait_closely(actors):
        free = [place for place, actor in enumerate(actors) if actor.is_stopped.is_set() and not actor.is_done.is_set()]
        if free:
            taken = chosen[len(turns)] if len(turns) < len(chosen) else free[0]
            turns.append((taken, [place for place in free if place != taken]))
            actors[taken].go_on()
    for actor in actors:
        actor.thread.join()
    return [actor.outcome for actor in actors], turns


def _wait_closely(actors: list[Actor]) -> bool:
    """Wait until all rest, and tell whether any is to go on. Asks the database only where nobody stops by themself."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    patient_until = time.monotonic() + 0.01
    while not all(actor.rests(set()) for actor in actors):
        if time.monotonic() > patient_until:
            waiting = _waiting_backends(actors)
            if all(actor.rests(waiting) for actor in actors):
                break
        assert time.monotonic() < deadline, "the actors stop, wait for a lock, or are done"
        time.sleep(0.0005)
    return not all(actor.is_done.is_set() for actor in actors)


def _wait_until_rest(some: list[Actor], actors: list[Actor], deadline: float) -> None:
    def all_rest() -> bool:
        waiting = _waiting_backends(actors)
        return all(actor.rests(waiting) for actor in some)

    wait_until(all_rest, deadline - time.monotonic(), "the actors stop, wait for a lock, or are done")


def _let_one_go_on(actors: list[Actor]) -> None:
    stopped = [actor for actor in actors if actor.is_stopped.is_set() and not actor.is_done.is_set()]
    if stopped:
        min(stopped, key=lambda actor: actor.releases).go_on()
    else:
        time.sleep(0.02)  # whoever waits for a lock is about to get it


def _waiting_backends(actors: list[Actor]) -> set[int]:
    """Return those of them that wait for a lock, on PostgreSQL in its own words."""
    if connection.vendor != "postgresql":
        is_locked = any(actor.holds_the_lock() for actor in actors)
        long_ago = time.monotonic() - SQLITE_PATIENCE_SECONDS
        return {actor.backend for actor in actors if (is_locked and actor.is_beginning) or actor.moved_at < long_ago}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return {pid for (pid,) in cursor.fetchall()}


@contextmanager
def without(model: type[models.Model], *names: str) -> Iterator[None]:
    """Take constraints away, for a companion test; what it leaves behind is deleted before they come back."""
    found = [constraint for constraint in model._meta.constraints if constraint.name in names]
    assert len(found) == len(names), f"{model.__name__} has no such constraints: {names}"
    with connection.schema_editor() as editor:
        for constraint in found:
            editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        databases.empty()
        with connection.schema_editor() as editor:
            for constraint in found:
                editor.add_constraint(model, constraint)


class NoGuard:
    """Stands in for a queryset's guarding UPDATE: does nothing and says that it found its row."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_kwargs: self

    def update(self, **_values: Any) -> int:
        """Say that one row was there."""
        return 1
