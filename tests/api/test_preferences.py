"""How a person is reached, by API: the same choices as on the page, each changed alone."""

from __future__ import annotations

from typing import Any

import pytest

from couples.people.models import User
from tests.api.conftest import Caller, pointers
from tests.helpers.factories import Pair

PATH = "/me/preferences/"
DEFAULTS: dict[str, Any] = {
    "who_sees_mailbox": "",
    "says_what_it_is": False,
    "devices_say_what_it_is": False,
    "own_lead_minutes": None,
    "quiet_from": "22:00",
    "quiet_until": "08:00",
    "switched_off": [],
    "switched_on": [],
    "also_in_quiet_hours": [],
}
CHECK_IN_BY_MAIL = {"kind": "check_in", "channel": "email"}
ANSWER_BY_MAIL = {"kind": "letter_answered", "channel": "email"}


def test_who_never_chose_has_the_defaults(as_alice: Caller) -> None:
    assert as_alice.get(PATH).json() == DEFAULTS


@pytest.mark.usefixtures("asked_just_now")
@pytest.mark.parametrize(
    "change",
    [
        {"who_sees_mailbox": "only_me"},
        {"says_what_it_is": True},
        {"devices_say_what_it_is": True},
        {"own_lead_minutes": 180},
        {"own_lead_minutes": 7 * 1440 + 23 * 60},
        {"quiet_from": "23:15"},
        {"switched_off": [CHECK_IN_BY_MAIL]},
        {"switched_on": [ANSWER_BY_MAIL]},
        {"also_in_quiet_hours": ["letter"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_changes_what_it_names_and_nothing_else(as_alice: Caller, change: dict[str, Any]) -> None:
    changed = as_alice.patch(PATH, change).json()
    assert changed == {**DEFAULTS, **change}
    assert as_alice.patch(PATH, {"quiet_until": "07:00"}).json() == {**changed, "quiet_until": "07:00"}


@pytest.mark.usefixtures("asked_just_now")
def test_a_list_replaces_the_whole_list_and_null_takes_the_own_lead_back(as_alice: Caller) -> None:
    as_alice.patch(PATH, {"switched_off": [CHECK_IN_BY_MAIL], "own_lead_minutes": 15})
    assert as_alice.patch(PATH, {"switched_off": [], "own_lead_minutes": None}).json() == DEFAULTS


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"quiet_from": "25:00"}, "#/quiet_from"),
        ({"own_lead_minutes": 17}, "#/own_lead_minutes"),
        ({"own_lead_minutes": 75}, "#/own_lead_minutes"),
        ({"own_lead_minutes": -60}, "#/own_lead_minutes"),
        ({"own_lead_minutes": 8 * 1440}, "#/own_lead_minutes"),
        ({"own_lead_minutes": True}, "#/own_lead_minutes"),
        ({"own_lead_minutes": "15"}, "#/own_lead_minutes"),
        ({"says_what_it_is": "True"}, "#/says_what_it_is"),
        ({"who_sees_mailbox": "nobody"}, "#/who_sees_mailbox"),
        ({"who_sees_mailbox": ""}, "#/who_sees_mailbox"),
        ({"switched_off": [{"kind": "check_in", "channel": "in_app"}]}, "#/switched_off"),
        ({"switched_off": [{"kind": "reset", "channel": "email"}]}, "#/switched_off"),
        ({"switched_off": [ANSWER_BY_MAIL]}, "#/switched_off"),
        ({"switched_on": [CHECK_IN_BY_MAIL]}, "#/switched_on"),
        ({"also_in_quiet_hours": ["check_in"]}, "#/also_in_quiet_hours"),
        ({"to-check_in-email": False}, "#/to-check_in-email"),
    ],
)
def test_what_cannot_be_chosen_is_refused_at_its_field(as_alice: Caller, change: dict[str, Any], where: str) -> None:
    assert pointers(as_alice.patch(PATH, change)) == {where}
    assert as_alice.get(PATH).json() == DEFAULTS


def test_choices_are_each_persons_own(pair: Pair, charlie: User) -> None:
    Caller(pair.alice).patch(PATH, {"switched_off": [CHECK_IN_BY_MAIL], "quiet_from": "23:00"})
    assert Caller(pair.bob).get(PATH).json() == DEFAULTS
    assert Caller(charlie).get(PATH).json() == DEFAULTS
