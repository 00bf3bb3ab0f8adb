"""The plain switches: all of one thing by every way, and never over what was fine-tuned unless one says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from couples.people.models import User
from reminders.choices.switches import FINE_TUNED, OFF, ON, cells_of, position_of
from reminders.kinds import GROUPS, registered
from reminders.models import OtherAddress, SwitchedOff, SwitchedOn
from reminders.preferences import choosable_kinds, off_at_first, rows_wanted, switched_off
from tests.reminders.choices.test_preferences import PAGE, filled_in, sent_from

pytestmark = pytest.mark.django_db
ANSWERED = ("letter_answered", "email")
# What is one's own hangs on no switch, and is off until somebody asks for it.
OWN = ""


def test_everybody_begins_with_all_three_on_and_each_kind_hangs_on_one_at_most(alice: User) -> None:
    assert [position_of(group, switched_off(alice.pk)) for group in GROUPS] == [ON, ON, ON]
    cells = [cell for group in GROUPS for cell in cells_of(group)]
    assert len(cells) == len(set(cells))
    assert {kind.group for kind in choosable_kinds()} == {"", *GROUPS}
    assert off_at_first() <= cells_of("letters") | cells_of(OWN)


@pytest.mark.usefixtures("asked_just_now")
def test_off_and_on_again(alice_client: Client, alice: User) -> None:
    SwitchedOn.objects.create(user=alice, kind=ANSWERED[0], channel=ANSWERED[1])
    page = alice_client.get(PAGE).content.decode()
    assert page.count('value="fine_tuned"') == 2, "the choice, and what was shown"
    alice_client.post(PAGE, {**sent_from(alice_client), "switch-letters": OFF})
    assert switched_off(alice.pk) == cells_of("letters") | (off_at_first() & cells_of(OWN))
    assert 'value="fine_tuned"' not in alice_client.get(PAGE).content.decode()
    alice_client.post(PAGE, {**sent_from(alice_client), "switch-letters": ON})
    assert switched_off(alice.pk) == off_at_first()


@pytest.mark.usefixtures("asked_just_now")
def test_what_was_fine_tuned_stays_until_a_switch_is_moved(alice_client: Client, alice: User) -> None:
    SwitchedOff.objects.create(user=alice, kind="moved", channel="email")
    before = switched_off(alice.pk)
    alice_client.post(PAGE, {**sent_from(alice_client), "quiet_from": "21:00"})
    assert switched_off(alice.pk) == before
    assert position_of("talks", before) == FINE_TUNED
    alice_client.post(PAGE, {**sent_from(alice_client), "switch-pauses": OFF, "switch-talks": FINE_TUNED})
    assert switched_off(alice.pk) == before | cells_of("pauses")
    alice_client.post(PAGE, {**sent_from(alice_client), "switch-talks": ON})
    assert switched_off(alice.pk) == off_at_first() | cells_of("pauses")


@pytest.mark.usefixtures("asked_just_now")
def test_a_box_that_was_ticked_on_the_same_page_says_more_than_its_switch(alice_client: Client, alice: User) -> None:
    without_box = {name: value for name, value in sent_from(alice_client).items() if name != "to-moved-email"}
    alice_client.post(PAGE, {**without_box, "switch-talks": OFF})
    alice_client.post(PAGE, {**sent_from(alice_client), "switch-talks": OFF, "to-moved-email": "on"})
    assert switched_off(alice.pk) & cells_of("talks") == cells_of("talks") - {("moved", "email")}


def test_a_page_from_before_the_switches_moves_none(alice_client: Client, alice: User) -> None:
    without = {name: value for name, value in filled_in(alice).items() if not name.startswith("switch-")}
    SwitchedOff.objects.create(user=alice, kind="moved", channel="email")
    alice_client.post(PAGE, {**without, "to-moved-email": ""})
    assert switched_off(alice.pk) == off_at_first() | {("moved", "email")}


def test_on_asks_for_the_password_and_off_does_not(alice_client: Client, alice: User) -> None:
    shown = sent_from(alice_client)
    assert alice_client.post(PAGE, {**shown, "switch-letters": OFF})["Location"] == PAGE
    answer = alice_client.post(PAGE, {**sent_from(alice_client), "switch-letters": ON})
    assert "reauthenticate" in answer["Location"]
    assert switched_off(alice.pk) == cells_of("letters") | (off_at_first() & cells_of(OWN))


def test_what_is_off_at_first_has_rows_for_who_asked_and_asks_once_where_nobody_did(
    alice: User, bob: User, django_assert_num_queries: Any
) -> None:
    kind, in_app = registered()[ANSWERED[0]], [(alice.pk, "in_app"), (bob.pk, "in_app")]
    confirmed = dict.fromkeys(("entered_at", "confirmed_at"), timezone.now()) | {"address": "ntfys://example.org/one"}
    for person in (alice, bob):
        OtherAddress.objects.create(user=person, **confirmed)
    with django_assert_num_queries(1):
        assert rows_wanted(kind, [alice.pk, bob.pk]) == in_app
    for way in ("email", "other", "web_push"):
        SwitchedOn.objects.create(user=bob, kind=kind.name, channel=way)
    wanted = rows_wanted(kind, [alice.pk, bob.pk])
    assert sorted(wanted) == sorted([*in_app, (bob.pk, "email"), (bob.pk, "other")]), "he has no device"
