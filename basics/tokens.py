"""Secrets of which only a hash is stored, and texts that travel closed, so that only this service reads them."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac

# What is closed is filled up to a multiple of this: its length would tell of the name of a kind.
BLOCK = 48


class NotClosedHere(Exception):
    """A token that this service did not make for this purpose."""


def token_hash(token: str) -> str:
    """Return what is stored to find an invitation, a key or a link by its secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_token(purpose: str, *parts: object) -> str:
    """Return a token that looks random to everybody else and is the same for the same parts, so nobody stores it."""
    said = json.dumps([str(part) for part in parts]).encode()
    return urlsafe_b64encode(hmac.digest(_key(settings.SECRET_KEY, purpose), said, "sha256")[:24]).decode()


def close(purpose: str, content: Any) -> str:
    """Return a token that says what `content` is to this service alone; the same content has the same token."""
    text = json.dumps(content).encode()
    filled = text.ljust(-len(text) // BLOCK * -BLOCK)
    return _in_letters(close_bytes(purpose, filled))


def open_closed(purpose: str, token: str) -> Any:
    """Return what `close` was given. Raises NotClosedHere."""
    try:
        closed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        content = json.loads(open_bytes(purpose, closed))
    except ValueError as error:
        raise NotClosedHere from error
    # The last letter has bits to spare: of all its spellings one is ours.
    if _in_letters(closed) != token:
        raise NotClosedHere
    return content


def close_bytes(purpose: str, content: bytes) -> bytes:
    """Return bytes, at least one, closed for this service alone."""
    return _cipher(settings.SECRET_KEY, purpose).encrypt(content, None)


def open_bytes(purpose: str, closed: bytes) -> bytes:
    """Return what `close_bytes` was given. Raises NotClosedHere."""
    try:
        return _cipher(settings.SECRET_KEY, purpose).decrypt(closed, None)
    except (ValueError, InvalidTag) as error:
        raise NotClosedHere from error


def close_for_mail(purpose: str, content: bytes) -> str:
    """Return the same for a few bytes, as an address of a mail can carry it: short, and whatever its letters' case."""
    return _in_any_case(close_bytes(purpose, content))


def open_from_mail(purpose: str, token: str) -> bytes:
    """Return what `close_for_mail` was given. Raises NotClosedHere."""
    try:
        closed = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError as error:
        raise NotClosedHere from error
    if _in_any_case(closed) != token.lower():
        raise NotClosedHere
    return open_bytes(purpose, closed)


def _in_letters(closed: bytes) -> str:
    return urlsafe_b64encode(closed).decode().rstrip("=")


def _in_any_case(closed: bytes) -> str:
    return b32encode(closed).decode().rstrip("=").lower()


@lru_cache(maxsize=8)
def _cipher(secret_key: str, purpose: str) -> AESSIV:
    # SIV needs no nonce, so a mail that is tried again is the same to the byte.
    return AESSIV(_key(secret_key, purpose))


@lru_cache(maxsize=8)  # a mail needs two, and making one takes longer than using it
def _key(secret_key: str, purpose: str) -> bytes:
    return salted_hmac(purpose, "key", secret=secret_key, algorithm="sha512").digest()
