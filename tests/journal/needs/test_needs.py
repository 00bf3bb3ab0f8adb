"""What one needs most: taps and lines, on its page and in its verb. It is its owner's alone."""

from __future__ import annotations

from operator import methodcaller

import pytest
from django.test import Client

from agreements.kinds.base import all_kinds
from couples.people.models import User
from journal.needs.models import Ranking
from journal.needs.ranking import FiveAlready, NoSuchNeed, Ranked, Standing
from journal.needs.showing import ranking_of, standing_of
from journal.needs.verbs import rank, rank_anew
from journal.words import needs
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
FIVE = ["respect", "company", "time", "rest", "trust"]


def put(person: User, *names: str) -> None:
    for name in names:
        rank(person, {}, methodcaller("put", name))


def order_of(person: User) -> list[str]:
    return [each.need for each in ranking_of(person.pk).ranked]


def test_taps_put_needs_in_order_and_a_second_tap_changes_nothing(charlie: User) -> None:
    put(charlie, "respect", "company", "respect", "time")
    assert order_of(charlie) == ["respect", "company", "time"]
    rank(charlie, {}, lambda standing: standing.moved("time", 2))
    rank(charlie, {}, lambda standing: standing.moved("time", 2))
    assert order_of(charlie) == ["respect", "time", "company"]
    rank(charlie, {}, lambda standing: standing.without("time"))
    rank(charlie, {}, lambda standing: standing.moved("time", 1))
    assert order_of(charlie) == ["respect", "company"]


def test_five_and_no_more_and_only_what_is_offered(charlie: User) -> None:
    put(charlie, *FIVE)
    with pytest.raises(FiveAlready):
        put(charlie, "touch")
    with pytest.raises(NoSuchNeed):
        put(charlie, "a pony")
    assert order_of(charlie) == FIVE
    assert len(needs()) == 24


def test_the_last_tap_is_undone_once_with_its_line(charlie: User) -> None:
    put(charlie, "respect", "rest")
    rank(charlie, {"rest": "an hour"}, lambda standing: standing)
    rank(charlie, {}, lambda standing: standing.without("rest"))
    shown = ranking_of(charlie.pk)
    assert shown.can_undo
    for _twice in range(2):
        rank(charlie, {}, lambda standing: standing.undone(shown.changes))
    assert standing_of(charlie.pk).ranked == [Ranked("respect"), Ranked("rest", "an hour")]
    assert not ranking_of(charlie.pk).can_undo
    rank(charlie, {}, lambda standing: standing.without("rest"))
    put(charlie, "touch")
    assert "an hour" not in str(Ranking.objects.get().payload), "what was taken out is forgotten with the next tap"


def test_a_word_that_is_offered_no_more_is_left_out() -> None:
    standing = Standing.of({"order": ["respect", "gone"], "changes": 3})
    assert standing.ranked == [Ranked("respect")]


def test_a_program_says_all_of_it_anew(charlie: User) -> None:
    put(charlie, "touch")
    rank_anew(charlie, [Ranked("rest", "an hour"), Ranked("time")])
    assert standing_of(charlie.pk).ranked == [Ranked("rest", "an hour"), Ranked("time")]
    with pytest.raises(FiveAlready):
        rank_anew(charlie, [Ranked(word.name) for word in needs()[:6]])


def test_each_need_is_said_most_plainly_by_one_kind_at_most() -> None:
    named = [need for kind in all_kinds() for need in kind.needs]
    assert len(named) == len(set(named)) == 13
    assert set(named) <= {word.name for word in needs()}


def test_a_tap_on_the_page_keeps_what_was_typed_and_shows_the_place(charlie: User, charlie_client: Client) -> None:
    charlie_client.post("/mine/needs/", {"put": "respect"})
    page = charlie_client.post("/mine/needs/", {"line_respect": "ask me first", "put": "rest"}, follow=True)
    html = page.content.decode()
    assert standing_of(charlie.pk).ranked == [Ranked("respect", "ask me first"), Ranked("rest")]
    assert 'aria-pressed="true"' in html
    assert "ask me first" in html
    charlie_client.post("/mine/needs/", {"heavier": "rest:1"})
    assert order_of(charlie) == ["rest", "respect"]
    charlie_client.post("/mine/needs/", {"take_out": "rest"})
    assert order_of(charlie) == ["respect"]
    long = charlie_client.post("/mine/needs/", {"line_respect": "x" * 141})
    assert (long.status_code, "x" * 141 in long.content.decode()) == (400, True)
    assert charlie_client.post("/mine/needs/", {"put": "a pony"}).status_code == 400


def test_lines_are_kept_while_they_are_written(charlie: User, charlie_client: Client) -> None:
    put(charlie, "respect")
    answer = charlie_client.post(
        "/mine/needs/keep/", {"line_respect": "ask me", "line_rest": "no"}, headers={"HX-Request": "true"}
    )
    assert "Only you can read it" in answer.content.decode()
    assert standing_of(charlie.pk).ranked == [Ranked("respect", "ask me")]


def test_nobody_else_sees_it(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    put(pair.alice, "touch")
    rank(pair.alice, {"touch": "A-HUG-AT-THE-DOOR"}, lambda standing: standing)
    assert "A-HUG-AT-THE-DOOR" in alice_client.get("/mine/needs/").content.decode()
    assert "A-HUG-AT-THE-DOOR" not in bob_client.get("/mine/needs/").content.decode()
    assert order_of(pair.bob) == []
