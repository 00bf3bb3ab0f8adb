"""One's own lists and habits in the API: written, worded otherwise, read and deleted by their owner alone."""

from __future__ import annotations

from typing import Any

import pytest

from couples.people.models import User
from tests.api.conftest import Caller, pointers, problem
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
# Where, what is written, what is sent to word it otherwise, and what its owner reads then.
KINDS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("/mine/lines/", {"words": "It passes."}, {"words": "It always passes."}, {"words": "It always passes."}),
    (
        "/mine/lists/",
        {"list": "does_good", "words": "a swim"},
        {"words": "a swim at six"},
        {"list": "does_good", "words": "a swim at six"},
    ),
    (
        "/mine/habits/",
        {"words": "a walk"},
        {"words": "a long walk", "at": "18:30"},
        {"words": "a long walk", "at": "18:30"},
    ),
]


def rows(caller: Caller, path: str) -> Any:
    return caller.get(path).json()["results"]


@pytest.mark.parametrize(("path", "first", "otherwise", "then"), KINDS)
def test_from_the_first_word_to_none(charlie: User, path: str, first: Any, otherwise: Any, then: Any) -> None:
    as_charlie = Caller(charlie)
    written = as_charlie.post(path, first)
    assert written.status_code == 201
    one = written["Location"]
    assert as_charlie.get(one).json() == written.json()
    assert as_charlie.put(one, otherwise).json() == {**written.json(), **then}
    assert rows(as_charlie, path) == [as_charlie.get(one).json()]
    assert as_charlie.delete(one).status_code == 204
    assert rows(as_charlie, path) == []
    problem(as_charlie.put(one, otherwise), 404, "not-found")
    problem(as_charlie.delete(one), 404, "not-found")


@pytest.mark.parametrize(("path", "first", "otherwise", "then"), KINDS)
def test_nobody_else_finds_them(
    pair: Pair, eve: User, charlie: User, path: str, first: Any, otherwise: Any, then: Any
) -> None:
    as_alice = Caller(pair.alice)
    one = as_alice.post(path, first)["Location"]
    for person in (pair.bob, eve, charlie):
        other = Caller(person)
        assert rows(other, path) == []
        problem(other.get(one), 404, "not-found")
        problem(other.put(one, otherwise), 404, "not-found")
        problem(other.delete(one), 404, "not-found")
    assert [each["words"] for each in rows(as_alice, path)] == [first["words"]]


@pytest.mark.parametrize(("path", "first", "otherwise", "then"), KINDS)
def test_what_is_sent_twice_by_its_key_is_written_once(
    charlie: User, path: str, first: Any, otherwise: Any, then: Any
) -> None:
    as_charlie = Caller(charlie)
    twice = [as_charlie.post(path, first, Idempotency_Key="one")["Location"] for _time in range(2)]
    assert len(set(twice)) == len(rows(as_charlie, path)) == 1
    problem(as_charlie.post(path, {**first, "words": "else"}, Idempotency_Key="one"), 422, "key-reused")


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/mine/lines/", {"words": " "}, "#/words"),
        ("/mine/lists/", {"list": "none such", "words": "a swim"}, "#/list"),
        ("/mine/habits/", {"words": "a walk", "at": "25:00"}, "#/at"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(charlie: User, path: str, body: Any, where: str) -> None:
    as_charlie = Caller(charlie)
    assert pointers(as_charlie.post(path, body)) == {where}
    assert rows(as_charlie, path) == []
