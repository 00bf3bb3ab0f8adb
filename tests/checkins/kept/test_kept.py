"""What is kept: what felt good and what was taken along, the same for both, a quarter at a time, and searched."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import time_machine
from django.utils import timezone

from checkins.answers.verbs import keep_take_away
from checkins.kept.showing import MOST_FOUND, KeptWords, Quarter, found_in_kept, kept_of
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from tests.api.conftest import Caller, problem
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

NOW = datetime(2027, 5, 3, 18, 30, tzinfo=UTC)
LONG_AGO = datetime(2026, 6, 30, 20, 30, tzinfo=UTC)


def said(kept: list[KeptWords]) -> list[str]:
    return [each.text.strip() for each in kept]


def of(quarter: Quarter, seat: Membership) -> list[str]:
    return said(kept_of(quarter, seat, NOW).words)


def test_each_quarter_on_ones_own_clocks_alike_for_both_and_the_empty_ones_passed_over(pair: Pair) -> None:
    talk = factories.opened_check_in(pair, LONG_AGO)
    keep_take_away(talk, pair.alice_seat, "Tea before money.", LONG_AGO)
    notebook.noted(pair.bob_seat, "you drove all night", NOW - timedelta(days=1), is_for_now=True)
    notebook.noted(pair.alice_seat, "hers, and waiting", NOW)
    spring = Quarter.of(NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        shown = kept_of(spring, seat, NOW)
        assert (said(shown.words), shown.is_present) == (["you drove all night"], True)
        assert shown.before == Quarter(2026, 1)
        assert of(Quarter(2026, 1), seat) == ["Tea before money."]
        assert said(found_in_kept("ＴＥＡ money", seat, NOW)) == ["Tea before money."]
        assert found_in_kept("waiting", seat, NOW) == [], "not even its own writer: it is not kept yet"
    with timezone.override("Asia/Shanghai"):
        assert Quarter.of(LONG_AGO) == Quarter(2026, 2), "the first of July there"
        assert of(Quarter(2026, 2), pair.bob_seat) == ["Tea before money."]


def test_what_opened_by_the_clock_alone_is_kept_from_then_on(pair: Pair) -> None:
    talk = factories.upcoming_check_in(pair, NOW, hours=1)
    notebook.noted(pair.alice_seat, "you waited up", NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(talk, seat, now=NOW)
    for when, kept in ((talk.starts_at - timedelta(seconds=1), []), (talk.starts_at, ["you waited up"])):
        assert said(kept_of(Quarter.of(NOW), pair.bob_seat, when).words) == kept
        assert said(found_in_kept("waited", pair.bob_seat, when)) == kept


def test_of_more_than_fifty_found_the_newest_stand_there(pair: Pair) -> None:
    days = [NOW - timedelta(days=day) for day in range(MOST_FOUND + 1)]
    Appreciation.objects.bulk_create(
        Appreciation(couple=pair.couple, giver=pair.bob, what_you_did=f"tea {day.date()}", written_at=day, given_at=day)
        for day in days
    )
    found = found_in_kept("tea", pair.alice_seat, NOW)
    assert [each.at for each in found] == days[:MOST_FOUND]
    html = factories.signed_in(None, pair.alice).post("/kept/", {"words": "tea"}).content.decode()
    assert "the newest fifty" in html


def test_of_many_in_a_quarter_the_newest_dozen_stands_there_and_the_rest_is_folded(pair: Pair) -> None:
    for day in range(14):
        notebook.noted(pair.bob_seat, f"tea {day}", NOW - timedelta(days=day), is_for_now=True)
    with time_machine.travel(NOW, tick=False):
        html = factories.signed_in(None, pair.alice).get("/kept/").content.decode()
    shown, _folded, rest = html.partition("<details>")
    assert (shown.count(">tea "), rest.count(">tea ")) == (12, 2)


def test_page_and_api_say_the_same(pair: Pair) -> None:
    with time_machine.travel(NOW, tick=False):
        client, caller = factories.signed_in(None, pair.alice), Caller(pair.alice)
        empty = client.get("/kept/").content.decode()
        assert "Here stands what felt good" in empty
        assert not re.search('<search|name="words"|June 2027', empty), "nothing to look through yet"
        talk = factories.opened_check_in(pair, NOW)
        keep_take_away(talk, pair.bob_seat, "Tea & a walk.", NOW)
        good = notebook.noted(pair.bob_seat, "you drove all night", NOW - timedelta(days=200), is_for_now=True)
        html = client.get("/kept/").content.decode()
        assert "Tea &amp; a walk." in html
        assert "April\u2009–\u2009June 2027" in html
        assert "?quarter=2026-4" in html
        assert "you drove" in client.get("/kept/?quarter=2026-4").content.decode()
        for nonsense in ("2026-5", "x", "2026-4' OR", "9999-4"):
            assert "Tea &amp; a walk." in client.get("/kept/", {"quarter": nonsense}).content.decode()
        found = client.post("/kept/", {"words": "Night"})
        assert "you drove all night" in found.content.decode()
        assert "Tea &amp; a walk." not in found.content.decode()
        assert "stand in nothing" in client.post("/kept/", {"words": "elephant"}).content.decode()
        assert client.post("/kept/", {"words": " "}).status_code == 400
        listed = caller.get("/kept/").json()["results"]
        assert [each["take_away"] for each in listed] == ["Tea & a walk.", ""]
        assert listed[0]["at"] == "2027-05-03", "not when the partner was here to write it"
        assert listed[1]["good"]["id"] == str(good.pk)
        assert caller.post("/kept/search/", {"words": "night"}).json()["results"] == listed[1:]
    pair.left()
    problem(Caller(pair.alice).get("/kept/"), 403, "not-connected")
