"""Couples as they were stored before every row of theirs said whose couple's it is."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE = [("agreements", "0001_initial"), ("checkins", "0001_initial")]
# The rooms that stand on what was so old; those beside them are as they are.
ABOVE = ("config", "checkins", "journal", "agreements")
OLD_LINE = "CopingLine"
PROMPTS = ("did_me_good", "was_heavy", "wish")


def forward() -> None:
    """Bring the database to where the service is, over all that came since."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def up_to(before: Sequence[tuple[str, str]] = BEFORE, rooms: Sequence[str] = ABOVE) -> Apps:
    """Bring an empty database to where it was before; return the models as they are there."""
    executor = MigrationExecutor(connection)
    there = [*before, *(leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in rooms)]
    executor.migrate(there)
    return executor.loader.project_state(there).apps


def back(to: Sequence[tuple[str, str]] = BEFORE) -> Apps:
    """Bring the database to where it was before; return the models as they are there."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(to))
    rooms = {room for room, _name in to}
    others = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in rooms]
    return executor.loader.project_state([*to, *others]).apps


class OldRows:
    """Adds couples of two who agreed on a rhythm, answered one check_in, paused, and keep a line each."""

    def __init__(self, apps: Apps) -> None:
        self.apps = apps
        self.now = timezone.now()

    def add(self, number: int) -> None:
        """Add as many couples."""
        couples = self._add("couples", "Couple", [{"connected_at": self.now}] * number)
        people = [self._people(number) for _ in range(2)]
        agreements = self._agreements(couples, people[0])
        versions = self._versions(agreements)
        check_ins = self._check_ins(agreements)
        self._pauses(couples, people[0])
        for users in people:
            self._consents(versions, users)
            self._lines(agreements, users)
            self._answers(check_ins, users)

    def _add(self, room: str, name: str, rows: list[dict[str, Any]]) -> list[Any]:
        model = self.apps.get_model(room, name)
        return list(model._default_manager.bulk_create([model(**row) for row in rows], batch_size=500))

    def _people(self, number: int) -> list[Any]:
        mark = uuid.uuid4().hex
        return self._add(
            "couples", "User", [{"email": f"{mark}-{place}@example.org", "password": "!"} for place in range(number)]
        )

    def _agreements(self, couples: list[Any], authors: list[Any]) -> list[Any]:
        begun = {"kind": "rhythm", "created_at": self.now}
        rows = [{"couple": couple, "author": author, **begun} for couple, author in zip(couples, authors, strict=True)]
        return self._add("agreements", "Agreement", rows)

    def _versions(self, agreements: list[Any]) -> list[Any]:
        first = {"number": 1, "words": {}, "settings": {}, "created_at": self.now}
        rows = [{"agreement": agreement, "author_id": agreement.author_id, **first} for agreement in agreements]
        return self._add("agreements", "Version", rows)

    def _consents(self, versions: list[Any], users: list[Any]) -> None:
        pairs = zip(versions, users, strict=True)
        rows = [{"version": version, "user": user, "given_at": self.now} for version, user in pairs]
        self._add("agreements", "Consent", rows)

    def _lines(self, agreements: list[Any], users: list[Any]) -> None:
        pairs = zip(agreements, users, strict=True)
        rows = [{"agreement": agreement, "user": user, "words": "it will pass"} for agreement, user in pairs]
        self._add("agreements", OLD_LINE, rows)

    def _check_ins(self, agreements: list[Any]) -> list[Any]:
        begun = self.now - timedelta(hours=1)
        when = {"slot": begun, "starts_at": begun, "minutes": 30, "zone": "Europe/Berlin", "prompts": list(PROMPTS)}
        rows = [{"couple_id": agreement.couple_id, "agreement": agreement, **when} for agreement in agreements]
        return self._add("checkins", "CheckIn", rows)

    def _pauses(self, couples: list[Any], users: list[Any]) -> None:
        """Of more than a day, as nothing but the verb forbade then."""
        when = {"started_at": self.now - timedelta(hours=30), "ends_at": self.now, "ended_at": self.now}
        rows = [{"couple": couple, "started_by": user, **when} for couple, user in zip(couples, users, strict=True)]
        self._add("agreements", "Pause", rows)

    def _answers(self, check_ins: list[Any], users: list[Any]) -> None:
        owned = [{"check_in": check_in, "author": user} for check_in, user in zip(check_ins, users, strict=True)]
        for prompt in PROMPTS:
            self._add("checkins", "Answer", [{**row, "prompt": prompt, "words": "the rain"} for row in owned])
        self._add("checkins", "Seal", [{**row, "sealed_at": self.now} for row in owned])
        self._add("checkins", "TakeAway", [{**row, "words": "tea"} for row in owned])
