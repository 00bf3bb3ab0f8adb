"""Another app: ntfy, Bark and Matrix by requests of our own, the rest through Apprise. Neutral by default.

ntfy, Bark and Matrix let a person name the host. Apprise resolves such a name itself when it connects, so an address
could not be pinned there; these three are small enough to be spoken by hand over a guarded session. The hosts of the
others stand in Apprise's source, and all that a person gives goes into a path or a body, by a strict pattern.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone, translation

from reminders.channels.base import Channel, Outcome
from reminders.channels.other.refusals import note_refused, note_taken
from reminders.channels.other.services import NotAnAddress, address_for, read_address
from reminders.channels.web_push import retry_after, tag_of
from reminders.kinds import find_kind
from reminders.links import link_address, make_links
from reminders.models import ChannelName, OtherAddress, Reminder
from reminders.wording import screen_wording_for, worded

logger = logging.getLogger(__name__)

# Its log lines hold addresses and texts.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)

Parts = Mapping[str, str]


@dataclass(frozen=True)
class Note:
    """What is shown there: one line, and a link that leads to the notices, whatever the kind."""

    title: str
    link: str
    tag: str


class OtherChannel(Channel):
    """Sends to the one address that its person confirmed."""

    name = ChannelName.OTHER.value
    label = ChannelName.OTHER.label
    is_beside_mail = True
    batch_size = 10

    def reachable(self, user_ids: Collection[int]) -> set[int]:
        """Return who confirmed an address."""
        confirmed = OtherAddress.objects.filter(user__in=user_ids, confirmed_at__isnull=False)
        return set(confirmed.values_list("user_id", flat=True))

    def prepare(self, reminders: Sequence[Reminder], now: datetime) -> None:
        """Store where the links lead."""
        make_links(reminders, _notices, now)

    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send one by one; no two people share a server."""
        for reminder in reminders:
            yield reminder, _send_one(reminder, now)


def _notices(_reminder: Reminder) -> str:
    """Every link leads there, whatever the row is about."""
    return reverse("notices")


def _send_one(reminder: Reminder, now: datetime) -> Outcome:
    entered = address_for(reminder)
    if entered is None:
        return Outcome(permanent=True, error="no address")
    outcome = _send_to(entered, reminder, now)
    if outcome.sent:
        note_taken(entered)
    elif outcome.permanent:
        note_refused(entered, now)
    return outcome


def _send_to(entered: OtherAddress, reminder: Reminder, now: datetime) -> Outcome:
    try:
        service, parts = read_address(entered.address)
        note = _note(reminder, now)
    except NotAnAddress:
        return Outcome(permanent=True, error="not an address any more")
    except Exception as error:
        logger.exception("reminder %s cannot be written", reminder.pk)
        return Outcome(error=type(error).__name__, broken=True)
    if service.name in BY_HAND:
        return _send_by_hand(BY_HAND[service.name](parts, note), now)
    return _send_by_apprise(BY_APPRISE[service.name](parts), note)


def _note(reminder: Reminder, now: datetime) -> Note:
    kind, user = find_kind(reminder.kind), reminder.user
    if kind is None or user is None:
        raise LookupError(reminder.kind)
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        title = worded(kind, reminder, screen_wording_for(user), now).subject
    return Note(title, link_address(reminder, _notices), tag_of(reminder))


# By hand


@dataclass(frozen=True)
class Request:
    """One HTTPS request."""

    method: str
    host: str
    path: str
    body: Mapping[str, Any]
    token: str = ""


def _ntfy(parts: Parts, note: Note) -> Request:
    body = {"topic": parts["topic"], "title": note.title, "message": note.link, "click": note.link}
    return Request("POST", parts["host"], "/", body)


def _bark(parts: Parts, note: Note) -> Request:
    # The same id at a repeat: the app shows it once.
    body = {"device_key": parts["key"], "title": note.title, "body": note.link, "url": note.link, "id": note.tag}
    return Request("POST", parts["host"], "/push", body)


def _matrix(parts: Parts, note: Note) -> Request:
    # The transaction's id is the row's own, so the server takes a repeat for what it is.
    path = f"/_matrix/client/v3/rooms/{quote(parts['room'], safe='')}/send/m.room.message/{note.tag}"
    body = {"msgtype": "m.text", "body": f"{note.title}\n{note.link}"}
    return Request("PUT", parts["host"], path, body, parts["token"])


BY_HAND: Mapping[str, Callable[[Parts, Note], Request]] = {"ntfy": _ntfy, "bark": _bark, "matrix": _matrix}


def _send_by_hand(request: Request, now: datetime) -> Outcome:
    from requests import RequestException

    from reminders.channels.outgoing import TIMEOUT, GuardedSession, Refused

    headers = {"Authorization": f"Bearer {request.token}"} if request.token else {}
    url = f"https://{request.host}{request.path}"
    try:
        # The answer's body is never read: it could be endless, and nothing in it concerns us.
        with (
            GuardedSession() as session,
            session.request(
                request.method, url, json=request.body, headers=headers, timeout=TIMEOUT, stream=True
            ) as answer,
        ):
            return _outcome(answer.status_code, answer.headers.get("Retry-After", ""), now)
    except Refused:
        return Outcome(permanent=True, error="Refused")
    except (RequestException, OSError) as error:
        return Outcome(error=type(error).__name__)


def _outcome(status: int, wait: str, now: datetime) -> Outcome:
    if 200 <= status < 300:
        return Outcome(sent=True)
    if status == 429:
        return Outcome(error="other 429", retry_after=retry_after(wait, now))
    return Outcome(permanent=300 <= status < 500, error=f"other {status}")


# Through Apprise: one plugin each, made from parts and not from a text with options in it. Importing a plugin by
# itself does not load the other hundred.


def _telegram(parts: Parts) -> Any:
    from apprise.plugins.telegram import NotifyTelegram

    return NotifyTelegram(bot_token=parts["bot"], targets=[parts["chat"]], detect_owner=False, redirect="no")  # type: ignore[no-untyped-call]


def _serverchan(parts: Parts) -> Any:
    from apprise.plugins.serverchan import NotifyServerChan

    return NotifyServerChan(token=parts["key"], redirect="no")  # type: ignore[no-untyped-call]


def _dingtalk(parts: Parts) -> Any:
    from apprise.plugins.dingtalk import NotifyDingTalk

    return NotifyDingTalk(token=parts["token"], secret=parts["secret"], redirect="no")  # type: ignore[no-untyped-call]


def _wecom(parts: Parts) -> Any:
    from apprise.plugins.wecombot import NotifyWeComBot

    return NotifyWeComBot(key=parts["key"], redirect="no")  # type: ignore[no-untyped-call]


BY_APPRISE: Mapping[str, Callable[[Parts], Any]] = {
    "telegram": _telegram,
    "serverchan": _serverchan,
    "dingtalk": _dingtalk,
    "wecom": _wecom,
}


def _send_by_apprise(plugin: Any, note: Note) -> Outcome:
    """Send; Apprise tells only whether it worked, so whatever did not is tried again until the row expires.

    Nor does it count as refused: when our own way out is down, everybody's address would be forgotten.
    """
    return Outcome(sent=True) if plugin.notify(title=note.title, body=note.link) else Outcome(error="Apprise")
