"""What an operator can look at and do: the pages list no addresses and open no account."""

from __future__ import annotations

import pytest
from django.contrib import admin

from couples.people.models import User
from reminders.models import Reminder
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
