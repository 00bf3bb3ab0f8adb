"""The people of most tests: Alice and Bob are connected, Eve was connected with Alice before, Charlie is a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.internal.flows import reauthentication
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from couples.pairing.models import Invitation
from couples.people.models import User
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.once.prepared import SCENES
from tests.helpers.undone import undone


@pytest.fixture(autouse=True)
def nobodys_language() -> Iterator[None]:
    """Begin each test in English and UTC: a request leaves its reader's language and zone active in the thread."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()
    yield
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture
def asked_just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take everybody for asked for the password just now; who is asked for what stands in `test_asking.py`."""
    monkeypatch.setattr(reauthentication, "did_recently_reauthenticate", lambda _request: True)


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what a fixture of a module makes for all tests of the module: each of them goes back to it.

    For rows that take long to make and that no test's Python changes. No test beside them may want committed rows.
    """
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture
def eve(request: pytest.FixtureRequest, db: None) -> User:
    """Alice's ex-partner."""
    SCENES["connected" if "pair" in request.fixturenames else "parted"].put()
    return User.objects.get(email="eve@example.org")


@pytest.fixture
def pair(eve: User) -> Pair:
    """Alice and Bob, connected, with nothing agreed."""
    return factories.pair_of(User.objects.get(email="alice@example.org"))


def connected_pair() -> Pair:
    """Put Alice, Bob and Eve there outside of a test: for `rows_of_the_module`."""
    SCENES["connected"].put()
    return factories.pair_of(User.objects.get(email="alice@example.org"))


@pytest.fixture
def alice(pair: Pair) -> User:
    """The first seat."""
    return pair.alice


@pytest.fixture
def bob(pair: Pair) -> User:
    """The second seat."""
    return pair.bob


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger without a seat."""
    return factories.person("Charlie")


@pytest.fixture
def dana(db: None) -> User:
    """Somebody who is with nobody yet, and for whom nothing waits."""
    return factories.person("Dana")


@pytest.fixture
def link(dana: User) -> Invitation:
    """A plain link by Dana."""
    return factories.open_invitation(dana)


@pytest.fixture
def strangers(db: None) -> Pair:
    """Another couple."""
    return factories.connected_couple(factories.person("Sam"), factories.person("Toni"))


@pytest.fixture
def alice_client(alice: User) -> Client:
    """Alice's browser."""
    return factories.signed_in(None, alice)


@pytest.fixture
def bob_client(bob: User) -> Client:
    """Bob's browser."""
    return factories.signed_in(None, bob)


@pytest.fixture
def charlie_client(charlie: User) -> Client:
    """A stranger's browser."""
    return factories.signed_in(None, charlie)


@pytest.fixture
def eve_client(eve: User) -> Client:
    """The ex-partner's browser."""
    return factories.signed_in(None, eve)
