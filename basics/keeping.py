"""Whose is it? What each model holds, for whom, and what becomes of it: declared by the room that stores it.

Each room has a `keeping.py` whose declarations its `AppConfig.ready()` registers. Earlier, leaving and the guards read
them; what is exported, erased and told on the privacy page is declared beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db import models

from basics.encryption import EncryptedBytesField, encrypted_fields


class Secrecy(Enum):
    """Who may read it."""

    MINE = "mine"  # its owner alone, ever
    SEALED = "sealed"  # its owner alone, until both are in and the time has come
    OURS = "ours"  # both
    COPY = "copy"  # what its owner showed, until they take it back
    EXEMPT = "exempt"  # nobody's own, or not for pages; says why


class Erasure(Enum):
    """What becomes of it when its owner erases their account."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    STAYS = "stays"


class Whose(Enum):
    """With whom something is once two people have left each other; said in this order."""

    MINE = "mine"  # with whoever reads it, alone
    BOTH = "both"  # with both, to read
    CLOSED = "closed"  # with neither, or with its writer alone
    THEIRS = "theirs"  # with the other alone, as ever


@dataclass(frozen=True)
class Afterwards:
    """What becomes of something, as the page says it before two people leave each other, and after it."""

    whose: Whose
    # A few words, to stand in a list with others.
    words: Any


class Chapter(Enum):
    """Where in the file that a person takes with them something stands, in this order."""

    MINE = "mine"
    OURS = "ours"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Export:
    """What a person takes with them of one model; a page may show several as one, and so may this.

    `rows` asks as the subject's pages do, through its `showing`, and yields one mapping after the other, in the order
    in which they are read; `basics/pieces.py` reads them. Values are what JSON holds, and dates and moments beside it:
    the JSON has those in UTC, the page as people say them. What has no value is left out of the page.
    """

    # The key in the JSON: it stays for ever.
    name: str
    heading: Any
    # What the page calls each key of a row, of mappings inside it too. An empty label: the value stands alone.
    labels: Mapping[str, Any]
    rows: Callable[[Any, datetime], Iterator[Mapping[str, Any]]]
    chapter: Chapter = Chapter.MINE


@dataclass(frozen=True)
class Keeping:
    """What is kept in one model. Columns are named as a lookup from the model."""

    model: type[models.Model]
    secrecy: Secrecy
    # One sentence for the privacy page, in the reader's language. Without one, `reason` says why it needs none.
    sentence: Any = ""
    reason: str = ""
    owner: str = ""
    couple: str = ""
    # Of what is sealed: which rows have opened, and are both's since.
    opened: models.Q | None = None
    # Of an ended seat: the rows that its holder may still read. None: nothing stays.
    stays: Callable[[Any], models.QuerySet[Any]] | None = None
    # What is told of that before and after leaving; what `stays` is mine or both's.
    afterwards: Sequence[Afterwards] = ()
    # What a person takes with them. Without one `not_exported` says why; of what is exempt `reason` does.
    export: Export | None = None
    not_exported: str = ""
    erasure: Erasure = Erasure.DELETE
    # Of what is anonymised: the rows of the other's that the holder of an ended seat keeps. None: what they may read.
    remains: Callable[[Any], models.QuerySet[Any]] | None = None
    # Erases what no column of its owner's finds: names inside words, hashes of an address. Called before any row goes.
    on_erasing: Callable[[Any, datetime], object] | None = None
    # Whether it goes as soon as its owner asks for their erasure, because it works for them while they are away.
    ends_at_once: bool = False
    # None: until its owner deletes it or erases the account.
    kept_for: timedelta | None = None
    # Closes what a leave closes, inside its transaction.
    on_leaving: Callable[[Any, datetime], None] | None = None

    @property
    def label(self) -> str:
        """Return the model's name with its app."""
        return self.model._meta.label

    @property
    def own_words(self) -> Sequence[str]:
        """Return the fields that hold people's own words: those that are encrypted, and no file made of such."""
        fields = encrypted_fields(self.model)
        return [field.name for field in fields if not isinstance(field, EncryptedBytesField)]


_keepings: dict[type[models.Model], Keeping] = {}


def register(*keepings: Keeping) -> None:
    """Make known what a room keeps. Called in an `AppConfig.ready()`."""
    for keeping in keepings:
        _keepings[keeping.model] = keeping


_elsewhere: list[Callable[[Any], object]] = []


def register_elsewhere(forget: Callable[[Any], object]) -> None:
    """Have `forget(person)` called for what lies outside of the tables when somebody erases their account."""
    if forget not in _elsewhere:
        _elsewhere.append(forget)


def forget_elsewhere(person: Any) -> None:
    """Forget what is kept of a person outside of the tables."""
    for forget in _elsewhere:
        forget(person)


def all_keepings() -> Sequence[Keeping]:
    """Return all, those of the lower rooms first."""
    return list(_keepings.values())


def all_exports() -> Sequence[Export]:
    """Return what a person takes with them, by chapter, and in it the lower rooms first. Models may share one."""
    found = {keeping.export.name: keeping.export for keeping in all_keepings() if keeping.export}
    return sorted(found.values(), key=lambda export: list(Chapter).index(export.chapter))


def told_of_leaving() -> Mapping[Whose, Sequence[str]]:
    """Return what becomes of everything once two people leave each other, in the reader's language."""
    told = [each for keeping in all_keepings() for each in keeping.afterwards]
    return {whose: list(dict.fromkeys(str(each.words) for each in told if each.whose is whose)) for whose in Whose}


def keeping_of(model: type[models.Model]) -> Keeping:
    """Return what was declared. Raises KeyError for a model that nobody declared."""
    return _keepings[model]


def what_stays(model: type[models.Model], seat: Any) -> models.QuerySet[Any]:
    """Return the rows that the holder of an ended seat may still read."""
    stays = keeping_of(model).stays
    return stays(seat) if stays else model._default_manager.none()


def what_remains(keeping: Keeping, seat: Any) -> models.QuerySet[Any]:
    """Return the rows that have to stay for the holder of an ended seat when the other erases their account."""
    remains = keeping.remains or keeping.stays
    return remains(seat) if remains else keeping.model._default_manager.none()


def exempt(model: type[models.Model], reason: str, owner: str = "", **more: Any) -> Keeping:
    """Declare a model that is nobody's own, or that no page shows."""
    return Keeping(model, Secrecy.EXEMPT, reason=reason, owner=owner, **more)
