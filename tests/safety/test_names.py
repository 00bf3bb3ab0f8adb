"""A name is shown to the partner, in pages and in subjects of mails: it must not break either."""

from __future__ import annotations

import pytest

from couples.people.account_forms import SignupForm
from couples.people.forms import ProfileForm
from couples.people.names import validate_name
from tests.helpers import factories

WRONG = ["Bob\r\nBcc: vic@example.org", "Bob\nX", "Bob\u2028X", "Bob\u202eevol", "\u2066Bob", "\u200b\u200b", "\x07Bob"]
RIGHT = ["Bob", "小博", "Ana María", "O'Neil-Smith", "عمر", "👩‍🚀", "می‌خواهم", "क्षिप्रा"]


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.django_db
def test_neither_signing_up_nor_the_settings_take_it(name):
    profile = ProfileForm({"name": name}, instance=factories.person("Dana"))
    assert "name" in profile.errors
    assert "name" in SignupForm({"name": name}).errors


@pytest.mark.parametrize("name", RIGHT)
def test_names_of_all_scripts_are_names(name):
    validate_name(name)


@pytest.mark.django_db
def test_the_api_takes_the_same_names(pair, alice_client):
    answer = alice_client.patch("/api/v1/me/", {"name": WRONG[0]}, "application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/name"
