"""The models of each step of a migration, built with less work."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db.models import Field


@contextmanager
def copied_fields() -> Iterator[None]:
    """Copy a plain field, which Django takes apart and builds again for each model of each step.

    One that leads to another model, or that belongs to a model already, knows too much to be copied.
    """
    build = Field.clone

    def copied(field: Any) -> Any:
        if field.is_relation or hasattr(field, "model"):
            return build(field)
        made = copy.copy(field)
        # By these Django orders the fields of a model.
        made.creation_counter = Field.creation_counter
        Field.creation_counter += 1
        return made

    with mock.patch.object(Field, "clone", copied):
        yield
