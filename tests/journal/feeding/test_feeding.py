"""What feeds one: written on a good day, found where it is hard, and nobody else's anywhere."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from agreements.calls import verbs as calling
from agreements.drafts.models import Draft
from agreements.kinds.base import kind_that_sets_time_aside
from agreements.phrases import verbs as phrases
from couples.people.models import User
from journal.entries.verbs import change as say_more
from journal.feeding.planning import plan
from journal.lists.lists import DOES_GOOD, GOOD_AT, LINES, PEOPLE
from journal.lists.models import OwnItem
from journal.lock.models import Lock
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.journal.own import listed

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)
ADDRESS = "/mine/something/"
OWN = {LINES: "canary-line", DOES_GOOD: "canary-swimming", PEOPLE: "canary-anna", GOOD_AT: "canary-cooking"}
IN_PLACE = {"HX-Request": "true"}


def written(person: User) -> None:
    for name, words in OWN.items():
        listed(person, words, name, NOW - timedelta(days=1))


def shows_all(html: str) -> bool:
    return all(words in html for words in OWN.values())


def test_the_three_lists_take_one_more_each_at_their_own_field(charlie: User) -> None:
    client = factories.signed_in(None, charlie)
    for name in (DOES_GOOD, PEOPLE, GOOD_AT):
        assert client.post("/mine/feeds-me/", {"list": name, "words": OWN[name]})["Location"] == "/mine/feeds-me/"
    page = client.get("/mine/feeds-me/").content.decode()
    assert all(OWN[name] in page for name in (DOES_GOOD, PEOPLE, GOOD_AT))
    refused = client.post("/mine/feeds-me/", {"list": PEOPLE, "words": "y" * 141})
    assert (refused.status_code, refused.content.decode().count("y" * 141)) == (400, 1)
    for wrong in ({"words": "x"}, {"list": LINES, "words": "x"}):
        assert client.post("/mine/feeds-me/", wrong).status_code == 404
    for number in range(19):
        listed(charlie, f"{number}", PEOPLE)
    assert "Twenty stand here" in client.get("/mine/feeds-me/").content.decode()


def test_planning_makes_a_draft_of_time_of_ones_own_with_these_words_and_no_more(charlie: User) -> None:
    written(charlie)
    item = OwnItem.objects.get(list_name=DOES_GOOD)
    client, key = factories.signed_in(None, charlie), str(uuid.uuid4())
    for _ in range(2):
        led = client.post(f"/mine/lists/{item.pk}/plan/", {"submission": key})
    draft = Draft.objects.get()
    assert led["Location"] == f"/agreements/drafts/{draft.pk}/"
    assert client.get(led["Location"]).status_code == 200
    assert (draft.kind, draft.words["what"], draft.settings["whose"]) == (
        kind_that_sets_time_aside().name,
        "canary-swimming",
        "author",
    )
    assert not any(words in str((draft.words, draft.settings, draft.coping_line)) for words in [*OWN.values()][2:])
    with pytest.raises(OwnItem.DoesNotExist):
        plan(factories.person("Dana"), item.pk, uuid.uuid4(), NOW)


def test_it_is_found_in_a_pause_while_a_call_waits_and_at_hardly_bearable(pair: Pair) -> None:
    """At each place by an address that both have alike, and what stands there is its reader's alone."""
    written(pair.alice)
    with time_machine.travel(NOW, tick=False):
        hers, his = factories.signed_in(None, pair.alice), factories.signed_in(None, pair.bob)
        rule = factories.agreed_response_rule(pair)
        call = calling.ask(pair.alice_seat, rule.pk, "", uuid.uuid4(), NOW)
        places = [f"/ask/{call.pk}/"]
        assert ADDRESS in hers.get(places[0]).content.decode(), "while it waits"
    with time_machine.travel(NOW + timedelta(hours=20), tick=False):
        assert "No answer yet" in hers.get(places[0]).content.decode()
        factories.paused(pair.alice_seat, now=NOW + timedelta(hours=20))
        places.append("/pause/")
        for place in places:
            assert ADDRESS in hers.get(place).content.decode(), place
        pausing = his.get("/pause/").content.decode()
        assert (ADDRESS in pausing, "/mine/notice/" in pausing) == (True, True)
        assert shows_all(hers.get(ADDRESS, headers=IN_PLACE).content.decode())
        assert shows_all(hers.get(ADDRESS).content.decode())
        assert "canary" not in his.get(ADDRESS).content.decode()
        assert ADDRESS not in his.get(places[0]).content.decode(), "who is asked needs none"
        felt = notebook.felt(pair.alice, now=NOW + timedelta(hours=20))
        noted = f"/mine/entries/{felt.pk}/noted/"
        assert not shows_all(hers.get(noted).content.decode())
        led = hers.post(noted, {"strength": "3"})
        assert led["Location"] == f"{noted}#for-me", "said for the first time, it is what one reads next"
        assert shows_all(hers.get(noted).content.decode())
        assert hers.post(noted, {"strength": "3"})["Location"] == "/mine/entries/", "then one is done"
        assert "canary" not in hers.get(f"/mine/entries/{felt.pk}/").content.decode()


def test_with_nothing_written_a_hard_moment_asks_for_nothing(charlie: User) -> None:
    client = factories.signed_in(None, charlie)
    for page in (client.get(ADDRESS), client.get(ADDRESS, headers=IN_PLACE)):
        assert "There is no need to now." in page.content.decode()
    felt = notebook.felt(charlie)
    say_more(charlie, felt.pk, {"strength": 3}, datetime.now(UTC))
    assert "for-me" not in client.get(f"/mine/entries/{felt.pk}/noted/").content.decode()


def test_while_mine_is_locked_other_pages_have_only_the_way_there(charlie: User) -> None:
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        client = factories.signed_in_by_password(charlie)
    written(charlie)
    Lock.objects.create(person=charlie)
    with time_machine.travel(NOW, tick=False):
        in_place = client.get(ADDRESS, headers=IN_PLACE)
        assert (in_place.status_code, "canary" in in_place.content.decode()) == (200, False)
        assert ADDRESS in in_place.content.decode()
        assert client.get(ADDRESS)["Location"].startswith("/account/reauthenticate/")
    assert Client().get(ADDRESS)["Location"].startswith("/account/login/")


def test_where_nothing_more_goes_out_today_there_are_ways_on_alone(pair: Pair) -> None:
    client, rules = factories.signed_in(None, pair.alice), [factories.agreed_response_rule(pair) for _ in range(7)]
    for rule in rules[:6]:
        factories.called(rule, pair.alice_seat)
    asking = f"/ask/rule/{rules[6].pk}/"
    assert ADDRESS not in client.get(asking).content.decode()
    refused = client.post(asking, {"line": "are you there"}).content.decode()
    for text in ("Nothing more goes out today.", "are you there", ADDRESS, "/mine/notice/", "/help/"):
        assert text in refused
    for _ in range(10):
        factories.said_phrase(pair.alice_seat)
    with pytest.raises(phrases.EnoughToday):
        factories.said_phrase(pair.alice_seat)
    held = client.get("/ask/").content.decode()
    for text in ("You wanted to say", ADDRESS, "/mine/notice/", "/help/"):
        assert text in held
