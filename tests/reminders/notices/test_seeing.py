"""A notice is read once its own person has opened what it is about, and by nothing else."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import Agreement
from reminders.models import Notice, Reminder
from reminders.notices.verbs import tell
from tests.config.operating.test_full_disk import _refuse_writes
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

both_databases = pytest.mark.both_databases("what a page writes, and how many statements it takes")


@pytest.fixture
def now() -> datetime:
    """The present, since pages say what is of today."""
    return timezone.now()


@pytest.fixture
def letter(pair: Pair, now: datetime) -> Agreement:
    """Alice has written to Bob, and Bob was told."""
    Reminder.objects.all().delete()
    letter = factories.proposed_rule(pair, now)
    send_due(now, ["in_app"])
    return letter


def new(pair: Pair) -> list[tuple[str, str]]:
    """Return whose notices of what are unread."""
    return sorted(Notice.objects.unread().values_list("user__name", "kind"))


def without_ids(html: str) -> str:
    """Return a page without what is new in it each time: the keys and ids of its forms."""
    return re.sub(r'value="[\w-]+"', "", html)


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


def test_only_its_own_person_opening_its_page_marks_it(
    letter: Agreement, pair: Pair, bob_client: Client, alice_client: Client, charlie_client: Client, eve_client: Client
) -> None:
    path = f"/agreements/{letter.pk}/"
    for client in (alice_client, charlie_client, eve_client):
        client.get(path)
    bob_client.head(path)
    for name, value in (("HX-Request", "true"), ("Sec-Purpose", "prefetch"), ("Sec-Fetch-Dest", "empty")):
        bob_client.get(path, headers={name: value})
    for other in ("/today/", "/agreements/", "/notices/", f"{path}other-words/", f"/api/v1{path}", "/api/v1/notices/"):
        bob_client.get(other)
    bob_client.post(path)
    assert new(pair) == [("Bob", "letter")]
    assert "Notices, 1 new" in bob_client.get("/more/").content.decode()
    assert "Notices, " not in bob_client.get(path).content.decode(), "the page itself is no news any more"
    assert new(pair) == []


def test_news_put_away_on_today_is_new_in_no_notice(
    letter: Agreement, pair: Pair, alice_client: Client, bob_client: Client, now: datetime
) -> None:
    consent.accept(letter, pair.bob_seat, 1, now)
    send_due(now, ["in_app"])
    bob_client.post(f"/agreements/{letter.pk}/seen/")
    assert ("Alice", "letter_answered") in new(pair), "hers to put away alone"
    alice_client.post(f"/agreements/{letter.pk}/seen/")
    assert ("Alice", "letter_answered") not in new(pair)


def test_opening_it_changes_no_byte_for_the_other(
    letter: Agreement, alice_client: Client, bob_client: Client, pair: Pair, now: datetime
) -> None:
    def seen() -> list[tuple[int, str]]:
        paths = ("/today/", "/agreements/", f"/agreements/{letter.pk}/", "/notices/")
        answers = [alice_client.get(f"{start}{path}") for start in ("", "/api/v1") for path in paths]
        return [(answer.status_code, without_ids(answer.content.decode())) for answer in answers]

    before = seen()
    bob_client.get("/notices/")
    bob_client.get(f"/agreements/{letter.pk}/")
    assert not new(pair)
    assert seen() == before


def test_it_costs_one_statement_and_only_where_there_is_something_to_mark(
    letter: Agreement, pair: Pair, bob_client: Client, now: datetime
) -> None:
    path = f"/agreements/{letter.pk}/"
    bob_client.get("/more/")
    elsewhere = cost(bob_client, "/more/")
    first = cost(bob_client, path)
    for number in range(3):
        tell([pair.bob.pk], "agreement_ended", f"agreement:{letter.pk}", f"x{number}", now)
    three = cost(bob_client, path)
    assert (three, new(pair)) == (first, [])
    without = cost(bob_client, path)
    # Asking the kind whether its lines are true is the other one.
    assert first - without == 2
    assert elsewhere == cost(bob_client, "/more/") + 1


def test_a_line_that_says_all_is_read_in_the_list(
    letter: Agreement, pair: Pair, bob_client: Client, now: datetime
) -> None:
    tell([pair.bob.pk], "missed", "reminders", "x", now)
    assert "came too late" in bob_client.get("/notices/", headers={"Sec-Purpose": "prefetch"}).content.decode()
    assert len(new(pair)) == 2
    page = bob_client.get("/notices/").content.decode()
    assert page.count("· new") == 2, "new once more on the page that shows it first"
    assert new(pair) == [("Bob", "letter")]
    assert bob_client.get("/notices/").content.decode().count("· new") == 1


@both_databases
def test_a_page_is_shown_where_nothing_can_be_written(
    letter: Agreement, pair: Pair, bob_client: Client, now: datetime
) -> None:
    with connection.execute_wrapper(_refuse_writes):
        assert bob_client.get(f"/agreements/{letter.pk}/").status_code == 200
    assert new(pair) == [("Bob", "letter")]


@both_databases
def test_a_pause_is_seen_on_today_too_and_an_answer_where_the_words_stand(
    letter: Agreement, pair: Pair, alice_client: Client, bob_client: Client, now: datetime
) -> None:
    consent.accept(letter, pair.bob_seat, 1, now)
    factories.paused(pair.bob_seat, now=now)
    send_due(now, ["in_app"])
    assert new(pair) == [("Alice", "letter_answered"), ("Alice", "pause_started")]
    alice_client.get("/today/")
    assert new(pair) == [("Alice", "letter_answered")]
    alice_client.get(f"/agreements/{letter.pk}/")
    assert new(pair) == []


def test_they_say_what_about_and_today(letter: Agreement, bob_client: Client) -> None:
    page = bob_client.get("/notices/").content.decode()
    assert "Today · new" in page
    assert "suggests: a reply within 2 hours, “<bdi>send one line</bdi>”" in page
    assert "<bdi>Alice</bdi>" in page
