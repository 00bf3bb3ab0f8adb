"""Whether the keys fit what is stored, and whether anything can be written: asked at the start, and by `readyz`.

With wrong keys every page that shows somebody's words would fail, and what is written meanwhile could be read by none
of the right ones. So nothing starts with them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from basics.encryption import WordsUnreadable, decrypt, encrypt, encrypted_fields
from basics.transactions import serving
from config.models import ONLY, Canary

logger = logging.getLogger(__name__)

SINGS = "tweet"
# How each encrypted text begins: the version of its form, and a time with three bytes that are zero until 2106.
ENCRYPTED = "gAAAA"
# A row that is damaged says nothing of the keys; so many in a row do.
ROWS_A_FIELD = 3
# Whoever asks more often makes the disk no busier.
WRITTEN_EVERY = timedelta(seconds=1)


class KeysDoNotFit(SystemExit):
    """Ends the start with a sentence."""


def refuse_wrong_keys(**_signal: Any) -> None:
    """Raise KeysDoNotFit when none of WORDS_KEYS reads what is stored. A database that is away or empty is let pass."""
    with serving():
        unread = list(_unread())
    if unread:
        raise KeysDoNotFit(
            "Steady cannot start. Please correct these environment variables:\n"
            f"  WORDS_KEYS: None of the keys reads what is stored ({', '.join(unread)}). Give the keys that it was "
            "written with, newest first; the embedded default keeps them in DATA_DIR/words_keys and in each backup. "
            "Nothing was changed."
        )


def refuse_wrong_keys_before_forking() -> None:
    """Do the same in a process that others may be forked from: they share no connection."""
    try:
        refuse_wrong_keys()
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # Django's, where a pool is set


def lay_canary(**_signal: Any) -> None:
    """Store the text that tells the right keys, unless there is one or other words do not fit these keys."""
    try:
        with serving(), transaction.atomic():
            if not Canary.objects.exists() and not list(_unread()):
                Canary.objects.get_or_create(pk=ONLY, defaults={"song": encrypt(SINGS), "written_at": timezone.now()})
    except DatabaseError:
        # On the way back to nothing there is no table for it.
        logger.info("no canary was laid")


def renew_canary() -> None:
    """Encrypt it with the newest key: without that key the start is refused from now on."""
    Canary.objects.update(song=encrypt(SINGS))


def unfit_for_work(now: datetime) -> str:
    """Read the canary and write its time; return what is wrong, or nothing. Raises DatabaseError."""
    song = Canary.objects.values_list("song", flat=True).first()
    if song is None:
        return "the database is not migrated"
    if not _decrypts(song):
        return "WORDS_KEYS do not fit what is stored"
    Canary.objects.exclude(written_at__range=(now - WRITTEN_EVERY, now)).update(written_at=now)
    return ""


def _unread() -> Iterator[str]:
    """Yield the models of which nothing can be read."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        logger.warning("the database does not answer: the keys are not checked")
        return
    for model in apps.get_models():
        # Where an empty text stays one, there are millions of those.
        names = (
            ["song"] if model is Canary else [field.name for field in encrypted_fields(model) if not field.empty_stays]
        )
        if not all(_is_read(model, name) for name in names):
            yield model._meta.label


def _is_read(model: type[models.Model], name: str) -> bool:
    stored = model._base_manager.exclude(**{f"{name}__isnull": True}).order_by("pk")
    try:
        with transaction.atomic():
            tokens = list(stored.values_list(Cast(name, models.TextField()), flat=True)[:ROWS_A_FIELD])
    except DatabaseError:
        return True  # not migrated yet
    # A text that a migration is yet to encrypt says nothing of the keys either.
    closed = [token for token in tokens if token.startswith(ENCRYPTED)]
    return not closed or any(_decrypts(token) for token in closed)


def _decrypts(token: str) -> bool:
    try:
        decrypt(token)
    except WordsUnreadable:
        return False
    return True
