"""Mails compiled once for each text and filled in for each person.

Rendering two templates and flattening a MIME tree takes over 2 ms a mail. Texts of one kind, wording, language and hour
differ only in the address, two links, an id and the date. So the finished bytes are kept with marks in their place,
once for each text. `reminders/channels/email/channel.py` has the slow form, `compose`, and a test proves that both say
the same. Whatever is not plain ASCII where a mark stood, names somebody, or is an account mail goes the slow way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives

from reminders.kinds import Message


@dataclass(frozen=True)
class Personal:
    """What differs between two people's mails of the same text."""

    to: str
    sender: str
    message_id: str
    link: str
    unsubscribe: str
    date: str = ""


# As long as what they stand for, so that headers fold alike. No transfer encoding and no escaping changes them.
MARKS = Personal(
    to="mark-of-the-to@mark.invalid",
    sender="mark-of-the-sender@mark.invalid",
    message_id="<mark-of-the-message-id-32-digits@mark.invalid>",
    link=f"https://mark.invalid/mark-of-the-link/{'x' * 32}/",
    unsubscribe=f"https://mark.invalid/mark-of-the-unsubscribe/{'x' * 86}/",
    date="mark-of-the-date",
)
_PLACES = {getattr(MARKS, name).encode(): name for name in ("to", "message_id", "link", "unsubscribe", "date")}
_SPLIT = re.compile(b"(" + b"|".join(map(re.escape, _PLACES)) + b")")
# Neither a header nor HTML would write any of these in another way.
_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#@!$()*+,;=%<>-]+")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_PLAIN_LINK = re.compile(r"[A-Za-z0-9._~:/?#@!$()*+,;=%-]*")

Build = Callable[[Message, str, Personal], EmailMultiAlternatives]


class ReadyMail(EmailMessage):
    """A mail whose bytes are there already; SMTP's backend asks for no more."""

    def __init__(self, personal: Personal, content: bytes) -> None:
        super().__init__(from_email=personal.sender, to=[personal.to])
        self._content = content

    def message(self, **_policy: Any) -> Any:
        """Return what can be sent."""
        return self

    def as_bytes(self, **_options: Any) -> bytes:
        """Return the bytes as they go over the wire."""
        return self._content


def fill(build: Build, message: Message, language: str, personal: Personal) -> ReadyMail | None:
    """Return the mail, from bytes compiled before; None if it has to go the slow way."""
    if not _is_plain(personal):
        return None
    texts = replace(message, paragraphs=tuple(message.paragraphs), closing=tuple(message.closing))
    pieces = _compiled(build, texts, language, bool(personal.link), bool(personal.unsubscribe))
    return ReadyMail(personal, b"".join(_filled(pieces, personal))) if pieces else None


def _is_plain(personal: Personal) -> bool:
    return bool(
        _PLAIN_ADDRESS.fullmatch(personal.to)
        and _PLAIN.fullmatch(personal.message_id)
        and _PLAIN_LINK.fullmatch(personal.link)
        and _PLAIN_LINK.fullmatch(personal.unsubscribe)
    )


@lru_cache(maxsize=256)
def _compiled(
    build: Build, message: Message, language: str, has_link: bool, can_unsubscribe: bool
) -> tuple[bytes, ...]:
    """Return the mail's bytes, cut at the marks; nothing if an encoding has swallowed one."""
    marks = replace(
        MARKS, link=MARKS.link if has_link else "", unsubscribe=MARKS.unsubscribe if can_unsubscribe else ""
    )
    whole: Any = build(message, language, marks).message()
    content: bytes = whole.as_bytes(linesep="\r\n")
    pieces = tuple(_SPLIT.split(content))
    return pieces if _expected(has_link, can_unsubscribe) <= _counted(pieces).items() else ()


def _expected(has_link: bool, can_unsubscribe: bool) -> set[tuple[str, int]]:
    """Return how often each mark must be there: in the headers, in the text and in the HTML."""
    links = {("link", 2)} if has_link else set()
    return {("to", 1), ("message_id", 1), ("date", 1)} | links | ({("unsubscribe", 3)} if can_unsubscribe else set())


def _counted(pieces: tuple[bytes, ...]) -> Mapping[str, int]:
    return {name: pieces.count(mark) for mark, name in _PLACES.items()}


def _filled(pieces: tuple[bytes, ...], personal: Personal) -> list[bytes]:
    values = {mark: getattr(personal, name).encode() for mark, name in _PLACES.items()}
    return [values.get(piece, piece) for piece in pieces]
