"""The calendar, from the page that makes its address to the program that follows it: ical.js, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from checkins.feed.showing import calendar_of
from checkins.rhythm.calendar import Entry
from checkins.rhythm.models import CheckIn
from tests.e2e.conftest import OpenPage
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db(transaction=True)

ICAL_JS = (Path(__file__).parent / "vendor" / "ical.min.js").read_text()
# Reads by the zones in the file alone, as a program does that knows none.
READ = """async ([source, text]) => {
  const { default: ICAL } = await import(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`)
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone)
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component)
    return [
      event.uid, event.startDate.toUnixTime(), event.startDate.zone.tzid, event.duration.toSeconds() / 60,
      event.sequence, component.getFirstPropertyValue("status"), event.summary,
    ]
  })
}"""
# In each the clocks change within the three years, on other days and by other lengths; the times are near the change.
RHYTHMS = (
    ("Europe/Berlin", "20:30"),
    ("Europe/Berlin", "02:30"),
    ("America/New_York", "01:30"),
    ("Australia/Lord_Howe", "02:00"),
    ("Africa/Casablanca", "03:00"),
    ("Europe/Dublin", "20:30"),
    ("Asia/Shanghai", "20:30"),
    ("UTC", "20:30"),
)


def test_a_calendar_reads_what_we_mean(alice: Page, open_page: OpenPage, axe: Callable[[Page], None]) -> None:
    """Across the changes of the clocks, moved and cancelled talks too; the address from the page."""
    pair = factories.connected_couple()
    _agree_on_all(pair)
    address = _made_on_the_page(let_in(alice, pair.alice), axe)
    program = open_page()
    text = program.request.get(address).text()
    meant = calendar_of(pair.alice_seat, timezone.now())
    assert len(meant) >= len(RHYTHMS) * 156
    assert sorted(program.evaluate(READ, [ICAL_JS, text])) == sorted(map(_told, meant))


def _agree_on_all(pair: Pair) -> None:
    for zone, at in RHYTHMS:
        factories.agreed_rhythm(pair, zone=zone, at=at)
    moved, cancelled, second = CheckIn.objects.order_by("pk")[:3]
    CheckIn.objects.filter(pk=moved.pk).update(starts_at=moved.slot + timedelta(days=2, minutes=15), revision=1)
    CheckIn.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now())
    # The second of two equal times, and over by then: an entry beside the next ones.
    last_autumn = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    CheckIn.objects.filter(pk=second.pk).update(zone="Europe/Berlin", starts_at=last_autumn, revision=2)


def _made_on_the_page(phone: Phone, axe: Callable[[Page], None]) -> str:
    phone.opens("/settings/")
    phone.taps_on(phone.main.locator("[href='/settings/calendar/']"))
    phone.keeps_picture("calendar-off")
    phone.taps("Make an address")
    phone.fills(password=factories.PASSWORD)
    phone.taps("Go on")
    phone.sees("Copy it now; it is shown this once.")
    assert phone.small_targets() == []
    axe(phone.page)
    phone.keeps_picture("calendar-made")
    phone.page.context.grant_permissions(["clipboard-write"])
    phone.named("Copy").click()
    phone.sees("Copied.")
    return phone.main.locator("code").inner_text()


def _told(entry: Entry) -> list[Any]:
    status = "CANCELLED" if entry.is_cancelled else "CONFIRMED"
    here = entry.starts_at.astimezone(ZoneInfo(entry.zone))
    is_repeated = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    zone = "UTC" if is_repeated else entry.zone
    moment = int(entry.starts_at.timestamp())
    return [entry.uid, moment, zone, entry.minutes, entry.revision, status, "Steady"]
