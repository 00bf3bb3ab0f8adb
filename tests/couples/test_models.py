"""What the database itself refuses: a second active seat, a third person, an edited history."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from couples.keys.models import ApiKey
from couples.pairing.models import DIGITS_TRIES, Invitation
from couples.people.models import User
from couples.people.names import NameOfTheDay, someone
from couples.seats.models import Couple, Membership
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what the database refuses")


def refused(make):
    """Tell whether the database refuses what `make` does."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@both_databases
def test_a_user_has_at_most_one_active_membership(pair):
    other = Couple.objects.create(connected_at=timezone.now())
    assert refused(lambda: Membership.objects.create(couple=other, user=pair.alice, seat=1))


@both_databases
def test_ended_memberships_are_as_many_as_life_brings(pair, eve, charlie):
    assert Membership.objects.of(eve).count() == 1
    assert not refused(lambda: factories.connected_couple(eve, charlie))
    assert Membership.objects.of(eve).count() == 2


@both_databases
@pytest.mark.parametrize("seat", [0, 1, 2, 3])
def test_a_couple_has_two_seats_ever(pair, charlie, seat):
    assert refused(lambda: Membership.objects.create(couple=pair.couple, user=charlie, seat=seat))


@both_databases
@pytest.mark.parametrize("seat", [1, 2, 3])
def test_nobody_new_is_let_into_old_material(pair, charlie, seat):
    pair.left()
    assert refused(lambda: Membership.objects.create(couple=pair.couple, user=charlie, seat=seat))


@both_databases
def test_one_person_cannot_hold_both_seats(charlie):
    couple = Couple.objects.create(connected_at=timezone.now())
    ended = timezone.now()
    Membership.objects.create(couple=couple, user=charlie, seat=1, ended_at=ended)
    assert refused(lambda: Membership.objects.create(couple=couple, user=charlie, seat=2, ended_at=ended))


def invitation(inviter: User, **fields):
    now = timezone.now()
    given = {"token": "x", "token_hash": uuid.uuid4().hex, "created_at": now, "expires_at": now + timedelta(days=1)}
    return Invitation.objects.create(inviter=inviter, **{**given, **fields})


@both_databases
@pytest.mark.parametrize(
    ("state", "is_refused"),
    [("open", True), ("claimed", True), ("declined", True), ("accepted", False), ("withdrawn", False)],
)
def test_one_invitation_at_a_time_looks_open(charlie, state, is_refused):
    invitation(charlie, state=state)
    assert refused(lambda: invitation(charlie)) is is_refused


@both_databases
def test_an_invitation_is_submitted_once_and_never_claimed_by_its_inviter(charlie):
    made = invitation(charlie, state="withdrawn")
    assert refused(lambda: invitation(charlie, submission=made.submission))
    assert refused(lambda: Invitation.objects.filter(pk=made.pk).update(claimed_by=charlie))
    assert refused(lambda: invitation(factories.person(), token_hash=made.token_hash))


@both_databases
def test_the_digits_cannot_be_tried_more_often_than_allowed(charlie):
    made = invitation(charlie)
    rows = Invitation.objects.filter(pk=made.pk)
    assert not refused(lambda: rows.update(digits_tries=DIGITS_TRIES))
    assert refused(lambda: rows.update(digits_tries=DIGITS_TRIES + 1))


@both_databases
def test_addresses_are_unique_whatever_their_case(charlie):
    assert charlie.email == "charlie@example.org"
    assert refused(lambda: User.objects.create_user("CHARLIE@Example.org", "x", name="C"))


@both_databases
def test_keys_to_the_api_are_made_once_per_submission(charlie):
    made = {"user": charlie, "name": "phone", "created_at": timezone.now(), "ends_at": timezone.now()}
    key = ApiKey.objects.create(key_hash="a", **made)
    assert refused(lambda: ApiKey.objects.create(key_hash="b", submission=key.submission, **made))


def test_a_user_has_no_time_of_their_last_visit():
    names = {field.name for field in User._meta.get_fields()}
    assert not {"last_login", "last_seen", "last_active", "ip", "location"} & names


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Berg", "AB"),
        ("ada", "A"),
        ("小博", "博"),
        ("", "·"),
        ("🫂", "🫂"),
        ("Dana de la Cruz", "DC"),
        ("👩‍👩‍👧‍👦 Berg", "👩‍👩‍👧‍👦B"),
        ("👩🏽‍🚀ada", "👩🏽‍🚀"),
        ("🇩🇪", "🇩🇪"),
        ("e\u0301mile zoe\u0308", "E\u0301Z"),
        ("e\u0301", "E\u0301"),
        ("क्षिप्रा", "क्षि"),
        ("\u200e\u200bada\u200b \u2060berg", "AB"),
        ("ada \u200b", "A"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("ßen", "ß"),
        ("민수", "수"),
        ("さくら", "ら"),
    ],
)
def test_initials_tell_people_apart(name, initials):
    assert User(name=name).initials == initials


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_stands_for_no_name_has_no_letter_of_its_own(language):
    with translation.override(language):
        assert NameOfTheDay(someone()).initials == "·"
