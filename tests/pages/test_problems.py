"""What stands above a form that was sent and is wrong."""

from __future__ import annotations

import pytest

from tests.helpers import factories

pytestmark = pytest.mark.django_db

AGAIN = "Please look at this again."
STILL_HERE = "What you typed is still here."


@pytest.mark.parametrize(
    ("path", "sent", "is_said"),
    [
        ("/invite/", {"address": "no address"}, True),
        ("/account/password/change/", {}, False),
        ("/account/password/change/", {"oldpassword": "not this one", "password1": "a", "password2": "b"}, False),
        ("/settings/erase/begin/", {"when": "never"}, False),
    ],
    ids=["typed", "nothing typed", "passwords", "choices alone"],
)
def test_it_says_that_what_was_typed_is_still_here_only_where_it_is(asked_just_now, path, sent, is_said):
    page = factories.signed_in(None, factories.person("Dana")).post(path, sent).content.decode()
    assert AGAIN in page
    assert (STILL_HERE in page) is is_said


def test_a_sign_in_that_failed_does_not_say_so_beside_an_emptied_password(client):
    sent = {"login": "dana@example.org", "password": "not this one"}
    page = client.post("/account/login/", sent).content.decode()
    assert AGAIN in page
    assert "dana@example.org" in page
    assert STILL_HERE not in page
