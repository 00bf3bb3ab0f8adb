"""Limits on how often one person does something: counted and taken under the row of that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F, QuerySet


@dataclass(frozen=True)
class Limit:
    """At most `most` acts of one person `within` any such time."""

    most: int
    within: timedelta

    def refuse_beyond(
        self, acts: QuerySet[Any], moment: str, now: datetime, person_id: int, refusal: type[Exception]
    ) -> None:
        """Raise `refusal` unless one more act may follow; `moment` is the column that says when each was done.

        Call it inside the transaction that acts, after the row of the couple or of the agreement was taken.
        """
        take_turn(person_id)
        if acts.filter(**{f"{moment}__gt": now - self.within}).count() >= self.most:
            raise refusal


def take_turn(person_id: int) -> None:
    """Let one transaction of this person at a time go on from here. Raises RuntimeError outside a transaction.

    Counted without it, many acts at once each see that there is room for one more. The column changes nothing and is
    no key, so that rows which point to the person can be written meanwhile.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A limit counts only inside the transaction that acts.")
    get_user_model().objects.filter(pk=person_id).update(is_active=F("is_active"))
