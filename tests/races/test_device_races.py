"""A worker and a page renew one device at the same moment: it stays one device, and neither is told to drop it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from reminders.choices import devices, renewing
from reminders.models import PushDevice
from tests.races.stage import interleave
from tests.reminders.channels.pushservice import Browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases("locks while two renew")]
OLD, NEW = Browser("old"), Browser("new")


def page_and_worker(pair) -> list[Any]:
    device = devices.subscribe(pair.alice, OLD.sent, timezone.now())
    session = {devices.SESSION_KEY: str(device.pk)}
    return interleave(
        lambda: renewing.renew(OLD.sent, NEW.sent),
        lambda: renewing.look_after(pair.alice, session, NEW.sent, timezone.now()),
        before='UPDATE "reminders_pushdevice"',
    )


def endpoints() -> list[str]:
    return [device.endpoint for device in PushDevice.objects.all()]


def test_a_page_and_a_worker_renew_one_device(pair):
    assert page_and_worker(pair) == [True, renewing.Advice.KEEP]
    assert endpoints() == [NEW.endpoint]


@pytest.mark.postgres
def test_companion_without_the_turn_the_page_drops_what_the_worker_renewed(pair, monkeypatch):
    monkeypatch.setattr(renewing, "take_turn", lambda person_id: None)
    assert page_and_worker(pair) == [True, renewing.Advice.STOP]


def test_two_workers_renew_one_device(pair):
    devices.subscribe(pair.alice, OLD.sent, timezone.now())
    one = lambda: renewing.renew(OLD.sent, NEW.sent)  # noqa: E731
    assert interleave(one, one, before='UPDATE "reminders_pushdevice"') == [True, True]
    assert endpoints() == [NEW.endpoint]


def test_who_switches_push_on_in_a_browser_keeps_it(pair):
    """While its worker renews what the one before them had there."""
    devices.subscribe(pair.alice, OLD.sent, timezone.now())
    outcomes = interleave(
        lambda: renewing.renew(OLD.sent, NEW.sent),
        lambda: devices.subscribe(pair.bob, NEW.sent, timezone.now()),
        before='UPDATE "reminders_pushdevice"|INSERT INTO "reminders_pushdevice"',
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [device.user for device in PushDevice.objects.all()] == [pair.bob]
