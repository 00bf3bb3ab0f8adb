"""An open page's question: answered by nothing while nothing is new, cheaply, and it changes nothing."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.access.models import KnownBrowser
from couples.live.verbs import present_revision, raise_revisions
from couples.people.middleware import RENEWED_IN
from couples.people.models import Revision, User
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
# What marks out a transaction, and on PostgreSQL tells it for whom it is.
NOT_ASKING = ("SAVEPOINT", "RELEASE", "SELECT set_config('steady.person'")
HTMX = {"HX-Request": "true"}


def question_on(page: str) -> str:
    """Return the address at which the page asks for itself; none where it does not live."""
    found = re.search(r'hx-get="([^"]+\?seen=[^"]+)"', page)
    return html.unescape(found[1]) if found else ""


def opened(client: Client, path: str) -> str:
    """Open a page as a person does; return the address at which it asks."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert f'<a href="{path}"' in answer.content.decode(), "without JavaScript there is a plain link"
    return question_on(answer.content.decode())


def asked(client: Client, question: str) -> Any:
    return client.get(question, headers=HTMX)


def test_nothing_new_costs_three_queries_and_something_new_brings_the_page(pair: Pair, alice_client: Client) -> None:
    question = opened(alice_client, "/today/")
    with CaptureQueriesContext(connection) as captured:
        answer = asked(alice_client, question)
    assert (answer.status_code, answer.content) == (204, b"")
    queries = [query["sql"] for query in captured if not query["sql"].startswith(NOT_ASKING)]
    assert len(queries) == 3, "the session, the person, the revision"
    factories.proposed("response_rule", pair.bob_seat)
    page = asked(alice_client, question).content.decode()
    assert "suggests: " in page
    assert question_on(page) not in ("", question)
    assert asked(alice_client, question_on(page)).status_code == 204


def test_a_visit_is_no_question(pair: Pair, alice_client: Client) -> None:
    assert alice_client.get(opened(alice_client, "/today/")).status_code == 200


def test_a_moment_that_has_come_is_something_new(pair: Pair, alice_client: Client) -> None:
    pause = factories.paused(pair.bob_seat)
    question = opened(alice_client, "/pause/")
    assert asked(alice_client, question).status_code == 204
    with time_machine.travel(pause.ends_at + timedelta(seconds=1), tick=False):
        page = asked(alice_client, question).content.decode()
    assert "The pause is over" in page


@pytest.mark.parametrize("broken", ["seen=", "seen=%00", "seen=0&until=x", "seen=none", ""])
def test_a_broken_question_brings_the_page(pair: Pair, alice_client: Client, broken: str) -> None:
    assert asked(alice_client, f"/today/?{broken}").status_code == 200


def test_who_is_signed_out_loads_the_page_anew(pair: Pair, alice_client: Client) -> None:
    question = opened(alice_client, "/today/")
    alice_client.post("/account/logout/")
    answer = asked(alice_client, question)
    assert (answer.status_code, answer.get("HX-Refresh"), answer.content) == (401, "true", b"")


def test_what_is_no_such_page_any_more_is_loaded_as_a_whole(pair: Pair, alice_client: Client) -> None:
    """After a leave nothing moves by itself; a page that asks for another reason is told to load, not swapped."""
    agreement = factories.agreed_cool_down(pair)
    question = opened(alice_client, f"/agreements/{agreement.pk}/")
    factories.connected_couple(pair.left().alice, factories.person("Dana"))
    for path in (question, question.replace(f"{agreement.pk}", "00000000-0000-0000-0000-000000000000")):
        answer = asked(alice_client, path)
        assert (answer.status_code, answer.get("HX-Refresh"), answer.content) == (200, "true", b"")


def test_nothing_new_is_the_same_for_every_address(pair: Pair, charlie: User) -> None:
    """It tells a stranger nothing about what is there."""
    agreement = factories.agreed_cool_down(pair)
    stranger = factories.signed_in(None, charlie)
    raise_revisions([charlie.pk])
    seen = opened(stranger, "/today/").partition("?")[2]
    for key in (agreement.pk, "00000000-0000-0000-0000-000000000000"):
        assert asked(stranger, f"/agreements/{key}/?{seen}").status_code == 204
        assert asked(stranger, f"/agreements/{key}/?seen=old").get("HX-Refresh") == "true"


@pytest.mark.parametrize("is_new", [False, True])
def test_a_question_is_no_use_of_session_browser_or_device(pair: Pair, alice_client: Client, is_new: bool) -> None:
    """Whatever it brings: it renews nothing, stores nothing and sets no cookie but the key of the forms it brings."""
    question = opened(alice_client, "/today/")
    session = alice_client.session
    session[RENEWED_IN] = "2001-01"
    session.save()

    def kept() -> list[Any]:
        models = (Session, UserSession, KnownBrowser, Revision, User)
        return [list(model._default_manager.order_by("pk").values()) for model in models]

    if is_new:
        raise_revisions([pair.alice.pk])
    before = kept()
    answer = asked(alice_client, question)
    assert answer.status_code == (200 if is_new else 204)
    assert kept() == before
    assert set(answer.cookies) <= {"csrftoken"}
    assert "no-store" in answer["Cache-Control"]


def test_a_session_that_has_ended_answers_no_question(pair: Pair, alice_client: Client) -> None:
    question = opened(alice_client, "/today/")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert asked(alice_client, question).status_code == 401


def test_a_message_waits_for_a_whole_page(pair: Pair, alice_client: Client) -> None:
    pause = factories.paused(pair.alice_seat)
    question = opened(alice_client, "/today/")
    alice_client.post("/pause/about/", {"pause": pause.pk, "about": "the dishes"})
    assert "Kept for when you come back" not in asked(alice_client, question).content.decode()
    assert "Kept for when you come back" in alice_client.get("/today/").content.decode()


def test_what_answers_a_form_stays_as_it_is(pair: Pair, alice_client: Client, charlie: User) -> None:
    factories.open_invitation(charlie)
    answer = factories.signed_in(None, charlie).post("/invite/confirm/", {"digits": "x"})
    assert 'id="live"' in answer.content.decode()
    assert question_on(answer.content.decode()) == ""


def test_a_revision_is_random_and_of_one_transaction_with_its_change(pair: Pair) -> None:
    """A number would count what the other does."""
    found = set()
    for _ in range(20):
        raise_revisions([pair.alice.pk, pair.bob.pk, None])
        found |= {present_revision(person.pk, timezone.now()) for person in (pair.alice, pair.bob)}
    assert len(found) == 40
    assert len({len(value) for value in found}) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_raised_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        raise_revisions([1])


def test_rows_are_taken_in_the_order_of_their_keys(pair: Pair) -> None:
    """Else two verbs that raise for the same two people could wait for each other."""
    both = sorted([pair.alice.pk, pair.bob.pk])
    for people in (both, both[::-1], {*both}):
        with CaptureQueriesContext(connection) as captured:
            raise_revisions(people)
        (sql,) = [query["sql"] for query in captured.captured_queries if "couples_revision" in query["sql"]]
        numbers = re.findall(r"\d+", re.sub("'[^']*'", "", sql))
        assert [int(number) for number in numbers if int(number) in both] == both
