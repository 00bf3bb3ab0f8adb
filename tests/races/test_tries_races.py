"""Many tries at once are counted one by one; none slips through between looking and counting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from basics.limits import Limit
from couples.access.counting import Counter
from couples.access.models import CountedTries
from tests.helpers import factories
from tests.races.stage import at_once, interleave

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases("locks while many try")]
NOW = timezone.now()
COUNTER = Counter.of(Limit(5, timedelta(minutes=5)), "race")


@pytest.mark.parametrize("before", ["nothing", "a row that is over"])
def test_of_fifty_tries_at_once_five_may_be_made(before):
    if before != "nothing":
        CountedTries.objects.create(key=COUNTER.key, tries=5, ends_at=NOW)
    got = at_once(*[lambda: COUNTER.take(NOW)] * 50)
    assert sorted(got) == [False] * 45 + [True] * 5


def last_two() -> list[bool]:
    """Two at once, with room for one."""
    CountedTries.objects.create(key=COUNTER.key, tries=4, ends_at=NOW + timedelta(minutes=1))
    one = lambda: COUNTER.take(NOW)  # noqa: E731
    return interleave(one, one, before='UPDATE "couples_countedtries"')


def test_of_two_at_once_one_takes_the_last():
    assert sorted(last_two()) == [False, True]


def naive(self: Counter, now: Any) -> bool:
    row = CountedTries.objects.get(pk=self.key)
    if row.tries >= self.limit.most:
        return False
    return bool(CountedTries.objects.filter(pk=self.key).update(tries=row.tries + 1))


@pytest.mark.postgres
def test_companion_looked_up_first_both_take_the_last(monkeypatch):
    monkeypatch.setattr(Counter, "_counted", naive)
    assert last_two() == [True, True]


def test_wrong_passwords_at_once_are_refused_after_five(client):
    """Through the page, to the end: so many hashes, however many come together."""
    vic = factories.person("Vic")
    answers = at_once(*[lambda: type(client)().post("/account/login/", {"login": vic.email, "password": "wrong"})] * 12)
    told = ["too often from here" in answer.content.decode() for answer in answers]
    assert sorted(told) == [False] * 5 + [True] * 7
