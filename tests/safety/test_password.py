"""A new password shuts out whoever knew the old one, is the same on every device, and measured by what it carries."""

from __future__ import annotations

import unicodedata
import uuid
from contextlib import nullcontext

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from couples.keys.verbs import make_key
from couples.people.models import User
from couples.people.passwords import LengthValidator
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in

pytestmark = pytest.mark.django_db
FRESH = "lanterns over the quiet river"


def with_password(user: User) -> Client:
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": factories.PASSWORD})
    return client


def change(dana: User) -> None:
    client = with_password(dana)
    answer = client.post(
        "/account/password/change/", {"oldpassword": factories.PASSWORD, "password1": FRESH, "password2": FRESH}
    )
    assert answer.status_code == 302
    assert client.get("/today/").status_code == 200


def reset(dana: User) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": dana.email})
    code = code_in(Reminder.objects.get(kind="account_mail").payload["text"])
    step = client.post("/account/password/reset/confirm/", {"code": code})
    answer = client.post(step["Location"], {"password1": FRESH, "password2": FRESH})
    assert answer.status_code == 302


@pytest.mark.parametrize("how", [change, reset])
def test_other_sessions_and_keys_end(dana, how):
    other = with_password(dana)
    key = make_key(dana, "a phone", uuid.uuid4(), timezone.now())
    bearer = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/me/", headers=bearer).status_code == other.get("/today/").status_code == 200
    how(dana)
    dana.refresh_from_db()
    assert dana.check_password(FRESH)
    assert Client().get("/api/v1/me/", headers=bearer).status_code == 401
    assert other.get("/today/").status_code == 302
    assert other.get("/api/v1/me/").status_code == 401


def test_somebody_elses_keys_stay(dana, charlie):
    key = make_key(charlie, "a phone", uuid.uuid4(), timezone.now())
    change(dana)
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {key}"}).status_code == 200


# What two devices type


COMPOSED, DECOMPOSED = "laternen über dem fluss", "laternen u\u0308ber dem fluss"
WIDE, NARROW = "ｒｉｖｅｒ　ｌａｎｔｅｒｎｓ", "river lanterns"


def hashed_as_typed(person: User, password: str) -> User:
    """A hash as it was made before passwords were normalised."""
    User.objects.filter(pk=person.pk).update(password=make_password(password))
    return person


def let_in(person: User, password: str) -> bool:
    return Client().post("/account/login/", {"login": person.email, "password": password}).status_code == 302


@pytest.mark.parametrize(("one", "other"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED), (WIDE, NARROW)])
@pytest.mark.parametrize("how", [change, reset])
def test_a_password_set_on_one_device_is_the_same_on_another(dana, one, other, how, monkeypatch):
    """Set, typed a second time in another spelling, signed in with, asked for again, and changed."""
    monkeypatch.setitem(globals(), "FRESH", one)
    how(dana)
    client = Client()
    for typed in (one, other):
        client = Client()
        assert client.post("/account/login/", {"login": dana.email, "password": typed}).status_code == 302
    assert client.post("/account/reauthenticate/", {"password": other}).status_code == 302
    asked = {"oldpassword": other, "password1": one + "!", "password2": other + "!"}
    assert client.post("/account/password/change/", asked).status_code == 302
    assert let_in(dana, other + "!")
    assert not let_in(dana, one)


@pytest.mark.parametrize(("stored", "typed"), [(DECOMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED), (WIDE, WIDE)])
def test_a_hash_of_before_lets_in_and_is_replaced(dana, stored, typed):
    hashed_as_typed(dana, stored)
    assert not let_in(dana, "something else, ｗｉｄｅ")
    client = Client()
    assert client.post("/account/login/", {"login": dana.email, "password": typed}).status_code == 302
    assert client.get("/today/").status_code == 200
    for device in (stored, typed, unicodedata.normalize("NFKC", stored)):
        assert let_in(dana, device), device
    dana.refresh_from_db()
    assert check_password(unicodedata.normalize("NFKC", stored), dana.password)


def test_a_hash_of_before_serves_a_session_that_goes_on(dana):
    """Replaced there it would end the very session it was asked in: a session is bound to the hash."""
    client = with_password(dana)
    hashed_as_typed(dana, DECOMPOSED)
    client.force_login(User.objects.get(pk=dana.pk))
    assert client.post("/account/reauthenticate/", {"password": DECOMPOSED}).status_code == 302
    wrong = {"oldpassword": DECOMPOSED, "password1": FRESH, "password2": "another"}
    assert client.post("/account/password/change/", wrong).status_code == 200
    assert client.get("/today/").status_code == 200


def test_a_password_changed_meanwhile_is_not_put_back(dana):
    hashed_as_typed(dana, WIDE)
    signing_in = User.objects.get(pk=dana.pk)
    changed = User.objects.get(pk=dana.pk)
    changed.set_password(FRESH)
    changed.save()
    signing_in.adopt_password(WIDE)
    dana.refresh_from_db()
    assert dana.check_password(FRESH)
    assert not dana.check_password(WIDE)


@pytest.mark.parametrize(
    ("password", "is_enough"),
    [
        ("lanternsky", True),
        ("lanternsk", False),
        ("春江潮水连海平月明", True),
        ("春江潮水连海平月", True),
        ("春江潮水连海平", False),
        ("我我我我我我我我我", False),
        ("사랑해요우리둘이", True),
        ("よるのかわのひ", False),
        ("よるのかわのあかり", True),
        ("月明river", False),
        ("海上生明月river", True),
        # Ten of anything were enough before.
        ("我我我我我我我我我我", True),
        ("ｌａｎｔｅｒｎｓ", False),
    ],
)
def test_a_password_is_measured_by_what_it_carries(password, is_enough):
    told = rf"This has {len(password)} characters; it needs at least 10\."
    with nullcontext() if is_enough else pytest.raises(ValidationError, match=told):
        LengthValidator().validate(password)


def test_nine_chinese_characters_are_a_password_and_a_refused_one_is_told_why(client):
    typed = {"name": "Zoe", "email": "zoe@example.org", "language": "en", "time_zone": "UTC"}
    page = client.post("/account/signup/", {**typed, "password1": "春江潮水"}).content.decode()
    assert "This has 4 characters; it needs at least 10." in page
    assert client.post("/account/signup/", {**typed, "password1": "春江潮水连海平月明"}).status_code == 302
