"""Templates in the API: to whoever asks, in their language, with nothing of anybody's."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from agreements.starters.showing import every_starter
from couples.people.models import User
from tests.api.conftest import Caller, problem
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db


def test_everybody_reads_all_of_them_and_may_keep_them(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Caller(None).get("/templates/", Accept_Language="zh-CN")
    assert [each["name"] for each in answer.json()["results"]] == [seen.name for seen in every_starter()]
    with translation.override("zh-hans"):
        assert [each["title"] for each in answer.json()["results"]] == [seen.title for seen in every_starter()]
    assert answer.headers["Cache-Control"] == "max-age=3600"
    assert {"Accept-Language", "Authorization", "Cookie"} <= {*answer.headers["Vary"].split(", ")}


def test_one_says_what_a_draft_of_it_would_say(pair: Pair) -> None:
    as_alice = Caller(pair.alice)
    answer = as_alice.get("/templates/rr_ex_comes_up/")
    assert "no-store" in answer.headers["Cache-Control"]
    said = answer.json()
    assert said["triggers"] == [
        {"name": "comparison", "label": "comparing with others"},
        {"name": "the_past", "label": "the past"},
    ]
    assert (said["kind"], said["intensity"], said["terms"]["who"]) == ("response_rule", 2, "other")
    assert said["coping_line"] == "You had a life before me. You are here now."
    begun = as_alice.post("/drafts/", {"kind": said["kind"], "starter": said["name"]}).json()
    assert begun["terms"] == said["terms"]
    assert begun["terms"]["triggers"] == ["comparison", "the_past"]


def test_no_template_names_a_day_or_a_place(alice: User) -> None:
    """Which would be the caller's, and keep nobody's copy true."""
    for caller in (Caller(None), Caller(alice)):
        rhythm = caller.get("/templates/rh_weekly/").json()["terms"]
        assert (rhythm["starts_on"], rhythm["zone"], rhythm["at"]) == (None, "UTC", "20:30")


def test_one_that_is_none_is_not_there() -> None:
    answer = Caller(None).get("/templates/rr_unicorn/")
    problem(answer, 404, "not-found")
    assert answer.headers["Cache-Control"] == "no-store"
