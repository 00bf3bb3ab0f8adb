"""Comparing what each needs most: chosen by either, sealed and opened with the answers; a letter from any row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from agreements.drafts.models import Draft
from agreements.kinds.base import kind_named
from checkins.answers.showing import check_ins_of, whole_check_in
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import hand_in, keep_answers
from checkins.kept.showing import Quarter, found_in_kept, kept_of, kept_words
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.table.showing import table_of
from checkins.theme.drafting import NoSuchRow, draft_about
from checkins.theme.models import SealedNeeds, Theme
from checkins.theme.showing import Compared, compared
from checkins.theme.verbs import NoThemeNow, compare_needs, compare_no_more
from couples.seats import leaving
from couples.seats.models import Membership
from journal.needs.ranking import Ranked, stored
from journal.needs.verbs import rank_anew
from journal.words import needs
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


@pytest.fixture
def talk(pair: Pair) -> CheckIn:
    """A talk whose time has come, and that is about what each needs."""
    check_in = factories.begun_check_in(pair, NOW)
    compare_needs(check_in, pair.bob_seat, NOW)
    return check_in


def ranked(seat: Membership, *names: str) -> None:
    rank_anew(seat.user, [Ranked(name, f"{name} of {seat.user.name}") for name in names])


def give(check_in: CheckIn, seat: Membership, goes_in: bool | None = True, now: datetime = NOW) -> None:
    hand_in(check_in, seat, factories.answers(check_in=check_in), now, needs=goes_in)


def seen(check_in: CheckIn, seat: Membership, now: datetime = NOW) -> Compared | None:
    return compared(CheckIn.objects.get(pk=check_in.pk), seat, now)


def lists(both: Compared | None) -> dict[str, list[tuple[int, str, int]]]:
    assert both
    return {each.person.name: [(need.place, need.need, need.their_place) for need in each.needs] for each in both.lists}


def test_both_open_together_in_the_same_order_and_the_same_needs_are_joined(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect", "company", "rest")
    ranked(pair.bob_seat, "rest", "touch")
    give(talk, pair.alice_seat)
    assert seen(talk, pair.alice_seat) is None
    give(talk, pair.bob_seat)
    expected = {
        "Alice": [(1, "respect", 0), (2, "company", 0), (3, "rest", 1)],
        "Bob": [(1, "rest", 3), (2, "touch", 0)],
    }
    for seat in (pair.alice_seat, pair.bob_seat):
        both = seen(talk, seat)
        assert both
        assert lists(both) == expected
        assert [each.person.name for each in both.lists] == ["Alice", "Bob"]
        assert [each.is_mine for each in both.lists] == [each.person == seat.user for each in both.lists]
        assert (both.rows, both.joined) == (3, [(250, 50)])
        table = table_of(check_ins_of(seat).get(pk=talk.pk), seat, NOW)
        assert [item.compared for item in table.items if item.part == "needs"] == [both]
        assert [item.part for item in table.ten_minutes].count("needs") == 1


def test_what_opens_is_what_stood_when_it_was_handed_in(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect")
    give(talk, pair.alice_seat)
    ranked(pair.alice_seat, "touch")
    give(talk, pair.bob_seat)
    assert lists(seen(talk, pair.bob_seat)) == {"Alice": [(1, "respect", 0)], "Bob": []}
    ranked(pair.alice_seat, "rest")
    assert lists(seen(talk, pair.bob_seat))["Alice"] == [(1, "respect", 0)]


def test_handing_in_again_before_the_opening_puts_in_what_stands_then(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect")
    give(talk, pair.alice_seat)
    ranked(pair.alice_seat, "touch")
    give(talk, pair.alice_seat)
    assert SealedNeeds.objects.get().ranked == [Ranked("touch", "touch of Alice")]
    give(talk, pair.alice_seat, goes_in=False)
    assert SealedNeeds.objects.get().ranked == []


def test_not_today_and_nothing_ranked_and_never_asked_read_alike(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect")
    ranked(pair.bob_seat, "rest")
    give(talk, pair.alice_seat, goes_in=False)
    give(talk, pair.bob_seat, goes_in=None)
    assert lists(seen(talk, pair.bob_seat)) == lists(seen(talk, pair.alice_seat)) == {"Alice": [], "Bob": []}


def test_what_i_chose_before_handing_in_is_kept_for_me(pair: Pair, talk: CheckIn) -> None:
    keep_answers(talk, pair.alice_seat, {}, NOW, needs=False)
    mine = whole_check_in(check_ins_of(pair.alice_seat).get(), pair.alice_seat, NOW)
    theirs = whole_check_in(check_ins_of(pair.bob_seat).get(), pair.bob_seat, NOW)
    assert (mine.theme.is_set, mine.theme.not_today) == (True, True)
    assert (theirs.theme.is_set, theirs.theme.not_today) == (True, False)


def test_before_the_opening_nothing_differs_by_whether_the_other_ranked(pair: Pair, bob_client: Any) -> None:
    check_in = factories.upcoming_check_in(pair)
    compare_needs(check_in, pair.alice_seat, check_in.starts_at - timedelta(hours=4))
    pages = (f"/check-ins/{check_in.pk}/", "/check-ins/", "/check-ins/needs/", "/today/", "/mine/needs/")

    def look() -> list[list[str]]:
        answers = [bob_client.get(page) for page in pages]
        return [
            [line for line in each.content.decode().splitlines() if "csrf" not in line and "submission" not in line]
            for each in answers
        ]

    before = look()
    ranked(pair.alice_seat, "respect")
    assert look() == before
    give(check_in, pair.alice_seat, now=check_in.starts_at - timedelta(hours=4))
    assert look() == before


def test_either_takes_it_off_again_and_what_was_put_in_opens_no_more(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect")
    give(talk, pair.alice_seat)
    compare_no_more(talk, pair.bob_seat, NOW)
    compare_no_more(talk, pair.bob_seat, NOW)
    give(talk, pair.bob_seat)
    assert seen(talk, pair.bob_seat) is None
    assert not SealedNeeds.objects.readable_by(pair.bob, CheckIn.objects.get(pk=talk.pk), NOW).exists()


def test_set_again_after_it_was_taken_off_it_opens_nothing_that_was_put_in_before(pair: Pair, talk: CheckIn) -> None:
    """Who took it off does not find it open by one tap of the other's; nor does who handed in without it since."""
    ranked(pair.alice_seat, "respect")
    give(talk, pair.alice_seat)
    compare_no_more(talk, pair.alice_seat, NOW)
    give(talk, pair.alice_seat, goes_in=None)
    compare_needs(talk, pair.bob_seat, NOW)
    mine = whole_check_in(check_ins_of(pair.alice_seat).get(), pair.alice_seat, NOW)
    assert (mine.theme.is_in, mine.theme.not_today) == (False, False)
    give(talk, pair.bob_seat)
    assert lists(seen(talk, pair.bob_seat)) == {"Alice": [], "Bob": []}


def test_not_today_stays_said_however_often_it_is_set(pair: Pair, talk: CheckIn) -> None:
    keep_answers(talk, pair.alice_seat, {}, NOW, needs=False)
    compare_no_more(talk, pair.bob_seat, NOW)
    compare_needs(talk, pair.bob_seat, NOW)
    assert whole_check_in(check_ins_of(pair.alice_seat).get(), pair.alice_seat, NOW).theme.not_today


def test_an_open_talk_a_light_question_and_one_that_is_over_take_no_theme(pair: Pair) -> None:
    opened = factories.opened_check_in(pair, NOW)
    made = {"couple": pair.couple, "slot": NOW, "minutes": 5, "zone": "UTC"}
    light = CheckIn.objects.create(**made, starts_at=NOW, is_one_question=True)
    over = CheckIn.objects.create(**made, starts_at=NOW - OPEN_FOR)
    for check_in in (opened, light, over):
        for verb in (compare_needs, compare_no_more):
            with pytest.raises(NoThemeNow):
                verb(check_in, pair.alice_seat, NOW)
    assert not Theme.objects.exists()


def test_it_goes_back_after_72_hours_and_stays_its_writers(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect")
    give(talk, pair.alice_seat)
    late = talk.starts_at + OPEN_FOR
    check_in = CheckIn.objects.get(pk=talk.pk)
    assert seen(talk, pair.bob_seat, late) is None
    assert not SealedNeeds.objects.readable_by(pair.bob, check_in, late).exists()
    assert SealedNeeds.objects.readable_by(pair.alice, check_in, late).get().ranked


def test_started_without_writing_each_says_it_aloud(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "respect")
    give(talk, pair.alice_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(talk, seat, NOW)
    assert seen(talk, pair.bob_seat) == Compared()
    assert not SealedNeeds.objects.readable_by(pair.bob, CheckIn.objects.get(pk=talk.pk), NOW).exists()


def test_from_each_of_the_24_rows_a_draft_takes_one_tap(pair: Pair, talk: CheckIn) -> None:
    give(talk, pair.alice_seat)
    give(talk, pair.bob_seat)
    kinds = {}
    for place in range(0, 24, 5):
        some = needs()[place : place + 5]
        for seat, name in ((pair.alice_seat, "Alice"), (pair.bob_seat, "Bob")):
            payload = stored(Ranked(word.name, f"of {name}") for word in some)
            SealedNeeds.objects.filter(author=seat.user).update(payload=payload)
        for word in some:
            for is_mine in (True, False):
                draft = draft_about(talk_again(talk), pair.alice_seat, word.name, is_mine, NOW)
                assert draft_about(talk_again(talk), pair.alice_seat, word.name, is_mine, NOW) == draft, "a second tap"
                kinds[word.name] = draft.kind
                assert ("of Alice" if is_mine else "of Bob") in str(draft.words), word.name
    assert len(kinds) == 24
    assert kinds["company"] == "ritual"
    assert kinds["fairness"] == "responsibility"
    assert kinds["own_space"] == "own_time"
    assert kinds["trust"] == "boundary"
    assert kinds["own_say"] == "how_we_decide"
    assert {kinds["contact"], kinds["tenderness"]} == {"response_rule"}
    assert set(Draft.objects.values_list("author", flat=True)) == {pair.alice.pk}


def talk_again(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.get(pk=check_in.pk)


def test_a_draft_puts_no_need_of_the_others_into_ones_mouth(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "heard")
    ranked(pair.bob_seat, "heard")
    for seat in (pair.alice_seat, pair.bob_seat):
        give(talk, seat)
    mine, theirs = (draft_about(talk_again(talk), pair.alice_seat, "heard", is_mine, NOW) for is_mine in (True, False))
    assert (mine.words["need"], mine.words["please"]) == ("being heard", "heard of Alice")
    assert (theirs.words["need"], theirs.words["please"]) == ("", "heard of Bob")
    for asked in (mine, theirs):
        assert (asked.settings["within_minutes"], asked.settings["a_line_is_enough"]) == (24 * 60, False)
        assert asked.words["except_when"] == "", "most of what people need is no answer"
    other = draft_about(talk_again(talk), pair.alice_seat, "heard", True, NOW, kind_named("ritual"))
    assert (other.kind, other.words["what"]) == ("ritual", "heard of Alice")
    decided = draft_about(talk_again(talk), pair.alice_seat, "heard", True, NOW, kind_named("how_we_decide"))
    assert (decided.words["about"], decided.words["together"]) == ("heard of Alice", ""), "who decides it stands open"
    with pytest.raises(NoSuchRow):
        draft_about(talk_again(talk), pair.alice_seat, "touch", True, NOW)


def test_no_row_before_the_opening(pair: Pair, talk: CheckIn) -> None:
    ranked(pair.alice_seat, "heard")
    give(talk, pair.alice_seat)
    for seat, is_mine in ((pair.alice_seat, True), (pair.bob_seat, False)):
        with pytest.raises(NoSuchRow):
            draft_about(talk_again(talk), seat, "heard", is_mine, NOW)


def test_after_leaving_each_keeps_their_own(pair: Pair, talk: CheckIn, alice_client: Any) -> None:
    ranked(pair.alice_seat, "respect")
    ranked(pair.bob_seat, "rest")
    for seat in (pair.alice_seat, pair.bob_seat):
        give(talk, seat)
    leaving.leave(pair.bob_seat, NOW)
    page = alice_client.get(f"/earlier/{pair.couple.pk}/").content.decode()
    assert "respect of Alice" in page
    assert "rest of Bob" not in page
    assert "respect of Alice" in alice_client.get("/mine/needs/").content.decode()


def test_what_was_compared_is_kept_with_its_talk_and_found_again(pair: Pair, talk: CheckIn, bob_client: Any) -> None:
    ranked(pair.alice_seat, "respect", "rest")
    give(talk, pair.alice_seat)
    assert not [each for each in kept_words(pair.bob_seat, NOW) if each.needs]
    give(talk, pair.bob_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        [shown] = [each for each in kept_of(Quarter.of(NOW), seat, NOW).words if each.needs]
        assert (shown.writer, shown.is_mine, shown.check_in_id) == (pair.alice, seat == pair.alice_seat, talk.pk)
        assert found_in_kept("rest alice", seat, NOW) == [shown]
        later = NOW + timedelta(days=100)
        assert kept_of(Quarter.of(later), seat, later).before == Quarter.of(NOW)
    with time_machine.travel(NOW, tick=False):
        page = bob_client.get("/kept/").content.decode()
        said = bob_client.get("/api/v1/kept/").json()["results"]
    assert "rest of Alice" in page
    assert [each["needs"][0]["line"] for each in said if each["needs"]] == ["respect of Alice"]
