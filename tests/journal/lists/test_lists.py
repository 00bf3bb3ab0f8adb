"""Short lists of one's own: written once, in one's own order, deleted and put back; and never anybody else's."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from basics.submissions import SentDifferently
from couples.people.models import User
from journal.lists import verbs
from journal.lists.lists import ALL, DOES_GOOD, FEEDING, GOOD_AT, LINES, PEOPLE
from journal.lists.models import PUT_BACK_WITHIN, OwnItem
from journal.lists.showing import lists_of
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.journal.own import listed

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 21, 40, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


def words_of(person: User, name: str = DOES_GOOD, now: datetime = NOW) -> list[str]:
    (found,) = lists_of(person.pk, [ALL[name]], now)
    return [item.words for item in found.items]


def test_what_is_written_stands_last_in_its_list_and_once(charlie: User) -> None:
    first, second = listed(charlie, "swimming", now=NOW), listed(charlie, "tea", now=NOW)
    listed(charlie, "Anna", PEOPLE, NOW)
    assert listed(charlie, "Swimming", now=NOW).pk == first.pk, "it stands there already"
    assert verbs.add(charlie, ALL[DOES_GOOD], "x", second.submission, NOW).pk == second.pk, "a double tap"
    assert (words_of(charlie), words_of(charlie, PEOPLE), words_of(charlie, GOOD_AT)) == (
        ["swimming", "tea"],
        ["Anna"],
        [],
    )
    verbs.put_first(charlie, second.pk)
    verbs.change(charlie, first.pk, "the lake")
    assert words_of(charlie) == ["tea", "the lake"]


def test_what_is_deleted_can_be_put_back_for_ten_minutes_and_is_gone_for_good_then(charlie: User) -> None:
    item, other = listed(charlie, "swimming", now=NOW), listed(charlie, "tea", now=NOW)
    verbs.delete(charlie, item.pk, NOW)
    assert words_of(charlie) == ["tea"]
    with pytest.raises(OwnItem.DoesNotExist):
        verbs.change(charlie, item.pk, "x")
    verbs.put_back(charlie, item.pk, NOW + PUT_BACK_WITHIN - MOMENT)
    assert words_of(charlie) == ["swimming", "tea"], "where it stood"
    verbs.delete(charlie, other.pk, NOW)
    assert verbs.forget_deleted(NOW + PUT_BACK_WITHIN - MOMENT) == 0
    with pytest.raises(OwnItem.DoesNotExist):
        verbs.put_back(charlie, other.pk, NOW + PUT_BACK_WITHIN)
    assert verbs.forget_deleted(NOW + PUT_BACK_WITHIN) == 1
    assert OwnItem.objects.count() == 1


def test_each_list_has_its_own_limit_and_putting_back_keeps_it(charlie: User) -> None:
    for number in range(20):
        last = listed(charlie, f"{number}", now=NOW)
    with pytest.raises(verbs.ListFull, match="20 stand here already"):
        listed(charlie, "one more", now=NOW)
    assert listed(charlie, "0", now=NOW), "what stands there is no more"
    assert listed(charlie, "a line", LINES, NOW), "of another list"
    verbs.delete(charlie, last.pk, NOW)
    listed(charlie, "instead", now=NOW)
    with pytest.raises(verbs.ListFull):
        verbs.put_back(charlie, last.pk, NOW)
    assert [each.most for each in FEEDING] == [20] * 3
    assert ALL[LINES].most == 50


def test_nobody_else_finds_it_by_its_id(pair: Pair) -> None:
    item = listed(pair.alice)
    acts = (
        lambda: verbs.change(pair.bob, item.pk, "x"),
        lambda: verbs.put_first(pair.bob, item.pk),
        lambda: verbs.delete(pair.bob, item.pk, NOW),
        lambda: verbs.put_back(pair.bob, item.pk, NOW),
    )
    for act in acts:
        with pytest.raises(OwnItem.DoesNotExist):
            act()


def test_the_page_of_one_rewords_it_puts_it_first_deletes_it_and_puts_it_back(charlie: User) -> None:
    first, item = listed(charlie, "tea"), listed(charlie, "swimming")
    client, path = factories.signed_in(None, charlie), f"/mine/lists/{item.pk}/"
    too_long = client.post(path, {"words": "x" * 141})
    assert (too_long.status_code, "x" * 141 in too_long.content.decode()) == (400, True)
    assert client.post(path, {"words": "the\nlake"})["Location"] == "/mine/feeds-me/"
    offered = "Put it first"
    assert offered in client.get(path).content.decode()
    assert offered not in client.get(f"/mine/lists/{first.pk}/").content.decode(), "it is first"
    client.post(f"{path}first/", {"x": "x"})
    assert offered not in client.get(path).content.decode()
    now = datetime.now(UTC)
    assert words_of(charlie, now=now) == ["the lake", "tea"]
    assert "Undo" in client.post(f"{path}delete/", {"x": "x"}, follow=True).content.decode()
    assert client.post(f"{path}delete/", {"x": "x"})["Location"] == "/mine/feeds-me/", "the second of two taps"
    assert client.get(path).status_code == 404
    assert client.get(f"/mine/lists/{first.pk}/").status_code == 200
    assert "Undo" not in client.post(f"{path}put-back/", {"x": "x"}, follow=True).content.decode()
    assert words_of(charlie, now=now) == ["the lake", "tea"]


def test_a_repeated_request_of_a_program_that_says_something_else_is_refused(charlie: User) -> None:
    key = uuid.uuid4()
    verbs.add(charlie, ALL[LINES], "a", key, NOW, "hash of a")
    with pytest.raises(SentDifferently):
        verbs.add(charlie, ALL[LINES], "b", key, NOW, "hash of b")
