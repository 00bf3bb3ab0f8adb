"""What a person takes with them of this room: what the app has told them, and how they want to be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.keeping import Chapter, Export
from basics.pieces import day_of
from reminders.channels import CHANNELS
from reminders.channels.other.services import service_named
from reminders.models import ChannelName, OtherAddress, PushDevice
from reminders.notices.verbs import notices_with_lines
from reminders.preferences import (
    Cell,
    choosable_kinds,
    off_at_first,
    preferences_of,
    sent_always,
    switched_off,
    ways_of,
)

Rows = Iterator[Mapping[str, Any]]


def _notices(person: Any, now: datetime) -> Rows:
    yield from (
        {"told_on": day_of(notice.created_at), "text": str(line.text)}
        for notice, line in notices_with_lines(person, now)
    )


def _preferences(person: Any, _now: datetime) -> Rows:
    chosen, always, off = preferences_of(person), sent_always(person.pk), switched_off(person.pk)
    yield {
        "mailbox": str(chosen.get_who_sees_mailbox_display()),
        "says_what_it_is": chosen.says_what_it_is,
        "devices_say_what_it_is": chosen.devices_say_what_it_is,
        "quiet_from": f"{chosen.quiet_from:%H:%M}",
        "quiet_until": f"{chosen.quiet_until:%H:%M}",
        "own_lead_minutes": chosen.own_lead_minutes,
        "not_wanted": _said(off - off_at_first()),
        "wanted": _said(off_at_first() - off),
        "in_any_case": [str(kind.label) for kind in choosable_kinds() if kind.name in always],
    }


def _said(cells: Collection[Cell]) -> list[str]:
    """Return what somebody chose otherwise than everybody begins with, in the order of the settings."""
    all_cells = ((kind, way) for kind in choosable_kinds() for way in ways_of(kind))
    return [f"{kind.label}: {CHANNELS[way].label}" for kind, way in all_cells if (kind.name, way) in cells]


def _ways(person: Any, _now: datetime) -> Rows:
    """When each was added, and of another app which: its address may hold a password."""
    for device in PushDevice.objects.alive().filter(user=person).order_by("added_at"):
        yield {"what": str(ChannelName.WEB_PUSH.label), "added_on": day_of(device.added_at)}
    for address in OtherAddress.objects.filter(user=person, confirmed_at__isnull=False):
        yield {"what": str(service_named(address.service).label), "added_on": day_of(address.confirmed_at)}


NOTICES = Export("notices", _("What the app has told you"), {"told_on": "", "text": ""}, _notices, Chapter.ACCOUNT)
PREFERENCES = Export(
    "reminders",
    _("How we reach you"),
    {
        "mailbox": _("Who sees your mailbox"),
        "says_what_it_is": _("Mails say what it is"),
        "devices_say_what_it_is": _("Lock screens say what it is"),
        "quiet_from": _("Quiet from"),
        "quiet_until": _("Quiet until"),
        "own_lead_minutes": _("One more reminder before a talk, in minutes"),
        "not_wanted": _("Not wanted"),
        "wanted": _("Wanted"),
        "in_any_case": _("At night too"),
    },
    _preferences,
    Chapter.ACCOUNT,
)
WAYS = Export("ways", _("Where else we reach you"), {"what": "", "added_on": _("Since")}, _ways, Chapter.ACCOUNT)
