"""What one prepares for a talk: something good, what was heavy, the drawn question, a wish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from agreements.kinds.fields import WordsField
from checkins.answers.models import Answer, Seal
from checkins.answers.verbs import Given, hand_in
from checkins.rhythm.models import CheckIn
from couples.begun.models import BegunText
from couples.seats.models import Couple
from journal.appreciations.models import Appreciation
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
WHOLE = {"was_heavy": "rain", "start_01": "the lake", "until_next_time": ""}


def prepares(client: Any, check_in: CheckIn, to: str = "", **typed: str) -> Any:
    address = f"/check-ins/{check_in.pk}/"
    form = client.get(address).context["form"]
    texts = [name for name in form.fields if isinstance(form.fields[name], WordsField)]
    stands = {name: form[name].value() or "" for name in texts}
    shown = {form[name].html_initial_name: words for name, words in stands.items()}
    return client.post(address + to, {**shown, **stands, "submission": str(form["submission"].value()), **typed})


@time_machine.travel(NOW, tick=False)
def test_something_good_waits_for_the_talk_once_it_is_handed_in(pair: Pair, alice_client: Any, bob_client: Any) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    before = bob_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    prepares(alice_client, check_in, "keep/", what_you_did="TEA-AT-FIVE")
    assert not Appreciation.objects.exists(), "it is only begun"
    page = alice_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    assert "TEA-AT-FIVE" in page
    # As it was kept: the page sends it unchanged.
    assert prepares(alice_client, check_in, what_you_did="TEA-AT-FIVE", **WHOLE).status_code == 302
    assert prepares(alice_client, check_in, **WHOLE).status_code == 302
    [good] = Appreciation.objects.all()
    assert (good.what_you_did, good.given_at) == ("TEA-AT-FIVE", None)
    assert not BegunText.objects.exists()
    assert "TEA-AT-FIVE" in alice_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    assert without_keys(bob_client.get(f"/check-ins/{check_in.pk}/").content.decode()) == without_keys(before)
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    for client in (alice_client, bob_client):
        assert "TEA-AT-FIVE" in client.get(f"/check-ins/{check_in.pk}/").content.decode()


def without_keys(html: str) -> list[str]:
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line and 'name="submission"' not in line]


@time_machine.travel(NOW, tick=False)
def test_two_taps_write_something_good_down_once_and_what_was_refused_writes_nothing(
    pair: Pair, alice_client: Any
) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    sent = {**WHOLE, "what_you_did": "tea", "submission": "6f9b2c1e-0000-4000-8000-000000000001"}
    assert alice_client.post(f"/check-ins/{check_in.pk}/", {**sent, "was_heavy": ""}).status_code == 400
    assert not Appreciation.objects.exists()
    too_long = alice_client.post(f"/check-ins/{check_in.pk}/", {**sent, "until_next_time": "x" * 281})
    assert (too_long.status_code, "x" * 281 in too_long.content.decode()) == (400, True)
    for _tap in range(2):
        assert alice_client.post(f"/check-ins/{check_in.pk}/", sent).status_code == 302
    assert (Appreciation.objects.count(), Seal.objects.count()) == (1, 1)
    # Gone back to in the browser and worded anew: the page has the submission of before.
    assert alice_client.post(f"/check-ins/{check_in.pk}/", {**sent, "what_you_did": "tea, twice"}).status_code == 302
    assert [good.what_you_did for good in Appreciation.objects.all()] == ["tea, twice"]
    Appreciation.objects.update(given_at=NOW)
    for _tap in range(2):
        alice_client.post(f"/check-ins/{check_in.pk}/", {**sent, "what_you_did": "and cake"})
    assert {good.what_you_did for good in Appreciation.objects.all()} == {"tea, twice", "and cake"}


@time_machine.travel(NOW, tick=False)
def test_something_good_that_was_begun_and_taken_out_again_is_not_handed_in(pair: Pair, alice_client: Any) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    prepares(alice_client, check_in, "keep/", what_you_did="tea")
    for emptied in ({"what_you_did": ""}, {}):
        assert prepares(alice_client, check_in, **WHOLE, **emptied).status_code == 302
    assert not Appreciation.objects.exists()


def test_a_wish_may_stay_empty_and_is_an_answer_all_the_same(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    given = {"was_heavy": Given("rain"), check_in.drawn: Given("the lake")}
    hand_in(check_in, pair.alice_seat, given, NOW)
    assert Answer.objects.get(prompt="until_next_time").words == ""
    assert hand_in(check_in, pair.bob_seat, given, NOW), "it is open"
    with time_machine.travel(NOW, tick=False):
        page = factories.signed_in(None, pair.bob).get(f"/check-ins/{check_in.pk}/table/").content.decode()
    assert page.count("Nothing this time.") == 2


def test_a_talk_from_before_keeps_its_four_questions(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW, prompts=["did_me_good", "was_heavy", "start_01", "until_next_time"])
    CheckIn.objects.update(prompts=["did_me_good", "was_heavy", "start_01", "until_next_time"])
    check_in.refresh_from_db()
    assert check_in.drawn == "start_01"
    with time_machine.travel(NOW, tick=False):
        client = factories.signed_in(None, pair.alice)
        assert "what_you_did" not in client.get(f"/check-ins/{check_in.pk}/").context["form"].fields
        assert client.post(f"/check-ins/{check_in.pk}/", WHOLE).status_code == 400, "it asks for something good itself"
        factories.handed_in(check_in, pair.alice_seat, "hers", NOW)
        factories.handed_in(check_in, pair.bob_seat, "his", NOW)
        assert "his: did_me_good" in client.get(f"/check-ins/{check_in.pk}/").content.decode()
    assert CheckIn.objects.get(pk=check_in.pk).is_open(NOW + timedelta(minutes=1))


@time_machine.travel(NOW, tick=False)
def test_the_question_of_the_week_is_one_tap_from_today(pair: Pair, alice_client: Any) -> None:
    check_in = factories.upcoming_check_in(pair, NOW, hours=50)
    Couple.objects.update(connected_at=NOW - timedelta(days=4))  # the first days have a question of their own
    today = alice_client.get("/today/").content.decode()
    assert f'href="/check-ins/{check_in.pk}/#asks-start_01">Write a line now' in today
    assert 'id="asks-start_01"' in alice_client.get(f"/check-ins/{check_in.pk}/").content.decode()


# Aloud


@time_machine.travel(NOW, tick=False)
def test_aloud_hands_all_in_as_it_stands_and_opens_as_what_will_be_said(
    pair: Pair, alice_client: Any, bob_client: Any
) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    prepares(alice_client, check_in, "keep/", start_01="the lake")
    address = f"/check-ins/{check_in.pk}/"
    before = without_keys(bob_client.get(address).content.decode())
    assert prepares(alice_client, check_in, aloud="on").status_code == 302
    assert without_keys(bob_client.get(address).content.decode()) == before
    stored = {row.prompt: (row.words, row.aloud) for row in Answer.objects.all()}
    assert stored == {"was_heavy": ("", True), "start_01": ("the lake", False), "until_next_time": ("", True)}
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    page = bob_client.get(f"{address}ten-minutes/").content.decode()
    assert page.count("Alice</bdi> will say this one aloud.") + page.count("Alice\u2069 will say this one aloud.") == 2
    answer = bob_client.get(f"/api/v1{address}").json()["questions"][0]["theirs"]
    assert answer == {"words": "", "not_today": False, "aloud": True}


def test_one_of_them_alone_is_said_aloud_and_its_words_stay_closed(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    given = {"was_heavy": Given("too hard to write", aloud=True), "start_01": Given("x", not_today=True, aloud=True)}
    hand_in(check_in, pair.alice_seat, given, NOW)
    stored = {row.prompt: (row.words, row.not_today, row.aloud) for row in Answer.objects.all()}
    assert stored["was_heavy"] == ("", False, True)
    assert stored["start_01"] == ("", True, False), "not today is the stronger word"
    hand_in(check_in, pair.alice_seat, {"was_heavy": Given("rain")}, NOW)
    assert Answer.objects.get(prompt="was_heavy").words == "rain"


@time_machine.travel(NOW, tick=False)
def test_aloud_in_the_api(pair: Pair, alice_client: Any) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    address = f"/api/v1/check-ins/{check_in.pk}/"
    one = {"answers": [{"prompt": "was_heavy", "aloud": True}]}
    assert alice_client.put(f"{address}answers/", one, "application/json").json()["questions"][0]["mine"]["aloud"]
    rest = {"answers": [], "rest_aloud": True}
    assert alice_client.post(f"{address}hand-in/", rest, "application/json").json()["handed_in"]
    assert Answer.objects.filter(aloud=True).count() == 3
    assert not alice_client.post(f"{address}start/").json()["was_started"]
    factories_started = factories.signed_in(None, pair.bob).post(f"{address}start/").json()
    assert factories_started["was_started"]
    assert alice_client.post(f"{address}take-to-next/").status_code == 200
