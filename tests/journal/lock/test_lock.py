"""The lock of one's own pages: the password again after ten minutes without use, in this session."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples.keys.verbs import make_key
from couples.people.models import User
from journal.api_urls import urlpatterns as api_urls
from journal.entries.models import Entry
from journal.lock.models import Lock
from journal.urls import urlpatterns as journal_urls
from tests.helpers import factories, letters, notebook
from tests.helpers.factories import PASSWORD, Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUESTION = "/account/reauthenticate/"
# What shows nothing of one's own, and can only add to it.
OPEN = {"notice", "notice_from_call", "call_keep"}
# It says that it is written, and no more.
NOTED = "noted"


@pytest.fixture
def locked(charlie: User) -> Client:
    """Charlie's browser, signed in an hour ago, with the lock on."""
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        client = factories.signed_in_by_password(charlie)
    Lock.objects.create(person=charlie)
    return client


def test_it_is_off_at_first(charlie: User) -> None:
    client = factories.signed_in(None, charlie)
    assert client.get("/mine/").status_code == 200
    assert not Lock.objects.exists()


def test_every_page_of_ones_own_asks_but_noticing(locked: Client, charlie: User) -> None:
    entry = notebook.felt(charlie)
    with time_machine.travel(NOW, tick=False):
        for route in (route for route in journal_urls if str(route.pattern).startswith(("mine/", "settings/lock/"))):
            path = re.sub(r"<uuid:\w+>", str(entry.pk), f"/{route.pattern}")
            path = re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "late_reply", path))
            for answer in (locked.get(path), locked.post(path, {"x": "x"})):
                asks = answer.get("Location", "").startswith(QUESTION)
                # Whoever looks at the address of a form is led to its page, which asks.
                leads_to_page = path.startswith(answer.get("Location", "nowhere"))
                may_be_open = route.name in OPEN or (route.name == NOTED and answer.request["REQUEST_METHOD"] == "GET")
                assert asks or leads_to_page or answer.status_code in (403, 405) or may_be_open, path
                assert not asks or "This is to " in locked.get(answer["Location"]).content.decode(), path


def test_what_is_noted_while_it_is_locked_stands_and_says_so_without_the_password(
    locked: Client, charlie: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        noted = locked.post("/mine/notice/", {"feeling": "sad"}, follow=True)
        [(path, _status)] = noted.redirect_chain
        main = re.search("<main.*</main>", noted.content.decode(), re.DOTALL)
        assert main
        assert "Noted." in main[0]
        assert "sad" not in main[0].lower(), "nothing of it, with the lock on"
        assert 'href="/today/"' in main[0], "one may leave it at that"
        assert f'href="{QUESTION}?next={path}"' in main[0], "or say more"
        assert locked.get(reverse("noted", args=[uuid.uuid4()])).status_code == 404
        more = locked.post(QUESTION, {"password": PASSWORD, "next": path}, follow=True)
        assert "What set it off?" in more.content.decode()
    assert Entry.objects.filter(person=charlie).count() == 1


def test_ten_minutes_from_the_last_use_and_what_was_sent_goes_on(locked: Client, charlie: User) -> None:
    entry = notebook.felt(charlie)
    page = reverse("entry", args=[entry.pk])
    with time_machine.travel(NOW, tick=False) as clock:
        answer = locked.post(page, {"text": "typed before the question"})
        assert answer["Location"].startswith(QUESTION)
        locked.post(answer["Location"], {"password": PASSWORD, "next": page})
        assert Entry.objects.get().payload["text"] == "typed before the question"
        for _more in range(3):
            clock.shift(9 * MINUTE)
            assert locked.get("/mine/").status_code == 200
        assert Client().get("/mine/")["Location"].startswith("/account/login/")
        clock.shift(10 * MINUTE)
        assert locked.get("/mine/")["Location"].startswith(QUESTION)
        kept = locked.post(reverse("keep_entry", args=[entry.pk]), {"text": "more"}, headers={"HX-Request": "true"})
        assert "are locked" in kept.content.decode()
        assert locked.get("/today/").status_code == 200, "nothing else asks"


def test_a_signed_in_browser_cannot_get_round_it_by_the_api_and_a_key_is_no_phone(
    locked: Client, charlie: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        paths = [str(route.pattern) for route in api_urls if str(route.pattern).startswith("mine/")]
        assert len(paths) > 5
        for path in paths:
            path = re.sub(r"<uuid:\w+>", str(uuid.uuid4()), path).replace("<str:trigger>", "late_reply")
            assert {locked.get(f"/api/v1/{path}").status_code} <= {403, 405}, path
        key = make_key(charlie, "a program", uuid.uuid4(), NOW)
        of_a_key = Client().get("/api/v1/mine/entries/", headers={"Authorization": f"Bearer {key}"})
    assert of_a_key.status_code == 200


def test_a_letter_that_waits_for_a_talk_is_behind_it_and_one_that_both_can_read_is_not(pair: Pair) -> None:
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        client = factories.signed_in_by_password(pair.alice)
    Lock.objects.create(person=pair.alice)
    waiting = letters.letter_saved(pair.alice_seat, "the blue kettle", NOW)
    sent = letters.letter_sent(pair.alice_seat, "an owl in the yard", NOW)
    with time_machine.travel(NOW, tick=False):
        paths = ["/letters/", *(f"/letters/{each.pk}/" for each in (waiting, sent))]
        pages = "".join(client.get(path).content.decode() for path in paths)
        told = "".join(client.get(f"/api/v1{path}").content.decode() for path in paths)
        assert (pages.count("blue kettle"), told.count("blue kettle")) == (0, 0)
        assert (pages.count("an owl"), told.count("an owl")) == (2, 2)
        assert client.delete(f"/api/v1/letters/{waiting.pk}/").status_code == 404
        for locked in (f"/mine/letters/{waiting.pk}/", f"/mine/letters/{waiting.pk}/take-back/"):
            assert client.post(locked).status_code in (302, 405)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        assert "blue kettle" in client.get(f"/mine/letters/{waiting.pk}/").content.decode()
        assert "blue kettle" in client.get("/api/v1/letters/").content.decode()


def test_switching_it_off_asks_as_well_and_on_does_not(charlie: User) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        client = factories.signed_in_by_password(charlie)
        clock.shift(timedelta(hours=1))
        client.post("/settings/lock/", {"is_on": "on"})
        assert Lock.objects.exists()
        assert client.get("/mine/").status_code == 200, "who switched it on just now is there"
        clock.shift(10 * MINUTE)
        assert client.post("/settings/lock/", {})["Location"].startswith(QUESTION)
        assert Lock.objects.exists()


def test_whoever_has_no_password_is_not_shut_out(charlie: User) -> None:
    charlie.set_unusable_password()
    charlie.save()
    client = factories.signed_in(None, charlie)
    client.post("/settings/lock/", {"is_on": "on"})
    assert not Lock.objects.exists()
    assert "no password to ask for" in client.get("/settings/lock/").content.decode()
    Lock.objects.create(person=charlie)
    assert client.get("/mine/").status_code == 200
