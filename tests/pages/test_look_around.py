"""A look around without an account: what a visitor sees is what two people see, and it leaves nothing behind."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.look_around.inert import inert
from pages.look_around.scenes import SCENES
from tests.guards.test_pages import Page

pytestmark = pytest.mark.django_db


def scene(number: int, language: str = "en") -> tuple[Client, str]:
    client = Client()
    answer = client.get(reverse("look_around", args=[number]), headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert "no-store" not in answer["Cache-Control"]
    return client, answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_scene_asks_stores_or_leaves_anything(language):
    with CaptureQueriesContext(connection) as captured:
        visits = [scene(number, language) for number in range(1, len(SCENES) + 1)]
    assert len(visits) == 6
    assert captured.captured_queries == []
    assert not any(client.cookies for client, _page in visits)
    pages = [page for _client, page in visits]
    assert all(Page(page).all("h1") and f'lang="{language}"' in page for page in pages)
    assert ("Mia" in pages[0]) is (language == "en")


def test_links_lead_through_all_of_them_to_the_start():
    number = 1
    while number <= len(SCENES):
        links = Page(scene(number)[1]).links()
        assert reverse("look_around", args=[number - 1]) in links if number > 1 else reverse("welcome") in links
        number += 1
        assert (reverse("look_around", args=[number]) in links) is (number <= len(SCENES))
    assert reverse("account_signup") in links
    assert reverse("look_around", args=[1]) in Page(Client().get("/").content.decode()).links()
    assert Client().get(reverse("look_around", args=[number])).status_code == 404


def test_nothing_in_a_scene_can_be_pressed_or_sent():
    for shown in SCENES:
        page = Page(shown.picture())
        names = {name for _tag, attributes in page.tags for name in attributes}
        assert not names & {"action", "method", "name", "formaction"}, shown.template
        assert not [name for name in names if name.startswith("hx-")], shown.template
        assert set(page.links()) <= {None, reverse("help")}, shown.template
        for button in page.all("button"):
            assert (button["type"], button["aria-disabled"], button["tabindex"]) == ("button", "true", "-1")
        assert not page.all("form"), shown.template
    assert reverse("help") in Page(SCENES[-1].picture()).links()
    assert '<button type="button" aria-disabled="true"' in SCENES[0].picture()


def test_what_is_drawn_and_what_is_said_stays_as_it_was():
    drawn = '<svg viewBox="0 0 4 4"><path d="M1 1"/></svg><svg><use href="#a"></use></svg>&lt;b&gt;&#8217;&amp;'
    assert inert(drawn) == drawn
    assert inert('<h1 class="x">A &amp; B</h1>') == '<h2 class="x title">A &amp; B</h2>'
    assert inert('<form method="post"><input type="hidden" value="k"></form>') == "<div></div>"
