"""Before the answers open, no byte of the API tells whether the partner has answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.api.conftest import Caller, told
from tests.helpers import factories
from tests.helpers.factories import Pair

ADDRESSES = (
    "/check-ins/{}/",
    "/check-ins/{}/table/",
    "/check-ins/{}/talk/",
    "/tries/",
    "/look-back/",
    "/responsibilities/",
    "/check-ins/",
    "/check-ins/{}/move/",
    "/check-ins/now/",
    "/notices/",
    "/connection/",
    "/agreements/",
    "/pause/",
    "/me/",
    "/earlier/",
)


def seen(caller: Caller, key: object) -> list[object]:
    return [told(caller.get(address.format(key))) for address in ADDRESSES]


@pytest.mark.parametrize("i_handed_in", [False, True])
def test_before_the_time_nothing_differs_by_the_partners_answers(pair: Pair, i_handed_in: bool) -> None:
    now = timezone.now()
    check_in = factories.upcoming_check_in(pair, now)
    if i_handed_in:
        factories.handed_in(check_in, pair.alice_seat, now=now)
    with time_machine.travel(now, tick=False):
        alice, bob = Caller(pair.alice), Caller(pair.bob)
        line = alice.post("/responsibilities/unnoticed/", {"words": "the bins"}).json()
        before = seen(alice, check_in.pk)
        kept = [{"prompt": prompt, "words": "from Bob"} for prompt in check_in.prompts]
        assert bob.put(f"/check-ins/{check_in.pk}/answers/", {"answers": kept}).status_code == 200
        assert seen(alice, check_in.pk) == before
        assert bob.post(f"/check-ins/{check_in.pk}/hand-in/", {"answers": kept}).status_code == 200
        assert seen(alice, check_in.pk) == before
        aloud = [{"prompt": "was_heavy", "aloud": True}]
        assert bob.post(f"/check-ins/{check_in.pk}/hand-in/", {"answers": aloud, "rest_aloud": True}).status_code == 200
        assert seen(alice, check_in.pk) == before
        assert bob.post(f"/responsibilities/unnoticed/{line['id']}/draft/").status_code == 201
        assert seen(alice, check_in.pk) == before
        wished = [alice.put(f"/check-ins/{check_in.pk}/try/", {"by": who}) for who in ("me", "partner")]
        assert told(wished[0]) == told(wished[1])
        assert wished[0].status_code == 409


def test_handing_in_before_the_time_answers_the_same_to_the_first_and_to_the_second(pair: Pair) -> None:
    now = timezone.now()
    check_in = factories.upcoming_check_in(pair, now)
    body = {"answers": [{"prompt": prompt, "words": "the same"} for prompt in check_in.prompts]}
    with time_machine.travel(now, tick=False):
        first = Caller(pair.alice).post(f"/check-ins/{check_in.pk}/hand-in/", body)
        second = Caller(pair.bob).post(f"/check-ins/{check_in.pk}/hand-in/", body)
        assert told(first) == told(second)


def test_after_the_time_kept_answers_of_the_partner_tell_nothing(pair: Pair) -> None:
    now = timezone.now()
    check_in = factories.begun_check_in(pair, now)
    with time_machine.travel(now, tick=False):
        alice, bob = Caller(pair.alice), Caller(pair.bob)
        before = seen(alice, check_in.pk)
        kept = [{"prompt": prompt, "words": "from Bob"} for prompt in check_in.prompts]
        bob.post(f"/check-ins/{check_in.pk}/hand-in/", {"answers": kept})
        assert seen(alice, check_in.pk) == before
        assert bob.post(f"/check-ins/{check_in.pk}/start/").json()["was_started"] is False
        assert seen(alice, check_in.pk) == before


def test_unopened_answers_return_to_their_writers_after_72_hours(pair: Pair) -> None:
    now = timezone.now()
    check_in = factories.begun_check_in(pair, now)
    factories.handed_in(check_in, pair.bob_seat, "from Bob", now)
    with time_machine.travel(now + timedelta(hours=73), tick=False):
        shown = Caller(pair.alice).get(f"/check-ins/{check_in.pk}/")
        assert shown.json()["was_returned"] is True
        assert b"from Bob" not in shown.content
        assert b"from Bob" in Caller(pair.bob).get(f"/check-ins/{check_in.pk}/").content
