"""Web push: a few words, neutral by default, on lock screens; the tap leads to the page, after sign-in.

One row goes to all devices of its person and is sent when one of them took it. A device whose subscription is gone
(404, 410), or was made for another key (401, 403 at every try), is left out until its browser renews it.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from reminders.channels.base import Channel, Outcome
from reminders.kinds import find_kind
from reminders.links import link_path, make_links, page_of
from reminders.models import ChannelName, PushDevice, Reminder
from reminders.notices.verbs import tell
from reminders.subjects import Subject, exact_moment
from reminders.wording import screen_wording_for, worded

logger = logging.getLogger(__name__)

GONE = {404, 410}
# The subscription is for another key than ours, if our clock is right: tried again, for as long as the row is of use.
NOT_OURS = {401, 403}
# What tells the owner of a device that it was forgotten; it has no rows.
STOPPED_KIND = "push_stopped"
DEVICE = Subject("device")
LONGEST_WAIT = timedelta(hours=1)


class WebPushChannel(Channel):
    """Sends to push services by VAPID (RFC 8292), encrypted for the device (RFC 8291)."""

    name = ChannelName.WEB_PUSH.value
    label = ChannelName.WEB_PUSH.label
    is_beside_mail = True
    batch_size = 20

    def is_open(self) -> bool:
        """Without a VAPID key there is no web push."""
        return bool(settings.VAPID_PRIVATE_KEY)

    def reachable(self, user_ids: Collection[int]) -> set[int]:
        """Return who has a device."""
        return set(PushDevice.objects.alive().filter(user__in=user_ids).values_list("user_id", flat=True))

    def prepare(self, reminders: Sequence[Reminder], now: datetime) -> None:
        """Store where the taps lead."""
        make_links(reminders, page_of, now)

    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send each row to all devices of its person."""
        from reminders.channels.outgoing import (
            GuardedSession,  # with its libraries 20 MB that most processes never need
        )

        with GuardedSession() as session:
            for reminder in reminders:
                yield reminder, _send_to_all(reminder, session, now)


def _send_to_all(reminder: Reminder, session: Any, now: datetime) -> Outcome:
    try:
        content = _content(reminder, now)
    except Exception as error:
        logger.exception("reminder %s cannot be written", reminder.pk)
        return Outcome(error=type(error).__name__, broken=True)
    devices = list(PushDevice.objects.alive().filter(user=reminder.user_id))
    return _together([_send_to_one(device, reminder, content, session, now) for device in devices])


def _together(outcomes: list[Outcome]) -> Outcome:
    """Return what became of the row: one device is enough; otherwise the one that may still take it counts."""
    at_last = partial(_do_all, [outcome.at_last for outcome in outcomes if outcome.at_last])
    for outcome in outcomes:
        if outcome.sent:
            at_last()
            return outcome
    for outcome in outcomes:
        if not outcome.permanent:
            return replace(outcome, at_last=at_last)
    return Outcome(permanent=True, error="no device left")


def _do_all(acts: Sequence[Callable[[], None]]) -> None:
    for act in acts:
        act()


def _content(reminder: Reminder, now: datetime) -> str:
    """Return what the device shows: a subject, neutral unless its owner chose more, as others see a lock screen too."""
    kind, user = find_kind(reminder.kind), reminder.user
    if kind is None or user is None:
        raise LookupError(reminder.kind)
    with translation.override(user.language), timezone.override(ZoneInfo(user.time_zone)):
        message = worded(kind, reminder, screen_wording_for(user), now)
    shown = {"title": message.subject, "path": link_path(reminder), "tag": tag_of(reminder), "lang": user.language}
    return json.dumps(shown, ensure_ascii=False)


def tag_of(reminder: Reminder) -> str:
    """Return the row's own tag and Topic, the same at every try: the device folds a repeat. Keyed, so nothing shows."""
    return salted_hmac("reminders.push_tag", str(reminder.pk)).hexdigest()[:32]


def _send_to_one(device: PushDevice, reminder: Reminder, content: str, session: Any, now: datetime) -> Outcome:
    from pywebpush import WebPushException, webpush
    from requests import RequestException

    from reminders.channels.outgoing import TIMEOUT, Refused

    try:
        webpush(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.public_key, "auth": device.secret}},
            content.encode(),
            vapid_private_key=_signer(),
            vapid_claims={"sub": contact()},
            ttl=max(int((reminder.expires_at - now).total_seconds()), 0),
            headers={"Topic": tag_of(reminder), "Urgency": "high"},
            timeout=TIMEOUT,
            requests_session=session,
        )
    except WebPushException as error:
        return _refusal(device, error.response, now)
    except (RequestException, OSError) as error:
        return Outcome(error=type(error).__name__)
    except Refused:
        return Outcome(permanent=True, error="Refused")
    return Outcome(sent=True)


def _refusal(device: PushDevice, response: Any, now: datetime) -> Outcome:
    """Read a push service's answer. Its text could hold the device's address, so the status alone is kept."""
    status = response.status_code if response is not None else 0
    if status in GONE:
        note_gone(device, now)
        return Outcome(permanent=True, error=f"push {status}")
    if status in NOT_OURS:
        return Outcome(error=f"push {status}", at_last=partial(note_gone, device, now))
    wait = retry_after(response.headers.get("Retry-After", ""), now) if status == 429 else None
    return Outcome(error=f"push {status}", retry_after=wait)


def note_gone(device: PushDevice, now: datetime) -> None:
    """Send nothing to the device any more until its browser renews it, and say so in the app.

    Not to one that was renewed while the push was on its way to its old address.
    """
    with transaction.atomic():
        if PushDevice.objects.alive().filter(pk=device.pk, endpoint_key=device.endpoint_key).update(gone_at=now):
            tell_stopped(device, now)


def tell_stopped(device: PushDevice, now: datetime) -> None:
    """Tell the owner of a device that it gets nothing any more: else they believe that it still tells them."""
    tell([device.user_id], STOPPED_KIND, DEVICE.of(device.pk), exact_moment(now), now)


def retry_after(text: str, now: datetime) -> timedelta | None:
    """Read a Retry-After header: seconds or a date (RFC 9110, 10.2.3). An hour is the longest we heed."""
    if text.strip().isdigit():
        return min(timedelta(seconds=min(int(text), 86400)), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta(0)), LONGEST_WAIT)


def contact() -> str:
    """Return whom a push service may ask about our pushes."""
    from email.utils import parseaddr

    if settings.SITE_URL.startswith("https://"):
        return settings.SITE_URL
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def _signer() -> Any:
    from py_vapid import Vapid

    return Vapid.from_string(settings.VAPID_PRIVATE_KEY)
