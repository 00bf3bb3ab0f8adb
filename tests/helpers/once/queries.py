"""What Django works out anew for each query, though it comes out the same: a model's columns, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.apps import apps
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler


def spare_queries() -> None:
    """Let the columns of a model be named once; that it is Django's own SQL, tests/test_once.py sees."""
    SQLCompiler.compile = _naming(SQLCompiler.compile)  # type: ignore[method-assign]
    SQLCompiler.get_select = _selecting(SQLCompiler.get_select)  # type: ignore[method-assign]
    SQLCompiler.get_converters = _reading(SQLCompiler.get_converters)  # type: ignore[method-assign]


def _naming(compile_node: Callable[..., Any]) -> Callable[..., Any]:
    """Name a column once for each name that its table has in a query."""
    names: dict[tuple[str, str | None], str] = {}

    @wraps(compile_node)
    def compiled(compiler: SQLCompiler, node: Any) -> Any:
        if type(node) is not Col:
            return compile_node(compiler, node)
        column = node.alias, node.target.column
        if column not in names:
            names[column] = compile_node(compiler, node)[0]
        return names[column], []

    return compiled


def _selecting(select: Callable[..., Any]) -> Callable[..., Any]:
    """List the columns of a model once, where a query asks for all of them and for nothing else."""
    columns: dict[tuple[type, str], Sequence[Any]] = {}

    @wraps(select)
    def selected(compiler: SQLCompiler, with_col_aliases: bool = False) -> Any:
        query: Any = compiler.query
        if with_col_aliases or not _is_for_rows_alone(query):
            return select(compiler, with_col_aliases)
        asked = query.model, query.get_initial_alias()
        if asked not in columns:
            columns[asked] = select(compiler)[0]
        places = list(range(len(columns[asked])))
        return list(columns[asked]), {"model": query.model, "select_fields": places}, {}

    return selected


def _is_for_rows_alone(query: Any) -> bool:
    """Tell whether it asks for whole rows of one model. Those of a migration are models of its own, and are let go."""
    is_plain = query.default_cols and query.selected is None and not query.deferred_loading[0]
    more = query.select_related or query.extra_select or query.annotation_select
    return bool(is_plain and not more and query.model and query.model._meta.apps is apps)


def _reading(converters: Callable[..., Any]) -> Callable[..., Any]:
    """Find out once what a field does with what the database gives for it."""
    # With the field itself, so that no later one has its number.
    known: dict[int, tuple[Any, Any]] = {}

    @wraps(converters)
    def read(compiler: SQLCompiler, expressions: Any) -> dict[int, Any]:
        expressions = list(expressions)
        if not all(type(each) is Col and each.target is each.output_field for each in expressions):
            return dict(converters(compiler, expressions))
        found = {}
        for place, each in enumerate(expressions):
            if id(each.target) not in known:
                known[id(each.target)] = each.target, converters(compiler, [each]).get(0, (None,))[0]
            if steps := known[id(each.target)][1]:
                found[place] = steps, each
        return found

    return read
