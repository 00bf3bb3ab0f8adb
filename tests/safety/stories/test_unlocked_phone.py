"""The phone lies open on the table, signed in, and somebody else takes it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from checkins.feed.models import CalendarFeed
from couples.keys.models import ApiKey
from couples.keys.verbs import make_key
from couples.people.models import User
from journal.lock.models import Lock
from pages.export.models import ExportedFile
from reminders.choices.own_kinds import REACH_CHANGED
from reminders.delivery.reachability import may_reach
from reminders.models import Preferences, PushDevice, Reminder
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.reminders.channels.pushservice import Browser
from tests.reminders.choices.test_preferences import filled_in
from tests.safety.stories.seeing import asks_for_password, once

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)


def test_mine_is_opened_on_an_unlocked_phone(pair: Pair) -> None:
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        phone = factories.signed_in_by_password(pair.alice)
    Lock.objects.create(person=pair.alice)
    entry = notebook.felt(pair.alice, text="CANARY")
    with time_machine.travel(NOW, tick=False):
        for path in ("/mine/", "/mine/entries/", f"/mine/entries/{entry.pk}/", "/mine/thoughts/", "/mine/letters/"):
            assert asks_for_password(phone.get(path)), path
        assert phone.get("/api/v1/mine/entries/").status_code == 403
        assert asks_for_password(phone.post("/settings/lock/", {})), "nor is the lock taken off"


def test_a_key_for_programs_is_made_on_it(alice_client: Client) -> None:
    assert asks_for_password(alice_client.post("/settings/keys/", {"name": "my own", "lasts": "365", **once()}))
    assert not ApiKey.objects.exists()


def test_the_calendar_is_subscribed_on_it(alice_client: Client) -> None:
    assert asks_for_password(alice_client.post("/settings/calendar/make/", once()))
    assert not CalendarFeed.objects.exists()


def test_another_mailbox_is_entered_on_it(alice: User, alice_client: Client) -> None:
    assert asks_for_password(alice_client.post("/account/email/", {"action_add": "", "email": "bobs@example.org"}))
    assert not Reminder.objects.filter(kind="account_mail").exists()


def test_the_second_step_is_taken_over_on_it(alice: User, alice_client: Client) -> None:
    for path in ("/account/2fa/totp/activate/", "/account/2fa/recovery-codes/generate/"):
        assert asks_for_password(alice_client.get(path)), path
    assert not Authenticator.objects.filter(user=alice).exists()


def test_notifications_are_led_to_another_device_from_it(alice_client: Client) -> None:
    assert alice_client.post("/settings/reminders/devices/", Browser("bobs").form).status_code == 403
    assert not PushDevice.objects.exists()


def test_mails_are_made_to_say_more_from_it(alice: User, alice_client: Client) -> None:
    Preferences.objects.create(user=alice, who_sees_mailbox="someone")
    more = filled_in(alice, who_sees_mailbox="only_me", says_what_it_is="True")
    assert asks_for_password(alice_client.post("/settings/reminders/", more))
    assert Preferences.objects.get(user=alice).who_sees_mailbox == "someone"


def test_everything_of_hers_is_taken_along_from_it(alice_client: Client) -> None:
    assert asks_for_password(alice_client.post("/settings/export/make/", once()))
    assert not ExportedFile.objects.exists()


def test_her_account_is_deleted_from_it(alice: User, alice_client: Client) -> None:
    assert asks_for_password(alice_client.post("/settings/erase/begin/", {"at_once": "on"}))
    assert User.objects.get(pk=alice.pk).is_active


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_question_for_the_password_is_left_on_it(alice: User, alice_client: Client, language: str) -> None:
    """He taps "delete"; she, who is asked by her own pages every day, would type the password for what she is told."""
    User.objects.filter(pk=alice.pk).update(language=language)
    cases = {
        "/settings/erase/begin/": "This is to delete your account.",
        "/settings/export/make/": "This is to put together all that is yours here, as one file.",
        "/settings/keys/": "This is to make a key for another program.",
        "/settings/calendar/make/": "This is to let a calendar follow your talks.",
        "/settings/reminders/other/": "This is to let what we tell you go to another app.",
        "/account/email/": "This is to change your address.",
        "/settings/reminders/": "This is to change how you are reached.",
        "/settings/lock/": "This is to change the lock of Mine.",
    }
    Lock.objects.create(person=alice)
    Preferences.objects.create(user=alice, who_sees_mailbox="someone")
    more = filled_in(alice, who_sees_mailbox="only_me", says_what_it_is="True")
    for path, said in cases.items():
        sent = {"when": "now", "action_add": "", "email": "bobs@example.org", **more}
        question = alice_client.post(path, sent)["Location"]
        with translation.override(language):
            said_there = gettext(said)
        assert language == "en" or said_there != said
        assert said_there in alice_client.get(question).content.decode(), path
    with translation.override(language):
        to_open = gettext("This is to open Mine, or to go on there.")
    assert to_open in alice_client.get("/account/reauthenticate/?next=/mine/").content.decode()


def test_her_password_is_changed_on_it(alice: User, alice_client: Client) -> None:
    new = {"oldpassword": "a guess of his", "password1": "lanterns at the lake", "password2": "lanterns at the lake"}
    alice_client.post("/account/password/change/", new)
    alice.refresh_from_db()
    assert alice.check_password(factories.PASSWORD)


def test_her_mails_are_switched_off_on_it_first(alice: User, alice_client: Client) -> None:
    """To make it quieter asks for nothing; what lets words go further is mailed all the same."""
    quiet = filled_in(alice, who_sees_mailbox="no_mails")
    assert not asks_for_password(alice_client.post("/settings/reminders/", quiet))
    Reminder.objects.all().delete()
    make_key(alice, "his", uuid.uuid4(), timezone.now())
    mails = list(Reminder.objects.filter(kind="reach_changed", channel="email", user=alice))
    assert may_reach(REACH_CHANGED, mails) == mails != []
