"""What the database says of how somebody signs in: nothing that is not in their own list of sign-ins."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from basics.encryption import decrypt
from couples.access.device_names import device_named
from couples.keys.models import ApiKey
from couples.people.suspended import WAITING
from couples.people.unsent import KEPT_FOR
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in
from tests.helpers.sign_ins import ADDRESS, AGENT, stored_sign_ins

SECRET, SEED = totp.generate_totp_secret(), RecoveryCodes.generate_seed()


def browser() -> Client:
    return Client(REMOTE_ADDR=ADDRESS, headers={"User-Agent": AGENT})


def asked_anew(client: Client) -> None:
    """Let the sign-in be long ago, so that what is delicate asks once more."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 7200
    session.save()


def code_mailed_to(address: str) -> str:
    mails = Reminder.objects.filter(kind="account_mail").order_by("-pk")
    return code_in(next(row.payload["text"] for row in mails if row.address == address))


@pytest.mark.django_db
@pytest.mark.both_databases("bytes and raw SQL that read them")
def test_the_database_tells_nothing_of_any_way_in():
    """Sign-up, reset, sign-in, a second step that is begun, and a form that waits for the password."""
    new, reset, known = browser(), browser(), browser()
    zoe = {"email": "zoe@example.org", "name": "Zoe", "password1": "lanterns over the river"}
    new.post("/account/signup/", {**zoe, "language": "en", "time_zone": "Europe/Berlin"})
    dana = factories.person("Dana")
    reset.post("/account/password/reset/", {"email": dana.email})
    known.post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    known.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    known.get("/account/2fa/totp/activate/")
    secret = known.session[totp.SECRET_SESSION_KEY]
    asked_anew(known)
    known.post("/settings/keys/", {"name": "okapi on my phone"})
    assert Session.objects.count() == 3
    for told in (
        *("zoe@", "dana@", "okapi", secret, ADDRESS, "Mozilla", "ZEBRA", "HTTP_", "sessionid"),
        *(code_mailed_to(address) for address in ("zoe@example.org", dana.email)),
    ):
        assert told not in stored_sign_ins(), told
    assert "Chrome · Android" in stored_sign_ins(), "what the list shows"


@pytest.mark.django_db
def test_the_list_of_sign_ins_shows_all_that_is_kept_of_one():
    client, dana = browser(), factories.person("Dana")
    client.post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    row = UserSession.objects.get()
    assert (row.ip, row.user_agent, row.last_seen_at) == ("0.0.0.0", "Chrome · Android", row.created_at)
    row.save()
    assert UserSession.objects.get().user_agent == "Chrome · Android", "a name stays what it is"
    assert "Chrome · Android" in client.get("/account/sessions/").content.decode()


AGENTS = {
    AGENT: "Chrome · Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1": "Safari · iPhone",
    "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) CriOS/131.0 Mobile/15E148 Safari/604.1": "Chrome · iPad",
    "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/131.0 Safari/537.36 Edg/131.0": "Edge · Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox · Mac",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox · Linux",
    "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50": "WeChat · Android",
    "Mozilla/5.0 (X11; CrOS x86_64) Chrome/131.0 Safari/537.36 OPR/116.0": "Opera · Chromebook",
    "curl/8.9.1": "",
    "": "",
}


def test_a_device_has_a_coarse_name_that_stays():
    assert {agent: device_named(agent) for agent in AGENTS} == AGENTS
    assert {name: device_named(name) for name in AGENTS.values()} == {name: name for name in AGENTS.values()}


# A form that waits while its person proves who they are


@pytest.mark.django_db
def test_a_form_goes_on_after_the_password_as_if_nothing_had_been_in_between():
    client, dana = browser(), factories.person("Dana")
    client.post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    for name, minutes, is_made in (("okapi", 59, True), ("tapir", 61, False)):
        asked_anew(client)
        asked = client.post("/settings/keys/", {"name": name, "csrfmiddlewaretoken": "x"}).headers["Location"]
        waits = decrypt(client.session[WAITING]["/settings/keys/"]["sealed"])
        assert set(json.loads(waits)) == {"path", "path_info", "GET", "POST", "method", "scheme"}
        assert "csrf" not in waits
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            client.post(asked, {"password": "not this one", "next": "/settings/keys/"})
            client.post(asked, {"password": factories.PASSWORD, "next": "/settings/keys/"})
        assert STATE_SESSION_KEY not in client.session
        assert not client.session[WAITING]
        assert (name in [key.name for key in ApiKey.objects.all()]) is is_made
    assert timedelta(minutes=59) < KEPT_FOR < timedelta(minutes=61)


# The second step, and new keys


@pytest.mark.django_db
@pytest.mark.both_databases("JSON that is locked and written back")
def test_new_keys_come_to_the_second_step_too(settings):
    dana, old = factories.person("Dana"), settings.WORDS_KEYS
    totp.TOTP.activate(dana, SECRET)
    codes = RecoveryCodes.activate(dana).get_unused_codes()
    settings.WORDS_KEYS = [Fernet.generate_key().decode(), *old]
    out = StringIO()
    call_command("rotate_words", stdout=out)
    assert "mfa.Authenticator: 2" in out.getvalue()
    settings.WORDS_KEYS = settings.WORDS_KEYS[:1]
    rows = {row.type: row for row in Authenticator.objects.all()}
    assert decrypt(rows["totp"].data["secret"]) == SECRET
    assert RecoveryCodes(rows["recovery_codes"]).get_unused_codes() == codes
    assert rows["recovery_codes"].data["used_mask"] == 0
    settings.WORDS_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="Authenticator"):
        call_command("rotate_words", stdout=out)


# What was stored before


def test_a_session_from_before_is_read_and_one_that_cannot_be_read_is_empty(settings):
    content = {"_auth_user_id": "7", "name": "小博"}
    before = signing.dumps(content, salt=SessionStore().key_salt, serializer=signing.JSONSerializer, compress=True)
    store = SessionStore()
    assert store.decode(before) == content
    written = store.encode(content)
    assert store.decode(written) == content
    settings.SECRET_KEY = "another"
    assert store.decode(written) == {}
