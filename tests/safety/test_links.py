"""Links in mails lead to this site and nowhere else, whatever a request says it is called."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from reminders.models import Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/signup/", {**factories.NEW, "email": "vic@example.org"}),
        ("/account/password/reset/", {"email": "nobody@example.org"}),
    ],
)
def test_account_mails_do_not_repeat_the_host_header(path, form):
    factories.person("Vic")
    Client().post(path, form, headers={"Host": "localhost:1337"})
    text = Reminder.objects.get(kind="account_mail").payload["text"]
    links = re.findall(r"https?://\S+", text)
    assert links
    assert all(link.startswith(f"{settings.SITE_URL}/") for link in links)


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:0"])
def test_nobody_is_sent_elsewhere_after_signing_in(next_page):
    dana = factories.person("Dana")
    form = {"login": dana.email, "password": factories.PASSWORD, "next": next_page}
    answer = Client().post("/account/login/", form)
    assert answer.status_code == 302
    assert answer["Location"] == "/today/"
