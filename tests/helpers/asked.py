"""A guard around every request of every test: who queries a couple's table says for whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from basics.keeping import all_keepings
from basics.transactions import who_asks


@cache
def couples_tables() -> re.Pattern[str]:
    """Match the name of any table whose rows belong to a couple, as the rooms declare it."""
    tables = [keeping.model._meta.db_table for keeping in all_keepings() if keeping.couple]
    return re.compile(f'"({"|".join(tables)})"')


def refuse_unsaid(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let a query through unless it is about a couple and nobody said for whom."""
    assert who_asks() or not couples_tables().search(sql), f"nobody said for whom this is: {sql}"
    return execute(sql, params, many, context)


def guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Guard all that a request queries."""

    def answer(request: HttpRequest) -> HttpResponse:
        with connection.execute_wrapper(refuse_unsaid):
            return get_response(request)

    return answer
