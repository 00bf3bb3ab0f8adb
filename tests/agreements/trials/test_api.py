"""What is tried, in the API: four weeks first, two sealed answers, and what they come to."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from tests.api.conftest import Caller, pointers, problem
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
SOON = datetime(2026, 2, 27, 12, tzinfo=UTC)
UNTIL = date(2026, 3, 1)


def test_a_letter_is_answered_with_the_same_words_for_four_weeks_first(pair: Pair) -> None:
    hers, his = Caller(pair.alice), Caller(pair.bob)
    with time_machine.travel(NOW, tick=False):
        path = f"/agreements/{factories.proposed_rule(pair).pk}/"
        version = his.get(path).json()["proposal"]["id"]
        answered = his.post(f"{path}try/", {"version": version})
        assert answered.status_code == 201
        assert answered.json()["in_force"] is None
        problem(his.post(f"{path}try/", {"version": version}), 409, "changed")
        tried = answered.json()["proposal"]
        assert hers.post(f"{path}accept/", {"version": tried["id"]}).json()["in_force"]["id"] == tried["id"]
        assert hers.get(f"{path}review/").json()["until"] == "2026-03-01"


@time_machine.travel(SOON, tick=False)
def test_what_both_keep_stays_and_one_answer_shows_the_other_nothing(pair: Pair) -> None:
    tried = factories.agreed_response_rule(pair, NOW, trial_until=UNTIL)
    path = f"/agreements/{tried.pk}/review/"
    hers, his = Caller(pair.alice), Caller(pair.bob)
    before = his.get(path).json()
    answer = {"version": before["version"]["id"], "answer": "keep"}
    assert hers.put(path, {**answer, "answer": "let_go"}).status_code == 200
    assert hers.put(path, answer).status_code == 200, "said again before both have, the last one counts"
    assert (hers.get(path).json()["mine"], his.get(path).json()) == ("keep", before)
    his.put(path, answer)
    problem(his.get(path), 404, "not-found")
    assert factories.fresh(tried).in_force_since
    assert not factories.fresh(tried).ended_at


@time_machine.travel(SOON, tick=False)
def test_longer_takes_a_day_and_a_change_other_words(pair: Pair) -> None:
    tried = factories.agreed_response_rule(pair, NOW, trial_until=UNTIL)
    path = f"/agreements/{tried.pk}/review/"
    hers = Caller(pair.alice)
    version = hers.get(path).json()["version"]["id"]
    longer = {"version": version, "answer": "longer"}
    assert pointers(hers.put(path, {**longer, "longer_until": "2026-02-30"})) == {"#/longer_until"}
    assert hers.get(path).json()["mine"] == ""
    hers.put(path, {**longer, "longer_until": "2026-03-20"})
    assert hers.get(path).json()["mine_until"] == "2026-03-20"
    problem(
        hers.put(path, {"version": version, "answer": "change", "terms": {"kind": "response_rule"}}), 409, "unchanged"
    )
    hers.put(
        path, {"version": version, "answer": "change", "terms": {"kind": "response_rule", "please": "knock first"}}
    )
    assert (hers.get(path).json()["mine"], hers.get(path).json()["mine_until"]) == ("change", None)
    problem(hers.put(path, {"version": "v9", "answer": "keep"}), 409, "changed")


@time_machine.travel(SOON, tick=False)
def test_nobody_else_finds_it(pair: Pair, as_outsiders: list[Caller]) -> None:
    tried = factories.agreed_response_rule(pair, NOW, trial_until=UNTIL)
    path = f"/agreements/{tried.pk}/"
    version = Caller(pair.alice).get(f"{path}review/").json()["version"]["id"]
    for outsider in as_outsiders:
        for method, what, body in (
            ("GET", "review/", None),
            ("PUT", "review/", {"version": version, "answer": "let_go"}),
            ("POST", "try/", {"version": version}),
        ):
            assert outsider.call(method, path + what, body).status_code in (403, 404)
    assert Caller(pair.bob).get(f"{path}review/").status_code == 200


@pytest.fixture
def as_outsiders(eve, charlie, strangers) -> list[Caller]:
    """Who is no partner any more or never was, and who is somebody else's."""
    return [Caller(person) for person in (eve, charlie, strangers.alice)]
