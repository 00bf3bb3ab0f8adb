"""The story by API: from the invitation to what each takes with them, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.letters.models import PrivateLine
from agreements.letters.version_names import name_of_version
from couples.people.models import User
from tests.api.bodies import COOL_DOWN, RULE, rhythm
from tests.api.conftest import Caller, pointers, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.both_databases("the whole way once by API, on the database of production too")

SignIn = Callable[[User], Caller]


@pytest.mark.django_db
def test_two_people_connect_by_a_link_and_four_digits(sign_in: SignIn) -> None:
    alice, bob = sign_in(factories.person("Alice")), sign_in(factories.person("Bob"))
    made = alice.post("/invitation/", {})
    assert made.status_code == 201
    token = made.json()["link"].rstrip("/").rsplit("/", 1)[1]
    assert bob.get(f"/invitations/{token}/").json() == {"inviter_name": "Alice", "is_own": False, "digits": ""}
    claimed = bob.post(f"/invitations/{token}/claim/").json()
    assert claimed["connected"] is False
    assert alice.get("/invitation/").json()["waits_for_digits"] is True
    connected = alice.post("/invitation/confirm/", {"digits": claimed["digits"]})
    assert connected.json()["partner"] == {"name": "Bob", "initials": "B", "tint": "clay"}
    assert bob.get("/connection/").json()["partner"]["name"] == "Alice"


@pytest.mark.django_db
def test_an_invitation_to_an_own_address_connects_without_digits() -> None:
    alice, bob = Caller(factories.person("Alice")), Caller(factories.person("Bob"))
    made = alice.post("/invitation/", {"address": "bob@example.org"}).json()
    token = made["link"].rstrip("/").rsplit("/", 1)[1]
    assert bob.post(f"/invitations/{token}/claim/").json() == {"connected": True, "digits": ""}
    problem(alice.post("/invitation/", {}), 409, "already-connected")


@pytest.mark.django_db
def test_the_inviter_sees_the_same_after_a_decline() -> None:
    alice, bob = Caller(factories.person("Alice")), Caller(factories.person("Bob"))
    token = alice.post("/invitation/", {}).json()["link"].rstrip("/").rsplit("/", 1)[1]
    before = alice.get("/invitation/")
    assert bob.post(f"/invitations/{token}/decline/").status_code == 204
    assert told(alice.get("/invitation/")) == told(before)
    assert bob.post(f"/invitations/{token}/claim/").json()["connected"] is False


@pytest.mark.django_db
def test_wrong_digits_are_told_at_the_field_and_end_after_five_tries() -> None:
    alice, bob = Caller(factories.person("Alice")), Caller(factories.person("Bob"))
    token = alice.post("/invitation/", {}).json()["link"].rstrip("/").rsplit("/", 1)[1]
    right = bob.post(f"/invitations/{token}/claim/").json()["digits"]
    wrong = "0000" if right != "0000" else "0001"
    for _ in range(5):
        assert pointers(alice.post("/invitation/confirm/", {"digits": wrong})) == {"#/digits"}
    problem(alice.post("/invitation/confirm/", {"digits": right}), 429, "too-many-tries")
    assert alice.post("/invitation/refuse/").status_code == 204


@pytest.mark.django_db
def test_nobody_invites_themself_or_uses_their_own_link() -> None:
    alice = Caller(factories.person("Alice"))
    assert pointers(alice.post("/invitation/", {"address": "Alice@example.org"})) == {"#/address"}
    token = alice.post("/invitation/", {}).json()["link"].rstrip("/").rsplit("/", 1)[1]
    problem(alice.post(f"/invitations/{token}/claim/"), 409, "own-invitation")
    assert alice.delete("/invitation/").status_code == 204
    problem(alice.get("/invitation/"), 404, "not-found")


@pytest.mark.parametrize("terms", [COOL_DOWN, RULE, rhythm()], ids=lambda terms: str(terms["kind"]))
def test_each_kind_is_proposed_and_is_in_force_when_both_accepted_the_same_version(
    pair: Pair, sign_in: SignIn, terms: dict[str, object]
) -> None:
    alice, bob = sign_in(pair.alice), sign_in(pair.bob)
    sent = alice.post("/agreements/", {"terms": terms})
    assert sent.status_code == 201, sent.content
    address = sent["Location"]
    assert (sent.json()["state"], sent.json()["proposal"]["terms"]) == ("proposed", terms)
    assert bob.get(address).json()["needs_my_answer"] is True
    accepted = bob.post(f"{address}accept/", {"version": sent.json()["proposal"]["id"]}).json()
    assert accepted["state"] == "in_force"
    assert [consent["by"] for consent in accepted["consents"]] == ["partner", "me"]
    assert alice.get(address).json()["in_force"]["author"] == "me"


def test_a_draft_is_written_step_by_step_and_sent_once(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    begun = as_alice.post("/drafts/", {"kind": "response_rule", "starter": "rr_unread"})
    draft = begun["Location"]
    assert begun.json()["is_complete"] is True
    written = as_alice.patch(draft, {"terms": {"kind": "response_rule", "please": "wave"}, "coping_line": "it is work"})
    assert (written.json()["title"], written.json()["coping_line"]) == ("wave", "it is work")
    assert written.json()["terms"]["feel"] == begun.json()["terms"]["feel"]
    first, second = as_alice.post(f"{draft}send/"), as_alice.post(f"{draft}send/")
    assert (first.status_code, second.status_code, first.content) == (201, 201, second.content)
    assert as_alice.get("/drafts/").json()["count"] == 0
    assert first.json()["coping_line"] == "it is work"
    assert as_bob.get(first["Location"]).json()["coping_line"] == ""


def test_an_unfinished_draft_is_not_sent(pair: Pair, as_alice: Caller) -> None:
    begun = as_alice.post("/drafts/", {"kind": "response_rule"})
    assert begun.json()["is_complete"] is False
    assert "#/terms/when" in pointers(as_alice.post(f"{begun['Location']}send/"))
    assert as_alice.delete(begun["Location"]).status_code == 204
    problem(as_alice.get(begun["Location"]), 404, "not-found")


def test_a_draft_cannot_take_another_kinds_words_or_a_line_it_does_not_have(pair: Pair, as_alice: Caller) -> None:
    draft = as_alice.post("/drafts/", {"kind": "cool_down"})["Location"]
    assert pointers(as_alice.patch(draft, {"terms": {"kind": "rhythm"}})) == {"#/terms/kind"}
    assert pointers(as_alice.patch(draft, {"coping_line": "mine"})) == {"#/coping_line"}
    assert pointers(as_alice.post("/drafts/", {"kind": "cool_down", "starter": "rr_unread"})) == {"#/starter"}


def test_other_words_leave_the_old_ones_in_force_until_both_agree(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    address = f"/agreements/{factories.agreed_cool_down(pair).pk}/"
    change = {"based_on": as_bob.get(address).json()["in_force"]["id"], "terms": {"kind": "cool_down", "minutes": 60}}
    suggested = as_bob.post(f"{address}other-words/", change).json()
    assert (suggested["in_force"]["terms"]["minutes"], suggested["proposal"]["terms"]["minutes"]) == (30, 60)
    assert suggested["proposal"]["terms"]["word"] == suggested["in_force"]["terms"]["word"]
    accepted = as_alice.post(f"{address}accept/", {"version": suggested["proposal"]["id"]}).json()
    assert (accepted["in_force"]["id"], accepted["in_force"]["terms"]["minutes"]) == (suggested["proposal"]["id"], 60)


def test_a_stale_answer_is_refused_with_the_name_of_the_newest_version(
    pair: Pair, as_alice: Caller, as_bob: Caller
) -> None:
    agreement = factories.proposed("cool_down", pair.alice_seat)
    factories.amended(agreement, pair.bob_seat, minutes=60)
    address = f"/agreements/{agreement.pk}/"
    first, second = (name_of_version(agreement.pk, number) for number in (1, 2))
    for verb in ("accept", "decline", "take-back"):
        body = problem(as_alice.post(f"{address}{verb}/", {"version": first}), 409, "changed")
        assert body["version"] == second
    change = {"based_on": first, "terms": {"kind": "cool_down", "minutes": 90}}
    assert problem(as_bob.post(f"{address}other-words/", change), 409, "changed")["version"] == second


def test_only_the_author_words_their_own_side(pair: Pair, as_bob: Caller) -> None:
    rule = factories.agreed_response_rule(pair)
    address, first = f"/agreements/{rule.pk}/other-words/", name_of_version(rule.pk, 1)
    foreign = {"based_on": first, "terms": {"kind": "response_rule", "feel": "nothing"}}
    problem(as_bob.post(address, foreign), 403, "not-yours")
    shared = {"based_on": first, "terms": {"kind": "response_rule", "within_minutes": 30}}
    assert as_bob.post(address, shared).status_code == 201


def test_a_second_cool_down_is_refused(pair: Pair, as_bob: Caller) -> None:
    factories.agreed_cool_down(pair)
    problem(as_bob.post("/agreements/", {"terms": COOL_DOWN}), 409, "one-already")


def test_a_letter_is_declined_or_taken_back_and_an_agreement_ends(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    declined = factories.proposed_rule(pair)
    assert (
        as_bob.post(f"/agreements/{declined.pk}/decline/", {"version": name_of_version(declined.pk, 1)}).json()["state"]
        == "set_aside"
    )
    taken = factories.proposed_rule(pair)
    assert (
        as_alice.post(f"/agreements/{taken.pk}/take-back/", {"version": name_of_version(taken.pk, 1)}).json()[
            "proposal"
        ]
        is None
    )
    ended = factories.agreed_response_rule(pair)
    for _ in range(2):
        assert as_bob.post(f"/agreements/{ended.pk}/end/").json()["state"] == "ended"
    change = {"based_on": name_of_version(ended.pk, 1), "terms": {"kind": "response_rule", "please": "wave"}}
    problem(as_alice.post(f"/agreements/{ended.pk}/other-words/", change), 409, "changed")


def test_the_coping_line_is_the_writers_alone(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    address = f"/agreements/{factories.agreed_response_rule(pair).pk}/coping-line/"
    assert as_alice.put(address, {"coping_line": "they are busy"}).json() == {"coping_line": "they are busy"}
    assert as_bob.get(address).json() == {"coping_line": ""}
    assert pointers(as_alice.put(address, {})) == {"#/coping_line"}
    assert as_alice.put(address, {"coping_line": ""}).status_code == 200
    assert not PrivateLine.objects.exists()
    elsewhere = f"/agreements/{factories.agreed_cool_down(pair).pk}/coping-line/"
    problem(as_alice.get(elsewhere), 404, "not-found")


def test_either_pauses_alone_and_only_the_starter_comes_back_early(pair: Pair, sign_in: SignIn) -> None:
    alice, bob = sign_in(pair.alice), sign_in(pair.bob)
    factories.agreed_cool_down(pair, speaks_first="other")
    assert bob.get("/pause/").json()["running"] is None
    running = bob.post("/pause/", {"minutes": 25}).json()["running"]
    assert (running["is_mine"], running["speaks_first"]) == (True, "Alice")
    assert alice.post("/pause/", {}).json()["running"]["until"] == running["until"]
    problem(alice.post("/pause/return/"), 403, "not-yours")
    problem(bob.post("/pause/return/", {"pause": str(pair.couple.pk)}), 409, "changed")
    assert bob.post("/pause/return/", {"pause": running["id"]}).json()["running"] is None


def test_coming_back_asks_for_more_and_opens_what_both_wrote(pair: Pair, sign_in: SignIn) -> None:
    alice, bob = sign_in(pair.alice), sign_in(pair.bob)
    factories.over_pause(pair.alice_seat)
    back = alice.get("/pause/").json()["back"]
    assert [offer["name"] for offer in back["more"]] == ["30", "60"]
    written = {"pause": back["id"], "chosen": ["hurt"], "felt": "left alone", "need": "tea"}
    assert pointers(alice.put("/pause/return/", {**written, "chosen": ["x"]})) == {"#/chosen/0"}
    assert pointers(alice.put("/pause/return/", {"pause": back["id"]})) == {"#/felt"}
    assert alice.put("/pause/return/", written).json()["back"]["is_in"] is True
    assert bob.get("/pause/").json()["back"]["opened"] == []
    opened = bob.put("/pause/return/", {"need": "quiet"}).json()["back"]["opened"]
    assert [(page["is_mine"], page["felt"], page["feelings"]) for page in opened] == [
        (False, "left alone", ["hurt"]),
        (True, "", []),
    ]
    problem(alice.put("/pause/return/", written), 409, "fixed")
    assert alice.delete("/pause/return/").status_code == 204
    assert alice.get("/pause/").json()["back"]["leads_back"] is False
    running = bob.post("/pause/extend/", {"offer": "30"}).json()["running"]
    assert (running["is_mine"], alice.get("/pause/").json()["running"]["needed_by"]) == (True, "Bob")


def test_a_pause_takes_an_offer_or_a_length_of_ones_own(as_alice: Caller) -> None:
    assert pointers(as_alice.post("/pause/", {"minutes": 19})) == {"#/minutes"}
    assert pointers(as_alice.post("/pause/", {"offer": "a year"})) == {"#/offer"}
    assert pointers(as_alice.post("/pause/", {"offer": "60", "minutes": 60})) == {"#"}
    assert as_alice.post("/pause/", {"offer": "1440"}).json()["running"]["is_mine"] is True
    as_alice.post("/pause/return/")


def test_pausing_too_much_is_refused_with_a_limit(pair: Pair, as_alice: Caller) -> None:
    factories.paused(pair.alice_seat, 1440, timezone.now() - timedelta(hours=25))
    problem(as_alice.post("/pause/", {"minutes": 60}), 429, "paused-enough")


def answers(check_in: dict[str, object], words: str) -> dict[str, object]:
    questions: list[dict[str, str]] = check_in["questions"]  # type: ignore[assignment]
    return {"answers": [{"prompt": question["prompt"], "words": words} for question in questions]}


def test_answers_are_kept_handed_in_and_opened_together(pair: Pair, sign_in: SignIn) -> None:
    alice, bob = sign_in(pair.alice), sign_in(pair.bob)
    address = f"/check-ins/{factories.begun_check_in(pair).pk}/"
    shown = alice.get(address).json()
    first = shown["questions"][0]["prompt"]
    kept = alice.put(f"{address}answers/", {"answers": [{"prompt": first, "words": "half"}]}).json()
    assert (kept["questions"][0]["mine"]["words"], kept["handed_in"]) == ("half", False)
    missing = alice.post(f"{address}hand-in/", {"answers": [{"prompt": first, "words": " "}]})
    assert pointers(missing) == {"#/answers", "#/answers/0/words"}
    assert alice.post(f"{address}hand-in/", answers(shown, "from Alice")).json()["is_open"] is False
    problem(alice.put(f"{address}take-away/", {"words": "early"}), 409, "not-open-yet")
    opened = bob.post(f"{address}hand-in/", answers(shown, "from Bob")).json()
    assert (opened["is_open"], opened["questions"][0]["theirs"]["words"]) == (True, "from Alice")
    problem(alice.post(f"{address}hand-in/", answers(shown, "too late")), 409, "closed-for-answers")
    assert alice.put(f"{address}take-away/", {"words": "a walk"}).json()["my_take_away"] == "a walk"
    assert bob.get(address).json()["their_take_away"] == "a walk"


def test_not_today_counts_as_an_answer(pair: Pair, as_alice: Caller) -> None:
    check_in = factories.begun_check_in(pair)
    body = {"answers": [{"prompt": prompt, "not_today": True} for prompt in check_in.prompts]}
    assert as_alice.post(f"/check-ins/{check_in.pk}/hand-in/", body).json()["handed_in"] is True


def test_notices_are_listed_and_marked_for_oneself(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    assert as_alice.get("/notices/").json()["results"] == []
    newest = as_alice.get("/notices/").json()["newest"]
    assert as_alice.post("/notices/read/", {"newest": newest}).status_code == 204


def test_leaving_is_at_once_and_leaves_ones_own_words(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    factories.agreed_cool_down(pair)
    factories.proposed_rule(pair)
    factories.opened_check_in(pair)
    assert as_alice.delete("/connection/").status_code == 204
    problem(as_bob.get("/agreements/"), 403, "not-connected")
    assert as_bob.get("/connection/").json()["closing_untold"] is True
    assert as_bob.post("/connection/closing-told/").status_code == 204
    assert as_bob.get("/connection/").json()["closing_untold"] is False
    kept = as_alice.get(f"/earlier/{pair.couple.pk}/").json()
    assert {agreed["kind"] for agreed in kept["agreed"]} == {"cool_down", "rhythm"}
    assert len(kept["own_letters"]) == 1
    assert all("from Alice" in answer["words"] for answer in kept["own_answers"])
    assert b"from Bob" not in as_alice.get(f"/earlier/{pair.couple.pk}/").content


def test_a_person_changes_their_profile(as_alice: Caller) -> None:
    assert as_alice.patch("/me/", {"language": "zh-hans"}).json()["name"] == "Alice"
    assert as_alice.patch("/me/", {"name": "小爱"}).json()["name"] == "小爱"
    assert pointers(as_alice.patch("/me/", {"time_zone": "Mars/Olympus"})) == {"#/time_zone"}


def test_keys_are_listed_without_their_secret_and_revoked(alice: User, charlie: User) -> None:
    program = Caller(alice, by_key=True)
    listed = program.get("/me/keys/").json()["results"]
    assert [key["name"] for key in listed] == ["a program"]
    address = f"/me/keys/{listed[0]['id']}/"
    problem(Caller(charlie).delete(address), 404, "not-found")
    assert program.delete(address).status_code == 204
    problem(program.get("/me/"), 401, "not-authenticated")
