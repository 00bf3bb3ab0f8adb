"""Addresses in other apps: written by hand, so each is read by a strict pattern of its own and rebuilt from its parts.

What a pattern does not allow does not exist for us: no scheme but the listed ones, no port, no path or query beside
what the service needs, no host but a plain name with dots and an alphabetic end. IP addresses, in whatever spelling,
have none. Whether a name leads to the public Internet is asked where the connection is made, see outgoing.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reminders.models import OtherAddress, Reminder
from reminders.subjects import Subject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_ADDRESS = 300
# The kind of row that carries a code to an address, see reminders/choices/own_kinds.py.
CODE_KIND = "address_code"
ADDRESS = Subject("address")

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?P<host>(?:{_LABEL}\.){{1,8}}(?:[a-z]{{2,24}}|xn--[a-z0-9-]{{2,58}}))"
# Names that mean a private network by convention (RFC 6761, RFC 6762, RFC 8375, ICANN), whatever they resolve to.
_PRIVATE_ENDS = tuple(
    f".{end}"
    for end in (
        *("local", "localhost", "localdomain", "internal", "intranet", "private", "lan", "home", "corp"),
        *("arpa", "test", "example", "invalid", "onion", "consul", "cluster", "svc", "alt"),
    )
)


@dataclass(frozen=True)
class Service:
    """One other app: how its addresses are written."""

    name: str
    label: StrOrPromise
    example: str
    patterns: tuple[str, ...]
    # The host of those patterns that name none.
    usual_host: str = ""
    warning: StrOrPromise = ""

    def read(self, text: str) -> Mapping[str, str] | None:
        """Return the parts of an address, or None."""
        for pattern in self.patterns:
            if found := re.fullmatch(pattern, text, re.ASCII):
                parts = {"host": self.usual_host, **found.groupdict()}
                return None if parts["host"].endswith(_PRIVATE_ENDS) else parts
        return None


_EMPLOYER = _("An employer often runs this app and can read what arrives there.")
SERVICES = (
    Service(
        "ntfy",
        "ntfy",
        "ntfy://a-long-secret-topic",
        (r"ntfys?://(?P<topic>[A-Za-z0-9_-]{1,64})", rf"ntfys://{_HOST}/(?P<topic>[A-Za-z0-9_-]{{1,64}})"),
        usual_host="ntfy.sh",
    ),
    Service(
        "bark",
        "Bark",
        "bark://your-device-key",
        (r"barks?://(?P<key>[A-Za-z0-9]{8,64})", rf"barks://{_HOST}/(?P<key>[A-Za-z0-9]{{8,64}})"),
        usual_host="api.day.app",
    ),
    Service(
        "matrix",
        "Matrix",
        "matrixs://access-token@matrix.org/!room:matrix.org",
        (
            rf"matrixs://(?P<token>[A-Za-z0-9_.=-]{{8,200}})@{_HOST}/(?P<room>![A-Za-z0-9._~=-]{{1,100}}(?::[a-z0-9.-]{{1,80}})?)",
        ),
    ),
    Service(
        "telegram",
        "Telegram",
        "tgram://123456:bot-token/your-chat-number",
        (r"tgram://(?P<bot>[0-9]{5,20}:[A-Za-z0-9_-]{20,80})/(?P<chat>-?[0-9]{1,20})",),
    ),
    Service("serverchan", "ServerChan", "schan://SCT123abc", (r"schan://(?P<key>[A-Za-z0-9]{8,80})",)),
    Service(
        "dingtalk",
        _("DingTalk"),
        "dingtalk://secret@token",
        (r"dingtalk://(?:(?P<secret>[A-Za-z0-9]{8,100})@)?(?P<token>[A-Za-z0-9]{16,100})",),
        warning=_EMPLOYER,
    ),
    Service("wecom", _("WeCom"), "wecombot://key", (r"wecombot://(?P<key>[A-Za-z0-9-]{16,80})",), warning=_EMPLOYER),
)


class NotAnAddress(Exception):
    """None of the services is written so."""


def read_address(text: str) -> tuple[Service, Mapping[str, str]]:
    """Return the service and the parts of an address. Raises NotAnAddress."""
    if len(text) <= LONGEST_ADDRESS:
        for service in SERVICES:
            if parts := service.read(text):
                return service, parts
    raise NotAnAddress


def service_named(name: str) -> Service:
    """Return a service of the list."""
    return next(service for service in SERVICES if service.name == name)


def address_for(reminder: Reminder) -> OtherAddress | None:
    """Return where a row goes: a code to the address that waits for it, all else to the confirmed one."""
    mine = OtherAddress.objects.filter(user=reminder.user_id)
    if reminder.kind == CODE_KIND:
        return mine.filter(confirmed_at__isnull=True, pk=ADDRESS.key(reminder)).first()
    return mine.filter(confirmed_at__isnull=False).first()
