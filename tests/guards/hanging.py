"""Which rows of a couple hang on which, of all that `keeping` declares to be a couple's."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Model, QuerySet

from basics.keeping import all_keepings


def ways() -> Iterator[tuple[type[Model], str]]:
    """Yield each model with each of its columns that lead to another row of a couple."""
    of_couples = {keeping.model for keeping in all_keepings() if keeping.couple == "couple"}
    for model in of_couples:
        for field in model._meta.local_fields:
            if field.related_model in of_couples:
                yield model, field.name


def of_another_couple(model: type[Model], way: str) -> QuerySet[Model]:
    """Return the rows that hang on another couple's."""
    return model._default_manager.exclude(**{way: None}).exclude(couple=F(f"{way}__couple"))
