"""Letters on pages and in the API, which say the same; nothing there tells of what the other writes or has read."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.drafts.models import Draft
from basics.formats import day_said
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.verbs import tomorrow_morning
from reminders.models import Notice
from tests.api.conftest import Caller, problem
from tests.helpers import factories, letters
from tests.helpers.factories import Pair
from tests.helpers.pages import without_chance

NOW = timezone.now().replace(microsecond=0)
SAID = {
    "what_happened": "you came home at ten & said nothing",
    "feelings": ["lonely", "worried"],
    "felt": "Sometimes I worry that I come last",
    "needs": ["contact"],
    "would_you": "send a line",
}
HTMX = {"HX-Request": "true"}


def read(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def answered(response: Any, status: int = 200) -> Any:
    """Return what the API says."""
    assert response.status_code == status, response.content
    return response.json()


def his_pages(client: Client) -> list[str]:
    """Return all of the other's that could tell."""
    return [without_chance(read(client, path)) for path in ("/today/", "/letters/", "/notices/", "/mine/letters/")]


def test_it_is_written_read_over_and_sent(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    before, page = his_pages(bob_client), str(uuid.uuid4())
    refused = alice_client.post("/mine/compose/", {"what_happened": "x" * 281, "submission": page})
    assert refused.status_code == 400
    for said in ("at most 280 characters; this has 281.", "Choose a word for what you felt", "for what you need"):
        assert said in refused.content.decode()
    kept = alice_client.post("/mine/compose/keep/", {"what_happened": "you", "submission": page}, headers=HTMX)
    assert "Kept. Only you can read it." in kept.content.decode()
    draft = LetterDraft.objects.get()
    assert read(alice_client, "/mine/letters/").count(f"/mine/letters/{draft.pk}/write/") == 1
    answer = alice_client.post("/mine/compose/", SAID | {"submission": page})
    assert answer["Location"] == f"/mine/letters/{draft.pk}/"
    html = read(alice_client, answer["Location"])
    for said in ("you came home at ten &amp; said nothing", "lonely, worried", "regular contact", "send a line"):
        assert said in html
    assert "Save it for our next talk" in html
    for end in ("send", "save", "hold", "agreement"):
        assert f"/mine/letters/{draft.pk}/{end}/" in html
    assert his_pages(bob_client) == before, "nothing tells that it is written"
    for _ in range(2):
        alice_client.post(f"/mine/letters/{draft.pk}/send/")
    answer = alice_client.get(f"/mine/letters/{draft.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/letters/{draft.pk}/"
    assert "wrote you a letter." in read(bob_client, "/today/")
    hers = without_chance(read(alice_client, f"/letters/{draft.pk}/"))
    assert "you came home at ten &amp; said nothing" in read(bob_client, f"/letters/{draft.pk}/")
    assert "wrote you a letter." not in read(bob_client, "/today/"), "it was read"
    assert without_chance(read(alice_client, f"/letters/{draft.pk}/")) == hers, "which nobody else is told"


def test_the_other_writes_back_or_not(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    letter = letters.letter_sent(pair.alice_seat, now=NOW)
    path = f"/letters/{letter.pk}/"
    hers = his_pages(alice_client)
    kept = bob_client.post(f"{path}keep/", {"answer": "I did not"}, headers=HTMX).content.decode()
    assert "Kept. Only you can read it." in kept
    assert "I did not" in read(bob_client, path)
    assert bob_client.post(path, {"answer": " "}).status_code == 400
    assert his_pages(alice_client) == hers
    bob_client.post(path, {"answer": "I did not think of it"})
    assert "answered your letter." in read(alice_client, "/today/")
    assert "I did not think of it" in read(alice_client, path)
    again = bob_client.post(path, {"answer": "something else"})
    assert again.status_code == 400
    assert "something else" in again.content.decode()
    assert ComposedLetter.objects.get().answer == "I did not think of it"


def test_it_is_held_saved_and_taken_back(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    letter = letters.letter_draft(pair.alice, now=NOW)
    path = f"/mine/letters/{letter.pk}/"
    until = timezone.localtime(tomorrow_morning(pair.alice, timezone.now()), ZoneInfo(pair.alice.time_zone))
    typed = {"day": until.date().isoformat(), "at": "09:00"}
    wrong = alice_client.post(f"{path}hold/", typed | {"day": "2020-01-01"})
    assert wrong.status_code == 400
    assert "within seven days" in wrong.content.decode()
    alice_client.post(f"{path}hold/", typed)
    assert LetterDraft.objects.get().held_until == until
    assert "It rests until tomorrow" in read(alice_client, path)
    alice_client.post(f"{path}send/")
    assert "This letter rests." in read(alice_client, path)
    alice_client.post(f"{path}take-out/")
    alice_client.post(f"{path}save/")
    assert "It waits for your talk." in read(alice_client, path)
    for client in (alice_client, bob_client):
        assert client.get(f"/letters/{letter.pk}/").status_code == 404, "the page of what both can read"
    assert "you came home at ten" in read(alice_client, "/mine/letters/")
    assert "you came home at ten" not in read(alice_client, "/letters/")
    back = alice_client.post(f"{path}take-back/")
    assert back["Location"] == path
    made = alice_client.post(f"{path}agreement/")
    assert made["Location"] == reverse("draft", args=[Draft.objects.get().pk])
    alice_client.post(f"{path}throw-away/")
    assert not LetterDraft.objects.exists()


def test_it_is_told_to_its_writer_when_it_has_rested(pair: Pair, alice_client: Client) -> None:
    letter = letters.letter_draft(pair.alice, now=NOW)
    LetterDraft.objects.update(held_until=NOW + timedelta(days=1))
    told = {"kind": "held_text", "subject": f"held_letter:{letter.pk}", "occurrence": "x", "created_at": NOW}
    Notice.objects.create(user=pair.alice, **told)
    assert "Something you wrote" not in read(alice_client, "/notices/"), "not before"
    LetterDraft.objects.update(held_until=NOW)
    assert "Something you wrote" in read(alice_client, "/notices/")


def test_it_is_saved_for_the_day_of_the_talk(pair: Pair, alice_client: Client) -> None:
    letter = letters.letter_draft(pair.alice, now=NOW)
    talk = factories.upcoming_check_in(pair, NOW, hours=72)
    zone = ZoneInfo(pair.alice.time_zone)
    day = day_said(talk.starts_at.astimezone(zone).date(), NOW.astimezone(zone).date())
    assert f"Save it for {day}" in read(alice_client, f"/mine/letters/{letter.pk}/")


def test_in_a_pause_it_can_be_kept_and_held_and_no_more(pair: Pair, alice_client: Client) -> None:
    letter = letters.letter_draft(pair.alice, now=NOW)
    factories.paused(pair.bob_seat)
    html = read(alice_client, f"/mine/letters/{letter.pk}/")
    assert "You two are pausing" in html
    assert f"/mine/letters/{letter.pk}/hold/" in html
    assert f"/mine/letters/{letter.pk}/send/" not in html
    assert f"/mine/letters/{letter.pk}/save/" not in html


@pytest.mark.django_db
def test_alone_it_is_written_kept_and_held(client: Client) -> None:
    dana = factories.signed_in(client, factories.person("Dana", first_steps_done=True))
    dana.post("/mine/compose/", SAID)
    letter = LetterDraft.objects.get()
    html = read(dana, f"/mine/letters/{letter.pk}/")
    assert "/send/" not in html
    assert "/save/" not in html
    assert "/hold/" in html
    assert "Sometimes I worry" in read(dana, "/mine/compose/?starter=worry")
    assert dana.get("/mine/compose/?starter=no").status_code == 200
    dana.post(
        f"/mine/letters/{letter.pk}/write/", {"action": "keep", "submission": str(letter.submission), "felt": "sad"}
    )
    assert LetterDraft.objects.get().said.felt == "sad", "unfinished it is kept as well"


def test_a_request_that_asks_for_too_much_is_asked_about_once(alice_client: Client) -> None:
    sent = SAID | {"would_you": "show me your phone every evening", "submission": str(uuid.uuid4())}
    asked = alice_client.post("/mine/compose/", sent)
    assert asked.status_code == 200
    assert "One more look at the words" in asked.content.decode()
    assert alice_client.post("/mine/compose/", sent | {"hints_read": "true"}).status_code == 302


def test_the_api_says_the_same(pair: Pair) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    made = answered(alice.post("/mine/letters/", SAID, Idempotency_Key="a"), 201)
    assert answered(alice.post("/mine/letters/", SAID, Idempotency_Key="a"), 201)["id"] == made["id"]
    problem(alice.post("/mine/letters/", SAID | {"felt": "x"}, Idempotency_Key="a"), 422, "key-reused")
    assert made["said"]["feelings"] == ["lonely", "worried"]
    path = f"/mine/letters/{made['id']}/"
    problem(bob.get(path), 404, "not-found")
    assert answered(alice.put(path, SAID | {"needed": "to know"}))["said"]["needed"] == "to know"
    held = answered(alice.post(f"{path}hold/", {}))
    assert held["rests_until"]
    problem(alice.post(f"{path}send/"), 409, "fixed")
    assert answered(alice.delete(f"{path}hold/"))["rests_until"] is None
    assert answered(alice.post(f"{path}agreement/"), 201)["terms"]["please"] == "send a line"
    assert answered(alice.post(f"{path}save/"), 201)["given_on"] is None
    shared = f"/letters/{made['id']}/"
    problem(bob.get(shared), 404, "not-found")
    assert alice.delete(shared).status_code == 204
    with time_machine.travel(NOW, tick=False):
        assert answered(alice.post(f"{path}send/"), 201)["given_on"]
    assert answered(bob.get("/letters/"))["results"] == [answered(bob.get(shared))]
    problem(alice.delete(shared), 409, "fixed")
    problem(alice.post(f"{shared}answer/", {"answer": "mine"}), 403, "not-yours")
    assert answered(bob.post(f"{shared}answer/", {"answer": "yes"}))["answer"] == "yes"
    assert answered(alice.get(shared))["answer"] == "yes"
    assert answered(alice.get("/mine/letters/"))["results"] == []


def test_past_shows_what_was_sent(pair: Pair, alice_client: Client) -> None:
    letters.letter_sent(pair.alice_seat, "you came & went")
    pair.left()
    assert "you came &amp; went" in read(alice_client, f"/earlier/{pair.couple.pk}/")
    assert alice_client.get(f"/letters/{ComposedLetter.objects.get().pk}/").status_code == 200, "how to connect"
    earlier: Any = answered(Caller(pair.alice).get(f"/earlier/{pair.couple.pk}/"))
    assert [letter["said"]["what_happened"] for letter in earlier["letters"]] == ["you came & went"]
