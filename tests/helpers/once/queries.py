"""What Django works out anew for each query, though it comes out the same: a model's columns, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.apps import apps
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import ForeignKey
from django.db.models.expressions import Col
from django.db.models.query_utils import RegisterLookupMixin
from django.db.models.sql.compiler import SQLCompiler


def spare_queries() -> None:
    """Let the columns of a model be named once; that it is Django's own SQL, tests/test_once.py sees."""
    for owner, name, spared in SPARED:
        setattr(owner, name, spared(getattr(owner, name)))


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
        found = {}
        for place, each in enumerate(expressions):
            if type(each) is not Col or each.target is not each.output_field:
                return dict(converters(compiler, expressions))
            if id(each.target) not in known:
                known[id(each.target)] = each.target, converters(compiler, [each]).get(0, (None,))[0]
            if steps := known[id(each.target)][1]:
                found[place] = steps, each
        return found

    return read


def _kept(make: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the column of a key for each name that its table has in a query; Django keeps those of plain fields."""
    # With the fields themselves, so that no later one has their number.
    columns: dict[tuple[int, str, int], tuple[Any, Any, Any]] = {}

    @wraps(make)
    def column(field: Any, alias: str, output_field: Any = None) -> Any:
        if field.model._meta.apps is not apps:
            return make(field, alias, output_field)
        asked = id(field), alias, id(output_field)
        if asked not in columns:
            columns[asked] = make(field, alias, output_field), field, output_field
        return columns[asked][0]

    return column


def _as_resolved(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Take a column for itself: there is nothing in it to resolve, and nobody changes one."""

    @wraps(resolve)
    def resolved(
        column: Any,
        query: Any = None,
        allow_joins: bool = True,
        reuse: Any = None,
        summarize: bool = False,
        for_save: bool = False,
    ) -> Any:
        return resolve(column, query, allow_joins, reuse, summarize, for_save) if summarize else column

    return resolved


def _looking_up(look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Find once how a kind of field is looked up by a name."""
    known: dict[tuple[type, str], Any] = {}

    @wraps(look_up)
    def found(field: Any, name: str) -> Any:
        asked = type(field), name
        if asked not in known:
            if (lookup := look_up(field, name)) is None or "instance_lookups" in vars(field):
                return lookup
            known[asked] = lookup
        return known[asked]

    return found


def _with_marks(convert: Callable[..., Any]) -> Callable[..., Any]:
    """Write the marks of SQLite's parameters into each statement once."""
    known: dict[str, str] = {}

    @wraps(convert)
    def converted(cursor: Any, statement: str, *, param_names: Any = None) -> Any:
        if param_names is not None:
            return convert(cursor, statement, param_names=param_names)
        if statement not in known:
            known[statement] = convert(cursor, statement)
        return known[statement]

    return converted


# Whose method it is, and what makes of it one that remembers.
SPARED: tuple[tuple[type, str, Callable[..., Any]], ...] = (
    (SQLCompiler, "compile", _naming),
    (SQLCompiler, "get_select", _selecting),
    (SQLCompiler, "get_converters", _reading),
    (ForeignKey, "get_col", _kept),
    (Col, "resolve_expression", _as_resolved),
    (RegisterLookupMixin, "get_lookup", _looking_up),
    (SQLiteCursorWrapper, "convert_query", _with_marks),
)
