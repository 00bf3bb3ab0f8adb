"""Another address for an account: the old mailbox hears of it, old sign-ins end, and who reads the new one is asked."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from couples.keys.verbs import make_key
from couples.people.models import User
from reminders.choices import devices
from reminders.models import Notice, OtherAddress, Preferences, PushDevice, Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in
from tests.reminders.channels.delivering import deliver_due
from tests.reminders.channels.pushservice import Browser

pytestmark = pytest.mark.django_db
NEW = "elsewhere@example.org"
CODE_PAGE = "/account/confirm-email/"


def waits_for_its_code(person, address=NEW):
    """Return a browser on which another address was entered, and the code that was sent there."""
    client = factories.signed_in_by_password(person)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": address})
    return client, code_in(mails_to(address)[-1].payload["text"])


def mails_to(address):
    return [row for row in Reminder.objects.filter(kind="account_mail").order_by("pk") if row.address == address]


def test_an_answer_about_the_old_mailbox_is_none_about_the_new_one():
    """But who wants no mails goes on getting none; and without an answer the app asks again."""
    dana = factories.person("Dana")
    for number, (before, answer, after) in enumerate(
        [("only_me", "", ""), ("someone", "", ""), ("no_mails", "", "no_mails"), ("no_mails", "only_me", "only_me"),
         ("only_me", "someone", "someone"), ("only_me", "maybe", None)]
    ):  # fmt: skip
        Notice.objects.all().delete()
        Reminder.objects.all().delete()
        Preferences.objects.all().delete()
        Preferences.objects.create(user=dana, who_sees_mailbox=before)
        client, code = waits_for_its_code(dana, f"dana-{number}@example.org")
        page = client.get(CODE_PAGE).content.decode()
        assert "Who sees this mailbox?" in page
        assert "checked" not in page
        done = client.post(CODE_PAGE, {"code": code, **({"who_sees_mailbox": answer} if answer else {})})
        dana.refresh_from_db()
        if after is None:
            assert done.status_code == 200
            assert Preferences.objects.get(user=dana).who_sees_mailbox == before
            continue
        assert dana.email == f"dana-{number}@example.org"
        assert Preferences.objects.get(user=dana).who_sees_mailbox == after, (before, answer)
        deliver_due(timezone.now(), "in_app")
        asks = "Who sees your new mailbox?" in client.get("/notices/").content.decode()
        assert asks is not bool(answer)


def test_old_sign_ins_keys_and_devices_end_and_the_one_at_hand_goes_on():
    dana, eli = factories.person("Dana"), factories.person("Eli")
    other, elis = factories.signed_in_by_password(dana), factories.signed_in_by_password(eli)
    keys = [make_key(person, "a phone", uuid.uuid4(), timezone.now()) for person in (dana, eli)]
    for person, name in ((dana, "laptop"), (eli, "phone")):
        devices.subscribe(person, Browser(name).sent, timezone.now())
    client, code = waits_for_its_code(dana)
    assert client.post(CODE_PAGE, {"code": code, "who_sees_mailbox": "only_me"}).status_code == 302
    assert client.get("/today/").status_code == elis.get("/today/").status_code == 200
    assert other.get("/today/").status_code == 302
    bearers = [{"Authorization": f"Bearer {key}"} for key in keys]
    assert [Client().get("/api/v1/me/", headers=bearer).status_code for bearer in bearers] == [401, 200]
    assert [device.user_id for device in PushDevice.objects.all()] == [eli.pk]


def test_the_old_mailbox_and_all_other_ways_hear_of_it_and_not_which_it_is():
    dana = factories.person("Dana")
    old = dana.email
    now = timezone.now()
    OtherAddress.objects.create(user=dana, service="ntfy", address="x", entered_at=now, confirmed_at=now)
    client, code = waits_for_its_code(dana)
    client.post(CODE_PAGE, {"code": code})
    [told] = mails_to(old)
    assert "The address you sign in with was changed." in told.payload["text"]
    assert NEW not in told.payload["text"] + told.payload["subject"]
    rows = Reminder.objects.filter(kind="reach_changed").values_list("user_id", "channel")
    assert set(rows) == {(dana.pk, "in_app"), (dana.pk, "other")}


def test_a_first_address_ends_nothing_and_is_not_news():
    client = Client()
    zoe = {"name": "Zoe", "email": "zoe@example.org", "language": "en", "time_zone": "UTC"}
    client.post("/account/signup/", {**zoe, "password1": factories.PASSWORD})
    [mail] = mails_to("zoe@example.org")
    page = client.get(CODE_PAGE).content.decode()
    assert "Who sees this mailbox?" in page
    client.post(CODE_PAGE, {"code": code_in(mail.payload["text"])})
    assert client.get("/today/").status_code in (200, 302)
    assert Preferences.objects.get(user=User.objects.get()).who_sees_mailbox == ""
    assert not Reminder.objects.filter(kind="reach_changed").exists()
