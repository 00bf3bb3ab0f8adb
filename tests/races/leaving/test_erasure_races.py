"""An account kept and erased at the same moment, both of two at once, an invitation accepted while its writer goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.people.models import User
from couples.seats.models import Couple, Membership
from pages.erasure import carrying_out
from pages.erasure.carrying_out import erase_all_of
from pages.erasure.verbs import GRACE, ask_for_erasure, erase, keep_account
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now()
DUE = NOW + GRACE
MARK = r'UPDATE "couples_user" SET "erases_at"'


@pytest.fixture
def dana() -> User:
    person = factories.person("Dana")
    ask_for_erasure(person, NOW)
    return person


@pytest.mark.parametrize("keeps_first", [True, False])
def test_an_account_is_kept_or_erased_and_never_both(dana: User, keeps_first: bool):
    verbs = [lambda: keep_account(dana), lambda: erase(dana.pk, DUE)]
    first, second = interleave(*verbs[:: 1 if keeps_first else -1], before=MARK)
    assert (first, second) == (True, False)
    assert User.objects.filter(pk=dana.pk, erases_at=None).exists() is keeps_first


def test_two_who_keep_house_at_once_erase_it_once(dana: User):
    assert sorted(interleave(lambda: erase(dana.pk, DUE), lambda: erase(dana.pk, DUE), before=MARK)) == [False, True]


@pytest.mark.postgres
def test_companion_who_only_looks_first_erases_what_was_kept(dana: User):
    def erase_by_looking(now: datetime) -> bool:
        with transaction.atomic():
            if not User.objects.filter(pk=dana.pk, erases_at__lte=now).exists():
                return False
            erase_all_of(dana, now)
            return True

    either = rf'{MARK}|DELETE FROM "couples_user"'
    assert interleave(lambda: keep_account(dana), lambda: erase_by_looking(DUE), before=either) == [True, True]


def both_of_two_go_at_once() -> list[Any]:
    pair = factories.connected_couple(now=NOW)
    for person in (pair.alice, pair.bob):
        ask_for_erasure(person, NOW)
    return interleave(
        lambda: erase(pair.alice.pk, DUE), lambda: erase(pair.bob.pk, DUE), before='DELETE FROM "couples_user" WHERE'
    )


def test_of_two_who_go_at_once_nothing_is_left():
    assert both_of_two_go_at_once() == [True, True]
    assert not Couple.objects.exists()
    assert not User.objects.exists()


@pytest.mark.postgres
def test_companion_without_taking_turns_each_leaves_someone_for_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(carrying_out, "_take_turns", lambda _person: None)
    assert both_of_two_go_at_once() == [True, True]
    assert User.objects.filter(is_someone=True).count() == 2
    assert Couple.objects.exists()


def joined_while_the_inviter_goes() -> list[Any]:
    dana, charlie = factories.person("Dana"), factories.person("Charlie")
    hers = factories.open_invitation(dana, now=NOW)
    pairing.claim(hers, charlie, NOW)
    hers.refresh_from_db()
    return interleave(
        lambda: pairing.confirm_claim(dana, hers.digits, NOW),
        lambda: ask_for_erasure(dana, NOW),
        before=rf'INSERT INTO "couples_membership"|{MARK}',
    )


def test_who_asks_has_no_seat_however_an_invitation_was_accepted_meanwhile():
    connected, asked = joined_while_the_inviter_goes()
    assert isinstance(connected, Membership)
    assert asked is True
    assert not Membership.objects.active().exists()


@pytest.mark.postgres
def test_companion_without_taking_turns_who_asked_is_connected(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pairing, "_take_turns", lambda _people: True)
    joined_while_the_inviter_goes()
    assert Membership.objects.active().count() == 2
