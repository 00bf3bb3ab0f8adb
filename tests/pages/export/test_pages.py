"""The page of one's own file: what it asks, what it says, and who gets the file."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from journal.lock.models import Lock
from pages.export.making import make
from pages.export.models import FETCHED_AGAIN_WITHIN, ExportedChunk, ExportedFile
from pages.export.verbs import forget_exports, take_silent
from tests.helpers import factories
from tests.helpers.factories import PASSWORD
from tests.pages.export.files import file_ready, made

pytestmark = pytest.mark.django_db

PAGE, MAKE, PUT_AWAY = "/settings/export/", "/settings/export/make/", "/settings/export/put-away/"
QUESTION = "/account/reauthenticate/"


def address(file: ExportedFile) -> str:
    return reverse("export_fetch", args=[file.pk])


def test_it_stands_in_the_settings(alice_client):
    assert f'href="{PAGE}"' in alice_client.get("/settings/").content.decode()


def test_the_password_is_asked_for_before_it_is_made_and_before_it_is_fetched(alice):
    client = factories.signed_in(None, alice)
    answer = client.post(MAKE, {"submission": str(uuid.uuid4())})
    assert answer["Location"].startswith(QUESTION)
    assert not ExportedFile.objects.exists()
    done = client.post(QUESTION, {"password": PASSWORD, "next": MAKE}, follow=True)
    assert done.redirect_chain[-1][0] == PAGE
    assert "It is being put together" in done.content.decode()
    [run] = take_silent(timezone.now())
    make(run)
    file = ExportedFile.objects.get()
    assert address(file) in client.get(PAGE).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = client.get(address(file))
        assert ExportedFile.objects.get().fetched_at is None
        link = f"{PAGE}#download"
        assert answer["Location"] == f"{QUESTION}?{urlencode({'next': link})}", "then the page, which can say more"
        assert "This is to download the file" in client.get(answer["Location"]).content.decode()
        back = client.post(QUESTION, {"password": PASSWORD, "next": link}, follow=True)
        assert back.redirect_chain[-1][0] == link
        assert 'id="download"' in back.content.decode()
        assert address(file) in back.content.decode()
        assert client.get(address(file)).status_code == 200


def test_the_lock_of_ones_own_pages_is_no_harder_to_pass_than_this(alice):
    """Whoever gets the file was asked for the password within five minutes, with the lock or without."""
    Lock.objects.create(person=alice)
    client = factories.signed_in(None, alice)
    assert client.get(address(file_ready(alice)))["Location"].startswith(QUESTION)


@pytest.mark.usefixtures("asked_just_now")
def test_it_comes_whole_under_a_name_that_says_nothing(alice, alice_client):
    file = made(alice)
    answer = alice_client.get(address(file))
    whole = b"".join(answer.streaming_content)
    assert len(whole) == int(answer["Content-Length"])
    assert "data.json" in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    assert "no-store" in answer["Cache-Control"]
    for told in ("steady", "Alice", "couple", "letter", "export"):
        assert told.lower() not in answer["Content-Disposition"].lower()


@pytest.mark.usefixtures("asked_just_now")
def test_it_is_nobody_elses(pair, eve, charlie):
    file = file_ready(pair.alice)
    for person in (pair.bob, eve, charlie):
        client = factories.signed_in(None, person)
        assert client.get(address(file)).status_code == 404
        assert str(file.pk) not in client.get(PAGE).content.decode()
        client.post(PUT_AWAY, {"x": "x"})
    assert ExportedChunk.objects.exists()


@pytest.mark.usefixtures("asked_just_now")
def test_a_lost_connection_can_be_made_up_for_within_the_hour(alice, alice_client):
    file = file_ready(alice)
    assert "until you have downloaded it" in alice_client.get(PAGE).content.decode()
    assert alice_client.head(address(file)).status_code == 200
    assert ExportedFile.objects.get().fetched_at is None, "only looking is not fetching"
    alice_client.get(address(file))
    page = alice_client.get(PAGE).content.decode()
    assert "Download again" in page
    assert ("You have downloaded your file" in page, "Your file is ready" in page) == (True, False), "one of the two"
    assert alice_client.get(address(file)).status_code == 200
    ExportedFile.objects.update(fetched_at=timezone.now() - FETCHED_AGAIN_WITHIN)
    assert alice_client.get(address(file)).status_code == 404
    assert "Put my file together" in alice_client.get(PAGE).content.decode()


@pytest.mark.usefixtures("asked_just_now")
def test_what_housekeeping_takes_in_the_middle_ends_short_of_its_length(alice, alice_client, monkeypatch):
    monkeypatch.setattr("pages.export.making.PIECE", 2000)
    answer = alice_client.get(address(made(alice)))
    pieces = iter(answer.streaming_content)
    first = next(pieces)
    forget_exports(timezone.now() + FETCHED_AGAIN_WITHIN)
    assert len(first + b"".join(pieces)) < int(answer["Content-Length"])


@pytest.mark.usefixtures("asked_just_now")
def test_the_fourth_of_a_day_is_refused_in_words(alice, alice_client):
    for _number in range(3):
        made(alice)
    answer = alice_client.post(MAKE, {"submission": str(uuid.uuid4())}, follow=True)
    assert "Three were made within a day." in answer.content.decode()


def test_putting_it_away_deletes_it_here_at_once(alice, alice_client):
    file_ready(alice)
    assert "It is deleted here." in alice_client.post(PUT_AWAY, {"x": "x"}, follow=True).content.decode()
    assert not ExportedChunk.objects.exists()


@pytest.mark.usefixtures("asked_just_now")
def test_it_works_alone_in_a_pause_and_after_leaving(pair, charlie):
    assert made(charlie).ready_at
    factories.paused(pair.alice_seat)
    assert made(pair.alice).ready_at
    pair.left()
    for person in (pair.alice, pair.bob):
        client = factories.signed_in(None, person)
        client.post(MAKE, {"submission": str(uuid.uuid4())})
        assert "It is being put together" in client.get(PAGE).content.decode()
