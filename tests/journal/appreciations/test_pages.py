"""Something good on pages and in the API, which say the same; until it opens nothing there tells of the other's."""

from __future__ import annotations

import uuid

import time_machine
from django.test import Client
from django.utils import timezone

from journal.appreciations.models import Appreciation
from reminders.models import Reminder
from tests.api.conftest import Caller, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

NOW = timezone.now().replace(microsecond=0)
VAGUE = "What exactly? It stays longer."


def _without_keys(html: bytes) -> list[bytes]:
    return [line for line in html.splitlines() if b"csrf" not in line and b'name="submission"' not in line]


def test_it_waits_for_the_talk_and_nothing_tells_the_other_before(
    pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    talk = f"/check-ins/{check_in.pk}/"

    def his() -> list[list[bytes]]:
        return [_without_keys(bob_client.get(path).content) for path in ("/good/", talk, "/today/", "/notices/")]

    before = his()
    sent = {"what_you_did": "you waited up & made tea", "submission": str(uuid.uuid4())}
    for _ in range(2):
        assert alice_client.post("/good/", sent)["Location"] == "/good/"
    assert VAGUE not in alice_client.get("/good/").content.decode()
    alice_client.post("/good/", {"what_you_did": "thank you", "what_it_meant": "a lot"})
    html = alice_client.get("/good/", follow=True).content.decode()
    assert VAGUE in html
    assert "you waited up &amp; made tea" in html
    row = Appreciation.objects.earliest("written_at")
    assert "you waited up &amp; made tea" in alice_client.get(f"/good/{row.pk}/").content.decode()
    alice_client.post(f"/good/{row.pk}/", {"what_you_did": "you waited up until twelve"})
    gone = Appreciation.objects.latest("written_at")
    for _ in range(2):  # gone already: a second tap says nothing
        assert alice_client.post(f"/good/{gone.pk}/take-back/", {"x": "x"})["Location"] == "/good/"
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    assert his() == before
    assert bob_client.get(f"/good/{row.pk}/").status_code == 404
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    with time_machine.travel(check_in.starts_at, tick=False):
        bob, alice = (factories.signed_in(None, person) for person in (pair.bob, pair.alice))
        html = bob.get(talk).content.decode()
        assert html.index("you waited up until twelve") < html.index("something")
        assert "you waited up until twelve" in bob.get(f"/good/{row.pk}/").content.decode()
        refused = alice.post(f"/good/{row.pk}/", {"what_you_did": "x", "what_it_meant": "typed too late"})
        assert all(words in refused.content.decode() for words in ("This is given", "typed too late"))
        alice.post(f"/good/{row.pk}/take-back/", {"x": "x"})
        assert "you waited up until twelve" in bob.get("/good/").content.decode()


def test_given_now_it_is_there_and_told_and_a_bad_one_comes_back(
    pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    for words, said in (("x" * 141, "at most 140 characters; this has 141."), ("  ", "Please fill this in.")):
        answer = alice_client.post("/good/", {"what_you_did": words})
        assert answer.status_code == 400
        assert said in answer.content.decode()
    keeping = {"what_you_did": "thanks", "submission": str(uuid.uuid4())}
    kept = alice_client.post("/good/keep/", keeping, headers={"HX-Request": "true"}).content.decode()
    assert "Kept. Only you can read it." in kept
    assert VAGUE in kept
    assert "thanks" in alice_client.get("/good/").content.decode()
    sent = keeping | {"what_you_did": "you carried the boxes", "now": "on"}
    alice_client.post("/good/", sent)
    alice_client.post("/good/keep/", keeping, headers={"HX-Request": "true"})  # was on its way meanwhile
    html = alice_client.get("/good/").content.decode()
    assert "Given. You can both read it here." in html
    assert "thanks" not in html
    row = Appreciation.objects.get()
    assert {each.user for each in Reminder.objects.filter(kind="appreciation_now")} == {pair.bob}
    assert "you carried the boxes" in bob_client.get(f"/good/{row.pk}/").content.decode()


def test_the_api_says_the_same(pair: Pair) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    check_in = factories.upcoming_check_in(pair, NOW)
    talk = f"/check-ins/{check_in.pk}/"
    paths = ("/appreciations/", talk, "/check-ins/", "/notices/")
    with time_machine.travel(NOW, tick=False):
        before = [told(bob.get(path)) for path in paths]
        said = {"what_you_did": "you cooked", "when_it_was": "on Monday"}
        made = alice.post("/appreciations/", said, Idempotency_Key="x")
        assert (made.status_code, made.json()["given_on"], made.json()["hint"]) == (201, None, VAGUE)
        assert alice.post("/appreciations/", said, Idempotency_Key="x").json() == made.json()
        problem(alice.post("/appreciations/", {"what_you_did": "x"}, Idempotency_Key="x"), 422, "key-reused")
        path = f"/appreciations/{made.json()['id']}/"
        assert alice.put(path, {"what_you_did": "you cooked for ten of us"}).json()["hint"] == ""
        gone = alice.post("/appreciations/", {"what_you_did": "taken back"}).json()
        assert alice.delete(f"/appreciations/{gone['id']}/").status_code == 204
        assert [told(bob.get(each)) for each in paths] == before
        for call in (bob.get(path), bob.put(path, {"what_you_did": "x"}), bob.delete(path)):
            problem(call, 404, "not-found")
        for seat in (pair.alice_seat, pair.bob_seat):
            factories.handed_in(check_in, seat, now=NOW)
    with time_machine.travel(check_in.starts_at, tick=False):
        bob, alice = Caller(pair.bob), Caller(pair.alice)
        [good] = bob.get(talk).json()["felt_good"]
        assert (good["by"], good["what_you_did"]) == ("partner", "you cooked for ten of us")
        assert len(bob.get(path).json()["given_on"]) == len("2027-05-03"), "never a clock time"
        for call in (alice.put(path, {"what_you_did": "x"}), alice.delete(path), bob.put(path, {"what_you_did": "x"})):
            problem(call, 409, "fixed")
        at_once = alice.post("/appreciations/", {"what_you_did": "you listened for an hour", "now": True}).json()
        found = bob.get("/appreciations/").json()["results"]
        assert [each["id"] for each in found] == [at_once["id"], made.json()["id"]]
    pair.left()
    problem(Caller(pair.bob).get("/appreciations/"), 403, "not-connected")
    kept = Caller(pair.bob).get(f"/earlier/{pair.couple.pk}/").json()["appreciations"]
    assert [each["what_you_did"] for each in kept] == ["you cooked for ten of us", "you listened for an hour"]
