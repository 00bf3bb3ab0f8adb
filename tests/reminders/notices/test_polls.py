"""The notices page: its owner's alone, fresh by a poll that costs one query."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.people.models import User
from reminders.models import NOTHING_YET, Notice

HTMX = {"HX-Request": "true"}


def told(user: User) -> Notice:
    now = timezone.now()
    return Notice.objects.create(user=user, kind="test", subject="x", occurrence=str(now), created_at=now)


def test_a_poll_without_news_costs_one_query(alice: User, alice_client: Client) -> None:
    newest = told(alice).public_id
    alice_client.get("/notices/")
    with CaptureQueriesContext(connection) as captured:
        answer = alice_client.get(f"/notices/after/{newest}/", headers=HTMX)
    assert answer.status_code == 204
    own = [query["sql"] for query in captured.captured_queries if "reminders_notice" in query["sql"]]
    assert len(own) == 1
    assert len(captured) <= 3, "the session, the person, and this"


def test_a_poll_with_news_brings_the_list(alice: User, alice_client: Client) -> None:
    newest = told(alice).public_id
    told(alice)
    answer = alice_client.get(f"/notices/after/{newest}/", headers=HTMX)
    assert answer.content.decode().count("This is a test. It works.") == 2
    assert "<html" not in answer.content.decode()


def test_anothers_news_are_none(alice: User, bob: User, bob_client: Client, eve_client: Client) -> None:
    told(alice)
    for client in (bob_client, eve_client):
        assert client.get(f"/notices/after/{NOTHING_YET}/", headers=HTMX).status_code == 204
        assert "This is a test" not in client.get("/notices/").content.decode()
        client.post("/notices/read/", {"newest": Notice.objects.get().public_id})
    assert Notice.objects.of(alice).unread().count() == 1


def test_the_button_marks_what_its_page_showed(alice: User, alice_client: Client) -> None:
    shown = told(alice)
    assert f'name="newest" value="{shown.public_id}"' in alice_client.get("/notices/").content.decode()
    later = told(alice)
    alice_client.post("/notices/read/", {"newest": shown.public_id})
    assert list(Notice.objects.of(alice).unread()) == [later]
    alice_client.post("/notices/read/", {"newest": "\0"})
    assert Notice.objects.of(alice).unread().exists()


def test_a_page_left_open_after_sign_out_loads_itself_anew(db: None) -> None:
    answer = Client().get(f"/notices/after/{NOTHING_YET}/", headers=HTMX)
    assert (answer.status_code, answer["HX-Refresh"]) == (401, "true")
    assert answer.content == b""


def test_the_count_is_in_the_frame(alice: User, alice_client: Client) -> None:
    told(alice)
    assert "Notices, 1 new" in alice_client.get("/more/").content.decode()
