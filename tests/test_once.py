"""What the tests let Django work out once comes out as Django's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import Exists, F, OuterRef
from django.test import Client
from django.test.client import ClientMixin
from django.urls import resolvers, reverse
from django.utils import translation
from django.utils.translation import trans_real

from couples.people.models import User
from tests.helpers.once.queries import SPARED

pytestmark = pytest.mark.django_db


def queries_of(model: type[models.Model]) -> Iterator[models.QuerySet]:
    """All its rows, some of their columns, with what they hang on, something beside, and from within another query."""
    rows = model._base_manager.order_by("pk")
    yield rows
    yield rows.only("pk")
    yield rows.values("pk")
    yield rows.annotate(beside=F("pk"))
    yield rows.select_related(*(field.name for field in model._meta.fields if field.is_relation))
    yield rows.filter(Exists(rows.filter(pk=OuterRef("pk"))))
    yield rows.filter(pk__in=rows)


def told(model: type[models.Model]) -> list[Any]:
    """Return each query, and what is done with each of its columns."""
    found = []
    for rows in queries_of(model):
        compiler = rows.query.get_compiler(connection=connection)
        sql = compiler.as_sql()
        columns = [each[0] for each in compiler.select]
        read = {place: [str(step) for step in steps[0]] for place, steps in compiler.get_converters(columns).items()}
        found.append(
            (sql, compiler.klass_info and compiler.klass_info["select_fields"], compiler.annotation_col_map, read)
        )
    return found


def test_queries_are_djangos_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in apps.get_models(include_auto_created=True):
        first, again = told(model), told(model)
        with monkeypatch.context() as patched:
            for owner, name, _spared in SPARED:
                patched.setattr(owner, name, vars(owner)[name].__wrapped__)
            own = told(model)
        assert first == again == own, model


def test_addresses_and_words_are_djangos_own() -> None:
    find: Any = resolvers.URLResolver._reverse_with_prefix  # type: ignore[attr-defined]
    own, translate = find.__wrapped__, vars(trans_real.gettext)["__wrapped__"]
    assert reverse("today") == reverse("today") == own(resolvers.get_resolver(), "today", "/") == "/today/"
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            assert translation.gettext("Today") == translate("Today")


def test_what_a_session_holds_is_djangos_own(alice: User) -> None:
    ours, theirs = Client(), Client()
    [backend] = settings.AUTHENTICATION_BACKENDS
    sign_in = vars(ClientMixin)["_login"]
    sign_in(ours, alice, backend)
    sign_in.__wrapped__(theirs, alice, backend)
    assert dict(ours.session.items()) == dict(theirs.session.items())
    assert Session.objects.count() == 2
