"""The way in: no bar before sign-up is done."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.helpers import factories

pytestmark = pytest.mark.django_db
BAR = 'class="thumb"'


def test_there_is_no_bar_before_sign_up_is_done():
    client = factories.signed_in(None, factories.person("Vera", first_steps_done=False))
    first_steps = reverse("first_steps")
    assert client.get(reverse("today"))["Location"] == first_steps
    for path in (first_steps, reverse("invite"), reverse("help")):
        assert BAR not in client.get(path).content.decode(), path
    assert client.post(first_steps)["Location"] == reverse("today")
    assert BAR in client.get(reverse("today")).content.decode()
