"""Tries on pages and in the API, which say the same to both; nothing tells who wanted one."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from agreements.drafts.models import Draft
from agreements.letters import consent
from agreements.letters.models import Agreement
from checkins.tries.models import Try
from tests.api.conftest import Caller, pointers, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

NOW = datetime(2027, 5, 3, 18, 30, tzinfo=UTC)


@pytest.fixture
def at_the_table():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def browsers(pair: Pair) -> list[Client]:
    return [factories.signed_in(None, person) for person in (pair.alice, pair.bob)]


def seen(browser: Client, path: str) -> str:
    return re.sub(r'(?<=value=")\w{64}(?=")', "token", browser.get(path).content.decode())


def test_from_a_wish_to_an_agreement(pair: Pair, at_the_table: time_machine.Traveller) -> None:
    hers, his = browsers(pair)
    talk = factories.opened_check_in(pair, NOW)
    page = f"/check-ins/{talk.pk}/"
    for browser, by in ((hers, "partner"), (his, "me")):
        assert browser.post(f"{page}try/", {"by": by})["Location"] == page
    tried = Try.objects.get()
    listed = [client.get("/check-ins/").content.decode() for client in (hers, his)]
    assert all("What we are trying" in html and "from Bob: until_next_time" in html for html in listed)
    mine = f"/tries/{tried.pk}/"
    assert "You two try this until your next talk." in his.get(mine).content.decode()
    assert "Keep it for now" not in his.get(mine).content.decode(), "it stands already"
    stood = {"check_in": str(talk.pk), "page": "ten_minutes", "place": "wishes"}
    letter = hers.get(f"{mine}agreement/", stood).content.decode()
    assert "would read it." in letter
    assert "How we pause" in letter
    assert not Draft.objects.exists(), "looking costs nothing"
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', letter.split("<main")[1]))
    assert sent["kind"] == "response_rule"
    for _ in range(2):
        assert hers.post(f"{mine}agreement/", sent | {"action": "send"})["Location"] == f"{page}ten-minutes/#wishes"
    agreement = Agreement.objects.filter(kind="response_rule").get()
    late = his.post(f"{mine}agreement/", {"kind": "response_rule", "action": "send"}, follow=True)
    assert late.redirect_chain[0][0] == f"/agreements/{agreement.pk}/", "hers is to be answered"
    assert "Sent to" not in late.content.decode(), "he sent nothing"
    for browser in (hers, his):
        assert browser.get(f"{mine}agreement/")["Location"] == f"/agreements/{agreement.pk}/"
        assert f"/agreements/{agreement.pk}/" in browser.get(mine).content.decode()
    consent.accept(agreement, pair.bob_seat, 1, NOW)
    for browser in (hers, his):
        assert browser.get(mine).status_code == 404
        assert "What we are trying" not in browser.get("/check-ins/").content.decode()


def test_drafted_kept_and_let_go(pair: Pair, at_the_table: time_machine.Traveller) -> None:
    hers, his = browsers(pair)
    tried = factories.tried(pair, now=NOW)
    mine = f"/tries/{tried.pk}/"
    sent = {"kind": "cool_down", "action": "keep", "submission": str(uuid.uuid4())}
    before = [seen(his, path) for path in (mine, "/check-ins/")]
    assert hers.post(f"{mine}agreement/", sent)["Location"] == f"/agreements/drafts/{Draft.objects.get().pk}/"
    assert [seen(his, path) for path in (mine, "/check-ins/")] == before
    assert hers.post(f"{mine}agreement/", sent | {"kind": "rhythm"}).status_code == 400
    stranger = sent | {"action": "send", "couple": str(uuid.uuid4())}
    assert "earlier time together" in hers.post(f"{mine}agreement/", stranger).content.decode()
    at_the_table.shift(timedelta(weeks=1))
    talk = factories.opened_check_in(pair, NOW + timedelta(weeks=1))
    hers, his = browsers(pair)
    assert "Keep it for now" in his.get(mine).content.decode()
    on_the_table = {"check_in": str(talk.pk)}
    for _ in range(2):
        assert his.post(f"{mine}keep/", on_the_table)["Location"] == f"/check-ins/{talk.pk}/"
    assert "Keep it for now" not in hers.get(mine).content.decode()
    for _ in range(2):
        assert hers.post(f"{mine}let-go/", {"x": "x"})["Location"] == "/check-ins/"
    assert not Try.objects.exists()
    assert (
        "can be tried" in his.post(f"/check-ins/{tried.check_in_id}/try/", {"by": "me"}, follow=True).content.decode()
    )


def test_the_api_says_the_same(pair: Pair, at_the_table: time_machine.Traveller) -> None:
    hers, his = Caller(pair.alice), Caller(pair.bob)
    talk = factories.opened_check_in(pair, NOW)
    first = hers.put(f"/check-ins/{talk.pk}/try/", {"by": "partner"})
    assert first.json()["words"] == "something from Bob: until_next_time"
    assert told(his.put(f"/check-ins/{talk.pk}/try/", {"by": "me"})) == told(first)
    assert pointers(his.put(f"/check-ins/{talk.pk}/try/", {"by": "x"})) == {"#/by"}
    address = f"/tries/{first.json()['id']}/"
    assert told(hers.get(address)) == told(his.get(address))
    assert his.post(f"{address}keep/").json() == first.json()
    for body in ({"kind": "rhythm"}, {}):
        assert pointers(hers.post(f"{address}draft/", body)) == {"#/kind"}
    drafts = [hers.post(f"{address}draft/", {"kind": "response_rule"}, Idempotency_Key="one") for _ in range(2)]
    assert told(drafts[0]) == told(drafts[1])
    problem(hers.post(f"{address}draft/", {"kind": "cool_down"}, Idempotency_Key="one"), 422, "key-reused")
    assert drafts[0].json()["terms"]["please"] == first.json()["words"]
    assert his.get("/drafts/").json()["results"] == []
    letter = hers.post(f"/drafts/{drafts[0].json()['id']}/send/").json()
    assert his.get(address).json()["letter"] == letter["id"]
    problem(his.post(f"{address}draft/", {"kind": "cool_down"}), 409, "one-already")
    assert his.delete(address).status_code == 204
    assert hers.get("/tries/").json()["results"] == []


def test_what_they_tried_is_read_by_both_after_leaving(pair: Pair) -> None:
    factories.tried(pair, "an evening out")
    pair.left()
    for person in (pair.alice, pair.bob):
        address = f"/earlier/{pair.couple.pk}/"
        assert Caller(person).get(address).json()["our_tries"] == ["an evening out"]
        assert "an evening out" in factories.signed_in(None, person).get(address).content.decode()
