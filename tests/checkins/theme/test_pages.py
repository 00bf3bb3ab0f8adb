"""The pages on which two people choose to compare, put in or not, and begin a letter; and the same in the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.drafts.models import Draft
from agreements.drafts.verbs import MOST_DRAFTS
from checkins.rhythm.models import CheckIn
from checkins.theme.models import SealedNeeds, Theme
from checkins.theme.verbs import compare_needs
from tests.api.conftest import Caller, problem
from tests.checkins.answers.test_preparing import WHOLE
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_clock_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def check_in(pair: Pair) -> CheckIn:
    return factories.begun_check_in(pair, NOW)


def html(client: Any, path: str) -> str:
    return str(client.get(path).content.decode())


def test_either_sets_it_and_takes_it_off_and_both_see_the_same(
    pair: Pair, check_in: CheckIn, alice_client: Any, bob_client: Any
) -> None:
    talk = f"/check-ins/{check_in.pk}/"
    assert "Compare at our next talk" in html(bob_client, "/check-ins/needs/")
    assert alice_client.post(f"{talk}theme/", {"x": "x"}).status_code == 302
    for client in (alice_client, bob_client):
        assert "What each of us needs most" in html(client, talk)
        assert "Do not compare what we need this time" in html(client, talk)
        assert "You two compare it at your talk" in html(client, "/check-ins/needs/")
    bob_client.post(f"{talk}theme/off/", {"x": "x"})
    assert not Theme.objects.exists()
    assert "Compare what we need" in html(alice_client, talk)


def test_a_page_from_before_it_was_chosen_puts_nothing_in(pair: Pair, check_in: CheckIn, alice_client: Any) -> None:
    notebook.needs(pair.alice, "rest", line="an hour")
    compare_needs(check_in, pair.bob_seat, NOW)
    talk = f"/check-ins/{check_in.pk}/"
    alice_client.post(talk, WHOLE)
    assert not SealedNeeds.objects.exists(), "nobody has asked her"
    assert "Yours is not in." in html(alice_client, talk)
    alice_client.post(talk, {**WHOLE, "asks_needs": "True"})
    assert [each.line for each in SealedNeeds.objects.get().ranked] == ["an hour"]
    assert "Yours is not in." not in html(alice_client, talk)
    assert "an hour" not in html(alice_client, talk), "her own pages may be locked; this one is not"
    alice_client.post(talk, {**WHOLE, "asks_needs": "True", "needs_not_today": "on"})
    assert not SealedNeeds.objects.get().ranked


def test_not_today_is_kept_while_one_writes(pair: Pair, check_in: CheckIn, alice_client: Any) -> None:
    compare_needs(check_in, pair.bob_seat, NOW)
    talk = f"/check-ins/{check_in.pk}/"
    alice_client.post(f"{talk}keep/", {"asks_needs": "True", "needs_not_today": "on"})
    assert alice_client.get(talk).context["form"]["needs_not_today"].value() is True


def opened(pair: Pair, check_in: CheckIn, hers: int = 3) -> str:
    names = ("tenderness", "company", "trust")[:hers]
    notebook.needs(pair.alice, *names, line="like this")
    notebook.needs(pair.bob, *names[:1], line="and so")
    compare_needs(check_in, pair.bob_seat, NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, now=NOW, needs=True)
    return f"/check-ins/{check_in.pk}/"


def test_a_row_becomes_a_draft_in_one_tap(pair: Pair, check_in: CheckIn, bob_client: Any) -> None:
    talk = opened(pair, check_in)
    page = html(bob_client, f"{talk}table/")
    assert "in place 1." in page
    tap = {"need": "company", "whose": "theirs"}
    first, second = (bob_client.post(f"{talk}needs/agreement/", tap)["Location"] for _twice in range(2))
    draft = Draft.objects.get()
    assert first == second == f"/agreements/drafts/{draft.pk}/"
    assert (draft.author, draft.kind, draft.words["what"]) == (pair.bob, "ritual", "like this")
    kinds = html(bob_client, f"{talk}needs/agreement/?need=tenderness&whose=mine")
    assert "and so" in kinds
    assert Draft.objects.count() == 1, "looking makes nothing"
    bob_client.post(f"{talk}needs/agreement/", {"need": "tenderness", "whose": "mine", "kind": "boundary"})
    assert Draft.objects.get(kind="boundary").words["about"] == "tenderness"
    for query in ("", "?need=rest&whose=mine", "?need=pony&whose=mine"):
        assert bob_client.get(f"{talk}needs/agreement/{query}").status_code == 404


def test_where_there_is_no_room_the_talk_says_so(pair: Pair, check_in: CheckIn, bob_client: Any) -> None:
    talk = opened(pair, check_in)
    Draft.objects.bulk_create(Draft(author=pair.bob, kind="boundary", updated_at=NOW) for _each in range(MOST_DRAFTS))
    page = bob_client.post(f"{talk}needs/agreement/", {"need": "company", "whose": "theirs"}, follow=True)
    assert "many drafts" in page.content.decode()
    assert Draft.objects.count() == MOST_DRAFTS


def test_a_table_costs_the_same_with_one_need_and_with_three(pair: Pair, check_in: CheckIn, alice_client: Any) -> None:
    talk = opened(pair, check_in, hers=1)

    def queries(path: str) -> int:
        alice_client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert alice_client.get(path).status_code == 200
        return len(captured)

    paths = (f"{talk}table/", "/kept/", "/mine/needs/")
    with_one = [queries(path) for path in paths]
    notebook.needs(pair.alice, "tenderness", "company", "trust")
    SealedNeeds.objects.filter(author=pair.alice).update(payload={"order": ["tenderness", "company", "trust"]})
    assert [queries(path) for path in paths] == with_one


def test_a_program_ranks_compares_puts_in_and_reads_what_opened(pair: Pair, check_in: CheckIn) -> None:
    alice, bob, talk = Caller(pair.alice), Caller(pair.bob), f"/check-ins/{check_in.pk}/"
    ranked = [{"need": "rest", "line": "an hour"}, {"need": "touch"}]
    put = alice.put("/mine/needs/", {"ranked": ranked})
    assert [(each["place"], each["need"], each["line"]) for each in put.json()["ranked"]] == [
        (1, "rest", "an hour"),
        (2, "touch", ""),
    ]
    assert len(alice.get("/mine/needs/").json()["offered"]) == 24
    assert bob.get("/mine/needs/").json()["ranked"] == []
    problem(alice.put("/mine/needs/", {"ranked": [{"need": "a pony"}]}), 400, "invalid")
    assert bob.put(f"{talk}theme/", {}).json() == {"is_set": True, "not_today": False, "is_in": False}
    answers = [{"prompt": prompt, "not_today": prompt != "until_next_time"} for prompt in check_in.prompts]
    handed = alice.post(f"{talk}hand-in/", {"answers": answers, "needs": True}).json()
    assert handed["theme"] == {"is_set": True, "not_today": False, "is_in": True}
    assert bob.get(talk).json()["theme"]["is_in"] is False
    problem(bob.get(f"{talk}table/"), 409, "not-open-yet")
    bob.post(f"{talk}hand-in/", {"answers": answers})
    [item] = [each for each in bob.get(f"{talk}table/").json()["items"] if each["part"] == "needs"]
    assert [(each["by"], len(each["needs"])) for each in item["compared"]["lists"]] == [("partner", 2), ("me", 0)]
    made = bob.post(f"{talk}needs/draft/", {"need": "rest", "whose": "theirs"})
    assert (made.status_code, made.json()["kind"]) == (201, "own_time")
    problem(bob.post(f"{talk}needs/draft/", {"need": "rest", "whose": "mine"}), 404, "not-found")
    problem(bob.delete(f"{talk}theme/"), 409, "closed-for-answers")
