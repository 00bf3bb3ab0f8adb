"""In which language the pages after a sign-in are."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.helpers import factories

pytestmark = pytest.mark.django_db

WAYS_OUT = {
    "signing out": ("/account/logout/", {}, "已退出登录。"),
    "deleting": ("/settings/erase/begin/", {"when": "later"}, "账号会在"),
    "deleting at once": ("/settings/erase/begin/", {"when": "now"}, "账号已注销。"),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_the_page_after_it_is_in_the_language_in_which_it_is_told(asked_just_now: None, way: str):
    browser = Client(headers={"Accept-Language": "en"})
    address, sent, said = WAYS_OUT[way]
    factories.signed_in(browser, factories.person(language="zh-hans"))
    page = browser.post(address, sent, follow=True).content.decode()
    assert said in page
    assert '<html lang="zh-hans"' in page
    assert '<html lang="zh-hans"' in browser.get("/account/login/").content.decode(), "and those after it"


def test_quick_exit_leaves_no_language_behind():
    browser = factories.signed_in(None, factories.person(language="zh-hans"))
    browser.post("/exit/")
    assert settings.LANGUAGE_COOKIE_NAME not in browser.cookies
