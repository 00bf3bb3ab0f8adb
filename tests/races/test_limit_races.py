"""Every limit holds for acts at the same moment: the count and the act are one turn of the person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from agreements.drafts import verbs as drafts
from agreements.drafts.models import Draft
from agreements.kinds.base import kind_named
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Version
from agreements.pauses import limits as pause_limits
from agreements.pauses import verbs as pauses
from basics import limits
from basics.limits import Room
from couples.access import browsers
from couples.access.models import KnownBrowser
from couples.keys import verbs as keys
from couples.keys.models import ApiKey
from couples.pairing import verbs as pairing
from reminders.choices import address_codes, devices
from reminders.models import PushDevice, Reminder
from tests.helpers import factories
from tests.races.stage import interleave
from tests.reminders.channels.pushservice import Browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases("locks while two acts run")]
NOW = timezone.now()


def allow_one(monkeypatch, module: Any, name: str) -> None:
    monkeypatch.setattr(module, name, replace(getattr(module, name), most=1))


def two_letters(pair, monkeypatch):
    allow_one(monkeypatch, consent, "LETTERS")
    one = lambda: factories.proposed_rule(pair, NOW)  # noqa: E731
    return interleave(one, one, before='INSERT INTO "agreements_version"'), Version.objects.count()


def two_amendments(pair, monkeypatch):
    """Two agreements, so that no agreement's row keeps the two apart."""
    letters = [factories.proposed_rule(pair, NOW - timedelta(days=2)) for _ in range(2)]
    allow_one(monkeypatch, consent, "LETTERS")
    verbs = [lambda letter=letter: factories.amended(letter, pair.alice_seat, NOW, please="else") for letter in letters]
    return interleave(*verbs, before='INSERT INTO "agreements_version"'), Version.objects.count() - 2


def two_codes(pair, monkeypatch):
    allow_one(monkeypatch, address_codes, "CODES")
    one = lambda: address_codes.enter(pair.alice, "ntfys://ntfy.sh/a-topic", NOW)  # noqa: E731
    outcome = interleave(one, one, before='INSERT INTO "reminders_reminder"')
    return outcome, Reminder.objects.filter(kind="address_code").count()


def two_invitations(pair, monkeypatch):
    """An invitation that was withdrawn counts, so one person sends them one after the other or, here, at once."""
    alone = factories.person("Alone")
    allow_one(monkeypatch, pairing, "ADDRESSES")

    def invited(number: int) -> Callable[[], Any]:
        return lambda: pairing.invite(alone, f"friend-{number}@example.org", uuid.uuid4(), NOW)

    outcome = interleave(invited(1), invited(2), before='INSERT INTO "couples_invitation"')
    return outcome, Reminder.objects.filter(kind="invitation", subject=f"inviter:{alone.pk}").count()


def two_drafts(pair, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    one = lambda: drafts.begin_draft(pair.alice, kind_named("cool_down"), {}, uuid.uuid4(), NOW)  # noqa: E731
    return interleave(one, one, before='INSERT INTO "agreements_draft"'), Draft.objects.count()


def two_keys(pair, monkeypatch):
    monkeypatch.setattr(keys, "MOST_KEYS", 1)
    one = lambda: keys.make_key(pair.alice, "phone", uuid.uuid4(), NOW)  # noqa: E731
    return interleave(one, one, before='INSERT INTO "couples_accesstoken"'), ApiKey.objects.count()


def two_long_drafts(pair, monkeypatch):
    """Each alone has its room, both together have not; their own rows do not keep the two apart."""
    begun = [factories.draft(pair.alice) for _ in range(2)]
    monkeypatch.setattr(drafts, "DRAFTS", Room(2_000))
    long = Terms({"feel": "x" * 600}, {})
    verbs = [lambda draft=draft: drafts.keep_draft(draft, long, None, NOW) for draft in begun]
    outcomes = interleave(*verbs, after=r"SUM\(LENGTH")  # each time it is counted
    return outcomes, sum(row.words["feel"] == "x" * 600 for row in Draft.objects.all())


RACES = [two_letters, two_amendments, two_codes, two_drafts, two_keys, two_long_drafts]


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.__name__)
def test_of_two_at_once_the_limit_lets_one_through(pair, monkeypatch, race):
    outcomes, done = race(pair, monkeypatch)
    assert done == 1
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1


@pytest.mark.postgres
@pytest.mark.parametrize(
    "race", [two_letters, two_amendments, two_drafts, two_keys, two_long_drafts], ids=lambda race: race.__name__
)
def test_companion_without_the_turn_both_go_through(pair, monkeypatch, race):
    """First letters take the couple's row as well, so it is out of the way here."""
    for module in (limits, drafts, keys):
        monkeypatch.setattr(module, "take_turn", lambda person_id: None)
    monkeypatch.setattr(consent, "keep_connected", lambda seat: True)
    assert race(pair, monkeypatch)[1] == 2


def test_two_invitations_at_once_are_one_mail(pair, monkeypatch):
    assert two_invitations(pair, monkeypatch)[1] == 1


def two_devices(alice, monkeypatch):
    monkeypatch.setattr(devices, "MOST_DEVICES", 1)

    def switched_on(browser: Browser) -> Callable[[], Any]:
        return lambda: devices.subscribe(alice, browser.sent, NOW)

    before = 'DELETE FROM "reminders_notice"'  # which follows the counting
    interleave(switched_on(Browser("phone")), switched_on(Browser("tablet")), before=before)
    return PushDevice.objects.count()


def test_of_two_devices_at_once_no_more_stay_than_there_is_room_for(alice, monkeypatch):
    assert two_devices(alice, monkeypatch) == 1


@pytest.mark.postgres
def test_companion_without_the_turn_both_devices_stay(alice, monkeypatch):
    monkeypatch.setattr(devices, "take_turn", lambda person_id: None)
    assert two_devices(alice, monkeypatch) == 2


def two_known_browsers(alice, monkeypatch):
    monkeypatch.setattr(browsers, "MOST_BROWSERS", 1)
    request = RequestFactory().get("/")

    def signed_in() -> None:
        browsers.remember_browser(request, HttpResponse(), alice.pk, NOW)

    interleave(signed_in, signed_in, after='DELETE FROM "couples_knownbrowser"')
    return KnownBrowser.objects.count()


def test_of_two_browsers_at_once_no_more_stay_known(alice, monkeypatch):
    assert two_known_browsers(alice, monkeypatch) == 1


@pytest.mark.postgres
def test_companion_without_the_turn_both_browsers_stay_known(alice, monkeypatch):
    monkeypatch.setattr(browsers, "take_turn", lambda person_id: None)
    assert two_known_browsers(alice, monkeypatch) == 2


def test_starts_of_pauses_are_counted_under_the_row_of_the_couple(pair, monkeypatch):
    """Two at once are one pause anyway; one begun just before counts."""
    allow_one(monkeypatch, pause_limits, "STARTS")
    pause = factories.paused(pair.alice_seat, 20, NOW - timedelta(minutes=5))
    pauses.return_early(pause.pk, pair.alice_seat, NOW - timedelta(minutes=1))
    with pytest.raises(pause_limits.PausedTooOften):
        factories.paused(pair.alice_seat, 20, NOW)
