"""The time of a talk, by programs: what stands, what is asked, what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from basics.localtime import local
from checkins.rhythm.models import CheckIn
from tests.api.conftest import Caller, pointers, problem
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(second=0, microsecond=0)


def test_another_time_a_yes_more_time_and_a_skip(pair: Pair) -> None:
    with time_machine.travel(NOW, tick=False):
        alice, bob = Caller(pair.alice), Caller(pair.bob)
        check_in = factories.upcoming_check_in(pair, NOW, hours=2)
        path = f"/check-ins/{check_in.pk}"
        wanted = local(NOW + timedelta(minutes=50), check_in.zone)
        body = {"day": f"{wanted:%Y-%m-%d}", "at": f"{wanted:%H:%M}", "line": "sooner"}
        asked = alice.post(f"{path}/move/", body).json()["suggestion"]
        assert (asked["is_mine"], asked["line"], asked["instead_of"]) == (True, "sooner", None)
        assert alice.post(f"{path}/move/", body).json()["suggestion"] == asked
        problem(alice.post(f"{path}/move/", {**body, "line": ""}), 409, "changed")
        assert pointers(bob.post(f"{path}/move/", {**body, "line": "x" * 141})) == {"#/line"}
        problem(alice.post(f"{path}/move/accept/", {"id": asked["id"]}), 409, "changed")
        taken = bob.post(f"{path}/move/accept/", {"id": asked["id"]}).json()
        assert taken["suggestion"] is None
        assert taken["can_come_later"]
        later = bob.post(f"{path}/later/", {"starts_at": taken["starts_at"]}).json()
        assert not later["can_come_later"]
        problem(alice.post(f"{path}/leave-out/", {"starts_at": taken["starts_at"]}), 409, "changed")
        gone = alice.post(f"{path}/leave-out/", {"starts_at": later["starts_at"], "line": "ill"}).json()
        assert (gone["is_ahead"], gone["left_out"]["line"]) == (False, "ill")
        assert gone["left_out"]["said"].startswith("This one is skipped. The next one: ")
        [ahead] = bob.get("/check-ins/").json()["results"]
        assert ahead["id"] != str(check_in.pk)


def test_a_suggestion_is_left_taken_back_and_answered_by_another(pair: Pair) -> None:
    with time_machine.travel(NOW, tick=False):
        alice, bob = Caller(pair.alice), Caller(pair.bob)
        path = f"/check-ins/{factories.upcoming_check_in(pair, NOW).pk}"
        at = {"day": f"{local(NOW + timedelta(days=2), pair.alice.time_zone):%Y-%m-%d}", "at": "20:31"}
        first = alice.post(f"{path}/move/", at).json()["suggestion"]["id"]
        second = bob.post(f"{path}/move/", {**at, "at": "20:32", "answering": first}).json()["suggestion"]["id"]
        assert alice.post(f"{path}/move/decline/", {"id": second}).json()["suggestion"] is None
        assert bob.get(f"{path}/move/").json()["left_as_it_was"]
        third = alice.post(f"{path}/move/", at).json()["suggestion"]["id"]
        assert alice.post(f"{path}/move/take-back/", {"id": third}).json()["suggestion"] is None
        factories.paused(pair.bob_seat, now=NOW)
        problem(alice.post(f"{path}/move/", at), 409, "paused")


def test_a_talk_now(pair: Pair) -> None:
    with time_machine.travel(NOW, tick=False):
        alice, bob = Caller(pair.alice), Caller(pair.bob)
        asked = alice.post("/check-ins/now/").json()["asked"]
        assert asked["is_mine"]
        assert bob.post("/check-ins/now/not-today/", {"id": asked["id"]}).json() == {"asked": None, "not_today": ""}
        assert alice.get("/check-ins/now/").json()["not_today"] == "Not today."
        again = alice.post("/check-ins/now/").json()["asked"]["id"]
        assert alice.post("/check-ins/now/take-back/", {"id": again}).json()["asked"] is None
        problem(alice.post("/check-ins/now/"), 429, "too-many-requests")
        his = bob.post("/check-ins/now/").json()["asked"]["id"]
        at = f"{local(NOW + timedelta(hours=2), pair.alice.time_zone):%H:%M}"
        assert alice.post("/check-ins/now/agree/", {"id": his, "at": at}).json()["asked"] is None
        assert CheckIn.objects.get().starts_at == NOW + timedelta(hours=2)
        problem(alice.post("/check-ins/now/agree/", {"id": his}), 409, "changed")


def test_one_question_right_now(pair: Pair) -> None:
    with time_machine.travel(NOW + timedelta(days=4)):
        problem(Caller(pair.alice).post("/check-ins/question/"), 409, "no-question-now")
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    begun = alice.post("/check-ins/question/").json()
    (question,) = begun["questions"]
    assert bob.post("/check-ins/question/").json()["id"] == begun["id"]
    body = {"answers": [{"prompt": question["prompt"], "words": "Your whistling."}]}
    assert alice.post(f"/check-ins/{begun['id']}/hand-in/", body).json()["is_open"] is False
    assert bob.get(f"/check-ins/{begun['id']}/").json()["questions"][0]["theirs"] is None
    assert bob.post(f"/check-ins/{begun['id']}/hand-in/", body).json()["is_open"] is True
