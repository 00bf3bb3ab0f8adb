"""Two pages of one form that keep something at once: neither undoes the other."""

from __future__ import annotations

import pytest
from django.utils import timezone

from couples.people import begun
from couples.people.begun import begun_by, keep_begun
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")
NOW = timezone.now()
WRITE = r'(INSERT INTO|UPDATE) "couples_beguntext"'


def two_pages_keep(person, *, is_begun):
    if is_begun:
        keep_begun(person, "agreement:x", {"when": "before"}, NOW)

    def page(**typed):
        return lambda: keep_begun(person, "agreement:x", typed, NOW)

    interleave(page(feel="one"), page(need="other"), before=WRITE)
    return begun_by(person.pk, "agreement:x", NOW)


@pytest.mark.parametrize("is_begun", [False, True])
def test_what_each_keeps_stays(pair, is_begun):
    kept = two_pages_keep(pair.alice, is_begun=is_begun)
    assert kept == {"feel": "one", "need": "other", **({"when": "before"} if is_begun else {})}


@pytest.mark.postgres
def test_companion_without_a_turn_the_second_undoes_the_first(pair, monkeypatch):
    monkeypatch.setattr(begun, "take_turn", lambda _person: None)
    assert two_pages_keep(pair.alice, is_begun=True) == {"when": "before", "need": "other"}
