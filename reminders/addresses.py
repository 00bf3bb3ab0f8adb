"""E-mail addresses of people who may have no account, and their right not to be written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import product
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from basics.typed import address_spellings, address_typed
from reminders.models import BlockedAddress

_WIDE = {ord(each): ord(each) + 0xFEE0 for each in "abcdefghijklmnopqrstuvwxyz0123456789-"}
MOST_PARTS = 4
# Servers that deliver a.b@ and ab@ into one mailbox.
DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})


def address_key(address: str) -> str:
    """Return a keyed hash that finds an address again without storing it."""
    return _key(address_typed(address))


def address_keys(address: str) -> set[str]:
    """Return the address's key, and those it may have been stored under before addresses were made plain."""
    return {_key(spelling) for spelling in address_spellings(address)}


def _key(spelling: str) -> str:
    return salted_hmac("reminders.address", spelling, algorithm="sha256").hexdigest()


def mailbox_key(address: str) -> str:
    """Return a keyed hash of the mailbox behind an address: one person is not written to again by way of a "+tag".

    Only for what we send. Whether two people are the same is for `address_key`: not every server reads tags so.
    """
    return _key(_mailbox(address_typed(address)))


def mailbox_keys(address: str) -> set[str]:
    """Return the mailbox's key, and those it may have been stored under before addresses were made plain."""
    return {_key(_mailbox(spelling)) for spelling in address_spellings(address)}


def keys_of_a_no(address: str) -> set[str]:
    """Return all keys under which the owner's "never again" may stand: also those of a domain in full width, as a
    Chinese keyboard writes it. Nobody who said it is to be asked anew, so this looks farther than the others.
    """
    name, at, domain = address_typed(address).rpartition("@")
    return mailbox_keys(address) | {_key(_mailbox(f"{name}{at}{written}")) for written in _in_width(domain)}


def _in_width(domain: str) -> Iterator[str]:
    """Yield how a domain is written with some of its parts in full width; of one with many parts there are too many."""
    parts = [(part, part.translate(_WIDE)) for part in domain.split(".")]
    for stop in ".．。" if len(parts) <= MOST_PARTS else ():
        yield from (stop.join(chosen) for chosen in product(*parts))


def _mailbox(spelling: str) -> str:
    name, at, domain = spelling.rpartition("@")
    name = name.partition("+")[0] or name
    if domain in DOTS_DO_NOT_COUNT:
        name = name.replace(".", "")
    return f"{name}{at}{domain}"


def found_among(rows: QuerySet[Any], keys: Mapping[Any, set[str]]) -> set[Any]:
    """Return those whose address, by any of its keys, is the primary key of a row. One query; none without keys."""
    found = set(rows.filter(pk__in=set().union(*keys.values())).values_list("pk", flat=True))
    return {each for each, mine in keys.items() if mine & found}


def block(address_key_value: str, now: datetime) -> None:
    """Never send an invitation to this address again. Repeating it changes nothing."""
    BlockedAddress.objects.get_or_create(key=address_key_value, defaults={"blocked_at": now})
