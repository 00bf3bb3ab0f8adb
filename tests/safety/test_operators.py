"""What an operator can look at and do: the pages list no addresses and open no account."""

from __future__ import annotations

import uuid

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from couples.keys.models import ApiKey
from couples.keys.verbs import make_key
from couples.people.models import User
from reminders.models import Notice, PushDevice, Reminder
from tests.helpers import factories


def test_only_what_was_chosen_is_there():
    """A library that brings a page of its own is noticed here."""
    assert set(admin.site._registry) == {User, Reminder}


@pytest.mark.django_db
def test_addresses_are_found_one_at_a_time_and_never_changed():
    operator = factories.signed_in(None, factories.staff_person())
    vic = factories.person("Vic")
    assert operator.get("/operators/account/emailaddress/").status_code == 404
    assert "vic@example.org" not in operator.get("/operators/couples/user/").content.decode()
    assert "vic@example.org" not in operator.get("/operators/couples/user/?q=vic").content.decode()
    operator.post(f"/operators/couples/user/{vic.pk}/change/", {"email": "mine@example.org", "is_active": "on"})
    vic.refresh_from_db()
    assert vic.email == "vic@example.org"


@pytest.fixture
def helper(db):
    """An operator who may look after accounts, and not everything."""
    made = factories.person("Helper", is_staff=True)
    made.user_permissions.set(Permission.objects.filter(codename__in=("view_user", "change_user", "add_user")))
    return made


def test_an_operator_makes_no_operators_and_touches_none(helper):
    """Not by the page, not by what they send to it, and not the one who may do everything."""
    operator = factories.signed_in(None, helper)
    vic, boss = factories.person("Vic"), factories.staff_person("Boss")
    rights = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "user_permissions": "1", "groups": "1"}
    assert operator.post(f"/operators/couples/user/{vic.pk}/change/", rights).status_code == 302
    for other, sent in ((boss, {}), (helper, rights)):
        assert operator.post(f"/operators/couples/user/{other.pk}/change/", sent).status_code == 403
    for each, is_staff, is_superuser, known in (
        (vic, False, False, 0),
        (boss, True, True, 0),
        (helper, True, False, 3),
    ):
        each.refresh_from_db()
        assert (each.is_active, each.is_staff, each.is_superuser) == (True, is_staff, is_superuser)
        assert each.user_permissions.count() == known
    assert operator.post(f"/operators/couples/user/{vic.pk}/change/", {}).status_code == 302
    vic.refresh_from_db()
    assert not vic.is_active, "switching an account off is what they are there for"


def test_who_may_do_everything_makes_operators_and_gives_no_rights_by_hand(db):
    operator = factories.signed_in(None, factories.staff_person())
    vic = factories.person("Vic")
    rights = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "user_permissions": "1"}
    operator.post(f"/operators/couples/user/{vic.pk}/change/", rights)
    vic.refresh_from_db()
    assert (vic.is_staff, vic.is_superuser, vic.user_permissions.count()) == (True, False, 0)


def test_the_admin_has_no_way_of_its_own_to_a_new_password(db):
    staff = factories.staff_person()
    operator = factories.signed_in(None, staff)
    sent = {"old_password": factories.PASSWORD, "new_password1": FRESH, "new_password2": FRESH}
    answer = operator.post("/operators/password_change/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/change/")
    staff.refresh_from_db()
    assert staff.check_password(factories.PASSWORD)
    assert operator.get(f"/operators/couples/user/{staff.pk}/password/", follow=True).status_code in (200, 404)


FRESH = "another quiet hour, on monday"


def by_hand(person):
    person.set_password(FRESH)
    person.save()


def by_command(person):
    call_command("changepassword", person.email)


@pytest.mark.parametrize("how", [by_hand, by_command])
def test_a_password_set_without_a_page_ends_all_that_the_old_one_opened(how, db, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda **_options: FRESH)
    dana, eli = factories.person("Dana"), factories.person("Eli")
    session = factories.signed_in(None, dana)
    for number, person in enumerate((dana, eli)):
        make_key(person, "a phone", uuid.uuid4(), timezone.now())
        PushDevice.objects.create(user=person, endpoint_key=f"{number}", added_at=timezone.now())
    how(dana)
    assert Client().post("/account/login/", {"login": dana.email, "password": FRESH}).status_code == 302
    assert session.get("/today/").status_code == 302
    for rows in (ApiKey.objects, PushDevice.objects):
        assert [row.user_id for row in rows.all()] == [eli.pk], "somebody else's stay"
    assert Notice.objects.filter(user=dana, kind="push_stopped").count() == 1


def test_saving_anything_else_ends_nothing(db):
    dana = factories.person("Dana")
    make_key(dana, "a phone", uuid.uuid4(), timezone.now())
    dana.check_password(factories.PASSWORD)
    dana.name = "Dana Q"
    dana.save()
    assert ApiKey.objects.count() == 1
