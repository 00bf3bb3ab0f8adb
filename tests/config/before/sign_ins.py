"""What could be read in the database of how somebody signs in."""

from __future__ import annotations

import json
from datetime import timedelta

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.apps.registry import Apps
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.utils import timezone

from basics.encryption import decrypt
from couples.keys.models import ApiKey
from tests.config.before.part import Part
from tests.helpers.sign_ins import ADDRESS, AGENT, stored_sign_ins

SECRET, SEED = totp.generate_totp_secret(), RecoveryCodes.generate_seed()
SESSION = "k" * 32


class SignIns(Part):
    """All of it is closed, and readable again going back."""

    def store(self, before: Apps) -> None:
        now = timezone.now()
        dana = before.get_model("couples", "User").objects.create(email="dana@example.org", password="!")
        keys = before.get_model("couples", "ApiKey").objects
        keys.create(user=dana, name="okapi", key_hash="x", created_at=now)
        second_steps = before.get_model("mfa", "Authenticator").objects
        second_steps.create(user=dana, type="totp", data={"secret": SECRET})
        second_steps.create(user=dana, type="recovery_codes", data={"seed": SEED, "used_mask": 3})
        asked = {"request": json.dumps({"META": {"HTTP_USER_AGENT": AGENT}})}
        content = {"_auth_user_id": "1", STATE_SESSION_KEY: asked}
        salt = SessionStore().key_salt
        data = signing.dumps(content, salt=salt, serializer=signing.JSONSerializer, compress=True)
        sessions = before.get_model("sessions", "Session").objects
        sessions.create(session_key=SESSION, session_data=data, expire_date=now + timedelta(days=3))
        sign_in = {"session_key": SESSION, "ip": ADDRESS, "user_agent": AGENT}
        before.get_model("usersessions", "UserSession").objects.create(user=dana, **sign_in)
        first = stored_sign_ins()
        assert all(text in first for text in (SECRET, SEED, "okapi", ADDRESS, "Mozilla", "_auth_user_id"))

    def look_forward(self) -> None:
        told = stored_sign_ins()
        for text in (SECRET, SEED, "okapi", ADDRESS, "Mozilla", "_auth_user_id", "HTTP_"):
            assert text not in told, text
        assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == SECRET
        assert dict(SessionStore(SESSION).items()) == {"_auth_user_id": "1"}
        self.look_again()

    def look_back(self, before: Apps) -> None:
        assert all(text in stored_sign_ins() for text in (SECRET, SEED, "okapi", "_auth_user_id"))

    def look_again(self) -> None:
        assert ApiKey.objects.get(key_hash="x").name == "okapi"
