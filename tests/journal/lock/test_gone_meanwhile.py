"""What another page deletes while a request is at work on it is a 404, as what there never was."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client

from journal.entries import views as entries
from journal.entries.api import EntriesApi
from journal.lists.api import ItemsApi
from journal.thoughts import views as thoughts
from journal.thoughts.api import ThoughtsApi
from tests.api.conftest import Caller, problem
from tests.helpers import notebook
from tests.helpers.factories import Pair
from tests.journal.own import listed

pytestmark = pytest.mark.django_db
REQUESTS: list[tuple[type[Any], Callable[[Any], models.Model], str, str, Any]] = [
    (ItemsApi, listed, "POST", "/mine/lists/{}/plan/", None),
    (ItemsApi, listed, "PUT", "/mine/lists/{}/", {"words": "a walk"}),
    (
        ThoughtsApi,
        notebook.looked_at,
        "PUT",
        "/mine/thoughts/{}/",
        {"situation": "x", "feeling_1": "worried", "before_1": 80, "thought": "y"},
    ),
    (ThoughtsApi, notebook.looked_at, "DELETE", "/mine/thoughts/{}/", None),
    (EntriesApi, notebook.felt, "POST", "/mine/entries/{}/copies/", {"size": "feeling"}),
]


def delete_once_found(monkeypatch: pytest.MonkeyPatch, owner: Any, finder: str, row: models.Model) -> None:
    """Let another page delete the row as soon as a request has found it."""
    found = getattr(owner, finder)

    def found_and_deleted(asking: Any, key: uuid.UUID) -> Any:
        seen = found(asking, key)
        type(row)._default_manager.filter(pk=row.pk).delete()
        return seen

    monkeypatch.setattr(owner, finder, found_and_deleted)


@pytest.mark.parametrize(("base", "make", "method", "path", "body"), REQUESTS)
def test_what_is_deleted_after_it_was_found_is_a_404(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, base: Any, make: Any, method: str, path: str, body: Any
) -> None:
    row = make(pair.alice)
    delete_once_found(monkeypatch, base, "found", row)
    problem(Caller(pair.alice, by_key=True).call(method, path.format(row.pk), body), 404, "not-found")


SAID = {"situation": "x", "feeling_1": "worried", "before_1": 80}
FORMS: list[tuple[Any, str, Callable[[Any], models.Model], str, dict[str, Any]]] = [
    (thoughts, "_seen_or_404", notebook.looked_at, "/mine/thoughts/{}/1/", SAID),
    (thoughts, "_seen_or_404", notebook.looked_at, "/mine/thoughts/{}/1/keep/", SAID),
    (entries, "_own_or_404", notebook.felt, "/mine/entries/{}/", {"feeling": "uneasy"}),
    (entries, "_own_or_404", notebook.felt, "/mine/entries/{}/noted/", {"feeling": "uneasy"}),
]


@pytest.mark.parametrize(("views", "finder", "make", "path", "typed"), FORMS)
def test_so_it_is_on_pages(
    pair: Pair,
    alice_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    views: Any,
    finder: str,
    make: Any,
    path: str,
    typed: Any,
) -> None:
    row = make(pair.alice)
    delete_once_found(monkeypatch, views, finder, row)
    assert alice_client.post(path.format(row.pk), typed).status_code == 404
