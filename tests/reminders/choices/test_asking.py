"""What lets words go further asks its owner again, and is told by every way that was there already."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation

from couples.keys.verbs import make_key
from couples.people.models import User
from reminders.choices import devices
from reminders.choices.own_kinds import REACH_CHANGED
from reminders.models import Notice, OtherAddress, Preferences, PushDevice, Reminder, SwitchedOff
from tests.helpers import factories
from tests.reminders.channels.delivering import deliver_due
from tests.reminders.channels.pushservice import Browser
from tests.reminders.choices.test_preferences import filled_in

PAGE = "/settings/reminders/"
API = "/api/v1/me/preferences/"
QUESTION = "/account/reauthenticate/"
ADDRESS = "ntfys://ntfy.example.org/alices-topic"
NAMES = {"who_sees_mailbox": "only_me", "says_what_it_is": "True"}
FURTHER: list[dict[str, Any]] = [
    {"who_sees_mailbox": "someone"},
    {"who_sees_mailbox": "only_me"},
    NAMES,
    {"devices_say_what_it_is": "on"},
    {"to-letter-email": "on"},
]
QUIETER: list[dict[str, Any]] = [
    {"says_what_it_is": "False"},
    {"devices_say_what_it_is": None},
    {"who_sees_mailbox": "someone"},
    {"says_what_it_is": "True"},
    {"who_sees_mailbox": "no_mails"},
    {"who_sees_mailbox": None},
    {"to-check_in-email": None},
    {"quiet_from": "21:00"},
    {"quiet_until": "09:30"},
    {"always-letter": "on"},
    {"own_lead_minutes": "60"},
]


@pytest.fixture
def careful(alice: User) -> User:
    """Alice, who chose that little is said."""
    Preferences.objects.create(user=alice, who_sees_mailbox="no_mails")
    SwitchedOff.objects.create(user=alice, kind="letter", channel="email")
    return alice


def asked(client: Client, seconds_ago: float) -> None:
    """Note in the session that the password was typed so long ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - seconds_ago, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def chosen(user: User) -> tuple[Any, ...]:
    kept = Preferences.objects.get(user=user)
    off = SwitchedOff.objects.filter(user=user).count()
    return kept.who_sees_mailbox, kept.says_what_it_is, kept.devices_say_what_it_is, off


def told() -> set[tuple[str, str]]:
    return set(Reminder.objects.filter(kind="reach_changed").values_list("user__name", "channel"))


def test_what_goes_further_is_asked_and_what_is_quieter_never(careful: User, alice_client: Client) -> None:
    before = chosen(careful)
    for change in FURTHER:
        for seconds in (None, 301):
            if seconds:
                asked(alice_client, seconds)
            answer = alice_client.post(PAGE, filled_in(careful, **change))
            assert answer["Location"].startswith(QUESTION), (change, seconds)
            assert chosen(careful) == before
    Preferences.objects.update(who_sees_mailbox="only_me", says_what_it_is=True, devices_say_what_it_is=True)
    for change in QUIETER:
        assert alice_client.post(PAGE, filled_in(careful, **change))["Location"] == PAGE, change
    assert not told()


def test_whoever_was_asked_within_five_minutes_goes_on_and_it_is_told(careful: User, alice_client: Client) -> None:
    for change in FURTHER:
        Reminder.objects.all().delete()
        asked(alice_client, 290)
        assert alice_client.post(PAGE, filled_in(careful, **change))["Location"] == PAGE, change
        assert told() == {("Alice", "email"), ("Alice", "in_app")}
    assert chosen(careful) == ("only_me", True, True, 0)


def test_what_was_sent_is_done_once_after_the_question(careful: User, alice_client: Client) -> None:
    """A wrong password and anybody else's change nothing; back and once more neither."""
    sent = filled_in(careful, quiet_from="20:45", **NAMES)
    question = alice_client.post(PAGE, sent)["Location"]
    assert alice_client.get(question).status_code == 200
    for wrong in ("not hers", ""):
        assert alice_client.post(QUESTION, {"password": wrong, "next": PAGE}).status_code == 200
    assert not chosen(careful)[1]
    done = alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": PAGE})
    assert done["Location"] == PAGE
    assert chosen(careful)[1]
    assert str(Preferences.objects.get(user=careful).quiet_from) == "20:45:00", "nothing typed was lost"
    Preferences.objects.update(says_what_it_is=False)
    again = alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": PAGE})
    assert again["Location"] == PAGE
    assert not chosen(careful)[1]


def test_an_address_elsewhere_asks_when_it_is_entered_and_confirmed(alice: User, alice_client: Client) -> None:
    entering = alice_client.post(f"{PAGE}other/", {"address": ADDRESS})
    assert entering["Location"].startswith(QUESTION)
    assert not OtherAddress.objects.exists()
    alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": f"{PAGE}other/"})
    assert OtherAddress.objects.get().address == ADDRESS, "nothing typed was lost"
    asked(alice_client, 301)
    code = {"code": OtherAddress.objects.get().code}
    assert alice_client.post(f"{PAGE}other/confirm/", code)["Location"].startswith(QUESTION)
    assert OtherAddress.objects.get().confirmed_at is None
    alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": f"{PAGE}other/confirm/"})
    assert OtherAddress.objects.get().confirmed_at
    assert told() == {("Alice", "email"), ("Alice", "in_app")}, "not to the new address"
    asked(alice_client, 301)
    assert alice_client.post(f"{PAGE}other/stop/")["Location"] == PAGE


def test_what_waits_for_the_answer_is_sealed_and_gone_after_an_hour(alice: User, alice_client: Client) -> None:
    def stored() -> str:
        return str(Session.objects.get(pk=alice_client.session.session_key).get_decoded())

    with time_machine.travel(timezone.now(), tick=False) as clock:
        question = alice_client.post(f"{PAGE}other/", {"address": ADDRESS})["Location"]
        for _ in range(2):
            assert "sealed" in stored()
            assert "alices-topic" not in stored()
            assert "HTTP_COOKIE" not in stored()
            alice_client.get(question)
            alice_client.post(QUESTION, {"password": "not hers", "next": f"{PAGE}other/"})
        clock.shift(timedelta(minutes=61))
        alice_client.get("/today/")
        assert "sealed" not in stored()
        led = alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": f"{PAGE}other/"})
    assert led["Location"] == f"{PAGE}other/"
    assert alice_client.get(led["Location"])["Location"] == PAGE, "a form's address leads to its page"
    assert not OtherAddress.objects.exists()


def test_two_tabs_wait_for_their_answers_apart(careful: User, alice_client: Client) -> None:
    first = filled_in(careful, quiet_from="20:45", **NAMES)
    alice_client.post(PAGE, first)
    alice_client.post(f"{PAGE}other/", {"address": ADDRESS})
    alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": PAGE})
    assert str(Preferences.objects.get(user=careful).quiet_from) == "20:45:00"
    assert not OtherAddress.objects.exists()
    alice_client.post(QUESTION, {"password": factories.PASSWORD, "next": f"{PAGE}other/"})
    assert OtherAddress.objects.get().address == ADDRESS
    assert alice_client.session["suspended"] == {}


def test_a_device_asks_and_the_others_hear_of_it(alice: User, alice_client: Client) -> None:
    devices.subscribe(alice, Browser("laptop").sent, timezone.now())
    assert told() == {("Alice", "email"), ("Alice", "in_app")}, "a first one has no others"
    Reminder.objects.all().delete()
    phone = Browser("phone").form
    assert alice_client.post(f"{PAGE}devices/", phone).status_code == 403
    asked(alice_client, 301)
    assert alice_client.post(f"{PAGE}devices/", phone).status_code == 403
    assert PushDevice.objects.count() == 1
    page = alice_client.get(PAGE).content.decode()
    assert f'data-ask="{QUESTION}?next={PAGE}"' in page
    asked(alice_client, 10)
    assert alice_client.post(f"{PAGE}devices/", phone).status_code == 204
    assert told() == {("Alice", "email"), ("Alice", "in_app"), ("Alice", "web_push")}
    asked(alice_client, 301)
    for device in PushDevice.objects.all():
        assert alice_client.post(f"{PAGE}devices/{device.pk}/stop/")["Location"] == PAGE


def test_a_key_and_a_program_change_nothing_that_goes_further(careful: User, alice_client: Client) -> None:
    headers = {"Authorization": f"Bearer {make_key(careful, 'a program', uuid.uuid4(), timezone.now())}"}
    Reminder.objects.all().delete()
    before = chosen(careful)
    asked(alice_client, 301)
    asked_client = factories.signed_in(None, careful)
    asked(asked_client, 10)
    further: tuple[dict[str, Any], ...] = (
        {"who_sees_mailbox": "someone"},
        {"who_sees_mailbox": "only_me", "says_what_it_is": True},
        {"devices_say_what_it_is": True},
        {"switched_off": []},
    )
    for change in further:
        for client, sent in ((Client(), headers), (asked_client, headers), (alice_client, {})):
            body = {**change, "quiet_from": "19:00"}
            answer = client.patch(API, body, "application/json", headers=sent)
            assert answer.status_code == 403, change
            assert answer.json()["type"] == "/api/problems/not-allowed"
            assert "password" in answer.json()["detail"]
    assert chosen(careful) == before
    assert Client().patch(API, {"quiet_from": "20:00"}, "application/json", headers=headers).status_code == 200
    assert not told()
    assert asked_client.patch(API, further[1], "application/json").status_code == 200
    assert told() == {("Alice", "email"), ("Alice", "in_app")}


def test_somebody_else_who_was_asked_opens_nothing_of_hers(careful: User, bob: User, eve: User, charlie: User) -> None:
    before = chosen(careful)
    for person in (bob, eve, charlie):
        client = factories.signed_in(None, person)
        asked(client, 10)
        client.post(PAGE, filled_in(careful, **NAMES))
        # What was asked of one person does not count for the next one in the same browser.
        client.force_login(careful)
        assert client.post(PAGE, filled_in(careful, **NAMES))["Location"].startswith(QUESTION)
    assert chosen(careful) == before
    assert "Alice" not in {name for name, _channel in told()}


def test_it_is_told_in_neutral_words_outside_and_plainly_inside(alice: User, alice_client: Client) -> None:
    now = timezone.now()
    make_key(alice, "a program of mine", uuid.uuid4(), now)
    deliver_due(timezone.now(), "in_app")
    assert Notice.objects.filter(user=alice, kind="reach_changed").count() == 1
    assert "A key for another program was made. If this was not you" in alice_client.get("/notices/").content.decode()
    row = Reminder.objects.get(kind="reach_changed", channel="email")
    for language, line in (("en", "Your reminder settings were changed"), ("zh-hans", "提醒设置有改动")):
        with translation.override(language):
            message = REACH_CHANGED.neutral(row, now)
            said = " ".join([message.subject, *message.paragraphs])
        assert message.subject == line
        assert not {"Alice", "Bob", "key", "密钥", "a program of mine", alice.email} & set(said.split())
        assert "program" not in said
