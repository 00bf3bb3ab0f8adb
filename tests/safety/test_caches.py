"""What names somebody or holds a token stays in no cache, whether one is signed in or not."""

from __future__ import annotations

import pytest
from django.test import Client

from couples.pairing.reminders import block_token
from tests.helpers import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "page", ["/join/{token}/", "/join/closed/", "/no-mail/{block}/", "/go/{token}/", "/account/login/"]
)
def test_pages_behind_links_are_not_stored(page):
    token = factories.open_invitation(factories.person("Dana")).token
    answer = Client().get(page.format(token=token, block=block_token("vic@example.org")))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
