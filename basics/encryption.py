"""People's own words, encrypted at rest with keys that are not SECRET_KEY.

A failed decrypt raises `WordsUnreadable`; it never shows ciphertext and never an empty text.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.functions import Cast


class WordsUnreadable(Exception):
    """A stored text cannot be decrypted with any of the keys in WORDS_KEYS."""


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    """Return the cipher over WORDS_KEYS; the first key encrypts, all of them decrypt."""
    return _cipher(tuple(settings.WORDS_KEYS))


def encrypt(text: str) -> str:
    """Return `text` encrypted with the newest key."""
    return cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the text in `token`. Raises WordsUnreadable when no key fits."""
    try:
        return cipher().decrypt(token.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise WordsUnreadable from error


def rotate(token: str) -> str:
    """Return `token` encrypted anew with the newest key. Raises WordsUnreadable when no key fits."""
    try:
        return cipher().rotate(token.encode()).decode()
    except InvalidToken as error:
        raise WordsUnreadable from error


class EncryptedTextField(models.TextField):
    """A text that the database stores encrypted. It cannot be searched or ordered by.

    With `empty_stays`, a value that says nothing is stored as an empty text. That is for fields of rows by the million
    that hardly ever carry anything (60 µs for each encryption and decryption), and not for anybody's words: there an
    empty text has to be one that was encrypted.
    """

    def __init__(self, *args: Any, empty_stays: bool = False, **kwargs: Any) -> None:
        self.empty_stays = empty_stays
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Tell migrations about the option."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"empty_stays": True} if self.empty_stays else {})}

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in; None stays NULL."""
        if value is None:
            return None
        return "" if self.empty_stays and not value else encrypt(self.to_text(value))

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Decrypt on the way out."""
        if value is None:
            return None
        return self.empty() if self.empty_stays and not value else self.from_text(decrypt(value))

    def empty(self) -> Any:
        return ""

    def to_text(self, value: Any) -> str:
        """Return what is encrypted for `value`."""
        return str(value)

    def from_text(self, text: str) -> Any:
        """Return the value that `to_text` was given."""
        return text

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse lookups: every encryption of the same text differs, so none could ever match."""
        if lookup_name != "isnull":
            raise FieldError("Encrypted words cannot be looked up; decrypt one couple's words in Python.")
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """A JSON value that the database stores encrypted."""

    # What django-stubs calls the types that are set and read.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def empty(self) -> Any:
        return {}

    def to_text(self, value: Any) -> str:
        """Return the JSON text."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def from_text(self, text: str) -> Any:
        """Return the value in the JSON text."""
        return json.loads(text)

    def to_python(self, value: Any) -> Any:
        """Leave values as they are; only the database form is text."""
        return value


class EncryptedBytesField(EncryptedTextField):
    """Bytes that the database stores encrypted: a file of people's words, which stand elsewhere as their own."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def empty(self) -> Any:
        return b""

    def to_text(self, value: Any) -> str:
        """Return what is encrypted for these bytes."""
        return b64encode(value).decode()

    def from_text(self, text: str) -> Any:
        """Return the bytes."""
        return b64decode(text)

    def to_python(self, value: Any) -> Any:
        """Leave values as they are; only the database form is text."""
        return value


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """Return those of the model's own fields that the database stores encrypted."""
    return [field for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]


def rotate_model(model: type[models.Model], batch_size: int = 500) -> int:
    """Encrypt every encrypted field of `model` anew with the newest key; return how many texts.

    Works row by row and only where the stored text is still the one that was read, so a text
    written meanwhile (with the newest key already) is never overwritten.
    """
    return sum(_rotate_field(model, field.name, batch_size) for field in encrypted_fields(model))


def _rotate_field(model: type[models.Model], name: str, batch_size: int) -> int:
    stored = Cast(name, models.TextField())
    rows = model._base_manager.annotate(stored_text=stored).exclude(**{f"{name}__isnull": True}).exclude(stored_text="")
    done = 0
    for key, token in rows.values_list("pk", "stored_text").iterator(chunk_size=batch_size):
        fresh = models.Value(rotate(token), output_field=models.TextField())
        done += rows.filter(pk=key, stored_text=token).update(**{name: fresh})
    return done
