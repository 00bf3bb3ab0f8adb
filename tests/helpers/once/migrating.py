"""What Django builds anew for each step of a migration, though the step is about one model."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, wraps
from typing import Any
from unittest import mock

from django.apps import apps
from django.db.migrations import operations
from django.db.migrations.state import ProjectState
from django.db.models import Field

# These ask for nothing but their own model and what it points to; all others may look at what points to it.
OF_ONE_MODEL = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.AddField,
    operations.RemoveField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
)
# It sees to that itself on the way forward.
OF_ALL = operations.RunPython
OTHERS = {getattr(operations, name) for name in operations.__all__} - {*OF_ONE_MODEL, OF_ALL}
WAYS = ("database_forwards", "database_backwards")


@contextmanager
def spared() -> Iterator[None]:
    """Copy fields, and build a model again without all that are related to it, until a step asks for these."""
    named_once = cache(apps.get_swappable_settings_name)
    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(Field, "clone", _copying({})))
        patched.enter_context(mock.patch.object(apps, "get_swappable_settings_name", named_once))
        patched.enter_context(mock.patch.object(ProjectState, "reload_model", _reload_alone))
        patched.enter_context(mock.patch.object(OF_ALL, WAYS[1], _with_all(OF_ALL.database_backwards)))
        for operation, way in ((operation, way) for operation in OTHERS for way in WAYS):
            patched.enter_context(mock.patch.object(operation, way, _among_all(getattr(operation, way))))
        yield


def _reload_alone(state: Any, room: str, name: str, delay: bool = False) -> None:
    """Django builds whatever leads to it or from it too, and from a person a way leads to every model."""
    if "apps" in vars(state):
        state.is_delayed = True
        state._reload({(room, name)})


def _among_all(run: Any) -> Any:
    """Return what runs a step from all models to all models, each built of this moment."""

    @wraps(run)
    def among_all(operation: Any, room: str, editor: Any, from_state: Any, to_state: Any) -> None:
        # What is not unique is nothing to point to.
        if not isinstance(operation, operations.AlterField) or operation.field.unique:
            for state in (from_state, to_state):
                state.clear_delayed_apps_cache()
                # In this order, by which SQLite orders its columns.
                state.apps  # noqa: B018
        run(operation, room, editor, from_state, to_state)

    return among_all


def _with_all(run: Any) -> Any:
    """Return what runs code backwards, if there is any, with all models as they are."""

    @wraps(run)
    def with_all(operation: Any, room: str, editor: Any, from_state: Any, to_state: Any) -> None:
        if operation.reverse_code is not operations.RunPython.noop:
            from_state.clear_delayed_apps_cache()
        run(operation, room, editor, from_state, to_state)

    return with_all


def _copying(parts: dict[int, tuple[Any, Any, Any]]) -> Any:
    """Return what copies a field, which Django takes apart and builds again for each model of each step.

    One that leads to another model knows too much to be copied: it is taken apart once.
    """

    def copied(field: Any) -> Any:
        if field.is_relation or hasattr(field, "model"):
            return _built(field, parts)
        made = copy.copy(field)
        # By these Django orders the fields of a model.
        made.creation_counter = Field.creation_counter
        Field.creation_counter += 1
        return made

    return copied


def _built(field: Any, parts: dict[int, tuple[Any, Any, Any]]) -> Any:
    """Build a field again. What it is made of is kept with itself, so that no later one has its number."""
    if id(field) not in parts:
        parts[id(field)] = field, *field.deconstruct()[2:]
    _field, arguments, options = parts[id(field)]
    return type(field)(*arguments, **options)
