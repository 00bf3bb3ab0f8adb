"""What the two try from one talk to the next: which stand at a table, and what becomes of them there."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.drafts.models import Draft
from agreements.drafts.verbs import Incomplete, send_draft, throw_away
from agreements.kinds.base import kind_named, kinds_for_a_line
from agreements.letters import consent
from basics.keeping import what_stays
from checkins.answers.models import Answer
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import Given, hand_in
from checkins.questions.prompts import WISH
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from checkins.tries.showing import (
    TryAsSeen,
    as_letter,
    kinds_offered,
    one_try,
    tries_between,
    tries_for_table,
    wishes_on_table,
)
from checkins.tries.verbs import (
    MOST_STANDING,
    NothingToTry,
    OnItsWay,
    ThreeStand,
    begin_letter,
    keep_for_now,
    let_go,
    send_letter,
    try_this,
)
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db

FIRST = datetime(2027, 5, 3, 18, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)
RULE = "response_rule"


def talk(pair: Pair, week: int) -> CheckIn:
    """Open the talk of that week."""
    return factories.opened_check_in(pair, FIRST + week * WEEK)


def words(tries: list[TryAsSeen]) -> list[str]:
    return [each.words for each in tries]


HERS, HIS = (f"something from {name}: {WISH}" for name in ("Alice", "Bob"))


def test_a_wish_becomes_one_try_that_is_both_s(pair: Pair) -> None:
    first, now = talk(pair, 0), FIRST
    for seat in (pair.bob_seat, pair.alice_seat, pair.bob_seat):
        tried = try_this(first, seat, seat is pair.alice_seat, now)
    assert Try.objects.count() == 1, "whoever taps, and however often"
    for seat in (pair.alice_seat, pair.bob_seat):
        assert words(tries_between(seat, now)) == [HERS]
        assert tries_for_table(first, seat, now) == [], "where it was wished for it stands beneath the wish"
        wishes = wishes_on_table(first, seat, now)
        assert [(wish.writer, wish.words, wish.can_be_tried) for wish in wishes] == [
            (pair.alice, HERS, False),
            (pair.bob, HIS, True),
        ]
        assert wishes[0].tried == one_try(seat, tried.pk, now)
    Answer.objects.filter(prompt=WISH).update(words="rewritten")
    assert words(tries_between(pair.alice_seat, now)) == [HERS], "copied"


def test_what_was_written_for_a_talk_that_was_started_stays_closed(pair: Pair) -> None:
    """Two are at its table, and the wish of either is still their own: a tap must not copy it to where both read it."""
    started, now = factories.begun_check_in(pair, FIRST), FIRST
    factories.handed_in(started, pair.bob_seat, now=now)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(started, seat, now)
    for seat in (pair.alice_seat, pair.bob_seat):
        for is_mine in (True, False):
            with pytest.raises(NothingToTry):
                try_this(started, seat, is_mine, now)
    assert not Try.objects.exists()


def test_what_cannot_be_tried(pair: Pair) -> None:
    ahead = factories.upcoming_check_in(pair, FIRST)
    factories.handed_in(ahead, pair.alice_seat, now=FIRST)
    # The same of her, who is in, and of him, who is not.
    for is_mine in (True, False):
        with pytest.raises(NothingToTry):
            try_this(ahead, pair.bob_seat, is_mine, FIRST)
    assert wishes_on_table(ahead, pair.bob_seat, FIRST) == []
    hand_in(ahead, pair.bob_seat, {**factories.answers("x", ahead), WISH: Given("", not_today=True)}, FIRST)
    opened, now = CheckIn.objects.get(pk=ahead.pk), ahead.starts_at
    with pytest.raises(NothingToTry):
        try_this(opened, pair.alice_seat, False, now)
    assert [wish.can_be_tried for wish in wishes_on_table(opened, pair.alice_seat, now)] == [True, False]
    talk(pair, 1)
    with pytest.raises(NothingToTry):
        try_this(opened, pair.alice_seat, True, FIRST + WEEK)
    assert not any(wish.can_be_tried for wish in wishes_on_table(opened, pair.alice_seat, FIRST + WEEK))


def test_the_next_table_asks_and_what_nobody_keeps_is_over_at_the_one_after(pair: Pair) -> None:
    first = talk(pair, 0)
    kept, left, gone = (try_this(first, pair.bob_seat, is_mine, FIRST) for is_mine in (True, False, False))
    assert left == gone
    second, now = talk(pair, 1), FIRST + WEEK
    fresh = try_this(second, pair.alice_seat, True, now)
    asked = tries_for_table(second, pair.alice_seat, now)
    assert asked == tries_for_table(second, pair.bob_seat, now)
    assert [(each.pk, each.stands) for each in asked] == [(left.pk, False), (kept.pk, False)]
    for seat in (pair.bob_seat, pair.alice_seat):
        keep_for_now(seat, kept.pk, now)
    assert {each.pk for each in tries_between(pair.alice_seat, now) if each.stands} == {kept.pk, fresh.pk}
    assert len(tries_between(pair.alice_seat, now)) == 3, "until the next one opens it can still be kept"
    third, now = talk(pair, 2), FIRST + 2 * WEEK
    assert {each.pk for each in tries_for_table(third, pair.bob_seat, now)} == {kept.pk, fresh.pk}
    assert tries_for_table(second, pair.bob_seat, now) == [], "a table that another one followed asks nothing"
    with pytest.raises(Try.DoesNotExist):
        keep_for_now(pair.bob_seat, left.pk, now)
    let_go(pair.alice_seat, kept.pk, now)
    with pytest.raises(Try.DoesNotExist):
        let_go(pair.bob_seat, kept.pk, now)
    try_this(third, pair.bob_seat, True, now)
    assert set(Try.objects.values_list("pk", flat=True)) == {each.pk for each in tries_between(pair.bob_seat, now)}


def test_a_talk_that_both_start_without_writing_asks_as_well(pair: Pair) -> None:
    tried = try_this(talk(pair, 0), pair.bob_seat, True, FIRST)
    started, now = factories.begun_check_in(pair, FIRST + WEEK), FIRST + WEEK
    for seat in (pair.alice_seat, pair.bob_seat):
        assert tries_for_table(started, seat, now) == [], "not before both said so"
        start_without_writing(started, seat, now)
    assert [each.pk for each in tries_for_table(started, pair.alice_seat, now)] == [tried.pk]
    keep_for_now(pair.alice_seat, tried.pk, now)
    assert tries_for_table(talk(pair, 2), pair.alice_seat, FIRST + 2 * WEEK)[0].pk == tried.pk


def test_three_stand_and_what_nobody_has_kept_keeps_no_place(pair: Pair) -> None:
    first = talk(pair, 0)
    old = [try_this(first, pair.bob_seat, is_mine, FIRST) for is_mine in (True, False)]
    second, now = talk(pair, 1), FIRST + WEEK
    new = [try_this(second, pair.alice_seat, is_mine, now) for is_mine in (True, False)]
    keep_for_now(pair.alice_seat, old[0].pk, now)
    assert len([each for each in tries_between(pair.bob_seat, now) if each.stands]) == MOST_STANDING
    with pytest.raises(ThreeStand):
        keep_for_now(pair.bob_seat, old[1].pk, now)
    let_go(pair.bob_seat, new[0].pk, now)
    keep_for_now(pair.bob_seat, old[1].pk, now)
    with pytest.raises(ThreeStand):
        try_this(second, pair.alice_seat, True, now)
    for seat in (pair.alice_seat, pair.bob_seat):
        assert len(tries_for_table(second, seat, now)) == 2


def test_a_try_becomes_an_agreement_and_leaves_the_table(pair: Pair) -> None:
    first = talk(pair, 0)
    tried = try_this(first, pair.bob_seat, True, FIRST)
    rule, page = kind_named(RULE), uuid.uuid4()
    letters = [send_letter(seat, tried.pk, rule, page, FIRST) for seat in (pair.alice_seat, pair.alice_seat)]
    assert letters[0] == letters[1] == send_letter(pair.bob_seat, tried.pk, rule, uuid.uuid4(), FIRST)
    with pytest.raises(OnItsWay):
        begin_letter(pair.bob_seat, tried.pk, rule, uuid.uuid4(), FIRST)
    second, now = talk(pair, 1), FIRST + WEEK
    for seat in (pair.alice_seat, pair.bob_seat):
        [asked] = tries_for_table(second, seat, now)
        assert asked.letter
        assert asked.letter.pk == letters[0].pk
    consent.accept(letters[0], pair.bob_seat, 1, now)
    for seat in (pair.alice_seat, pair.bob_seat):
        assert tries_for_table(second, seat, now) == tries_between(seat, now) == []
        with pytest.raises(Try.DoesNotExist):
            let_go(seat, tried.pk, now)
    assert factories.fresh(letters[0]).author == pair.alice, "who tapped"
    [found] = [wish.tried for wish in wishes_on_table(first, pair.alice_seat, FIRST) if wish.tried]
    assert found.letter, "beneath the wish the agreement stands, and no button makes a second one"


def test_a_draft_is_its_writer_s_alone_and_without_it_the_try_stays(pair: Pair) -> None:
    first = talk(pair, 0)
    tried = try_this(first, pair.bob_seat, True, FIRST)
    rule, before = kind_named(RULE), tries_between(pair.bob_seat, FIRST)
    begun = [begin_letter(pair.alice_seat, tried.pk, rule, uuid.uuid4(), FIRST) for _ in range(2)]
    assert begun[0] == begun[1]
    assert begun[0].words["please"] == HIS
    assert tries_between(pair.bob_seat, FIRST) == before, "the other reads the same"
    throw_away(pair.alice, begun[0].pk, None)
    another = begin_letter(pair.alice_seat, tried.pk, rule, uuid.uuid4(), FIRST)
    letter = send_draft(pair.alice_seat, another.pk, FIRST)
    assert [each.letter and each.letter.pk for each in tries_between(pair.bob_seat, FIRST)] == [letter.pk]
    consent.decline(letter, pair.bob_seat, 1, FIRST)
    assert tries_between(pair.bob_seat, FIRST) == before, "not agreed: it is tried still"
    again = send_letter(pair.bob_seat, tried.pk, rule, uuid.uuid4(), FIRST)
    consent.accept(again, pair.alice_seat, 1, FIRST)
    consent.end(factories.fresh(again), pair.alice_seat, FIRST)
    assert tries_between(pair.bob_seat, FIRST) == [], "what was agreed once does not come back as a try"


def test_every_kind_offered_makes_a_letter_that_can_be_sent(pair: Pair) -> None:
    assert next(kind.name for kind in kinds_for_a_line()) == RULE
    assert "rhythm" not in {kind.name for kind in kinds_for_a_line()}
    first = talk(pair, 0)
    try_this(first, pair.alice_seat, True, FIRST)
    [tried] = tries_between(pair.alice_seat, FIRST)
    for kind in kinds_offered(pair.alice_seat, FIRST):
        with time_machine.travel(FIRST):
            becoming = as_letter(tried, kind, pair.alice_seat, FIRST)
        assert becoming.is_complete, kind.name
        assert tried.words in becoming.letter.terms.words.values()
        assert bool(becoming.letter.terms.settings["trial_until"]) is bool(kind.trial_weeks)
    letter = send_letter(pair.alice_seat, tried.pk, kind_named("cool_down"), uuid.uuid4(), FIRST)
    consent.accept(letter, pair.bob_seat, 1, FIRST)
    offered = {kind.name for kind in kinds_offered(pair.bob_seat, FIRST)}
    assert {kind.name for kind in kinds_for_a_line()} - offered == {"cool_down"}, "they have one, and can have one"


def test_a_wish_too_long_for_a_letter_is_kept_to_be_changed(pair: Pair) -> None:
    first = talk(pair, 0)
    long = Answer.objects.get(prompt=WISH, author=pair.alice)
    long.words = "long " * 200
    long.save()
    tried = try_this(first, pair.bob_seat, False, FIRST)
    with pytest.raises(Incomplete):
        send_letter(pair.bob_seat, tried.pk, kind_named(RULE), uuid.uuid4(), FIRST)
    begin_letter(pair.bob_seat, tried.pk, kind_named(RULE), uuid.uuid4(), FIRST)
    assert Draft.objects.get().words["please"] == long.words


def test_what_stays_after_leaving(pair: Pair) -> None:
    first = talk(pair, 0)
    left = try_this(first, pair.bob_seat, True, FIRST)
    talk(pair, 1)
    second, now = talk(pair, 2), FIRST + 2 * WEEK
    stays = try_this(second, pair.bob_seat, True, now)
    Try.objects.filter(pk=left.pk).update(check_in=first)
    pair.left(now)
    assert Try.objects.get() == stays


def test_a_table_costs_the_same_with_one_try_and_with_three(pair: Pair) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            shown = tries_for_table(second, pair.alice_seat, now), wishes_on_table(second, pair.alice_seat, now)
        assert all(shown)
        return len(found)

    first, rule = talk(pair, 0), kind_named(RULE)
    send_letter(pair.bob_seat, try_this(first, pair.bob_seat, True, FIRST).pk, rule, uuid.uuid4(), FIRST)
    second, now = talk(pair, 1), FIRST + WEEK
    with_one = cost()
    for answer in Answer.objects.filter(check_in=first).exclude(prompt=WISH)[:2]:
        Try.objects.create(couple=pair.couple, author=pair.bob, answer=answer, words="x", check_in=first)
    assert cost() == with_one
    assert with_one <= 7


def test_the_order_of_tries_tells_nobody_who_wrote_first(pair: Pair) -> None:
    for week, seats in enumerate(([pair.bob_seat, pair.alice_seat], [pair.alice_seat, pair.bob_seat])):
        now = FIRST + week * WEEK
        check_in = factories.begun_check_in(pair, now)
        for seat in seats:
            factories.handed_in(check_in, seat, f"something from {seat.user.name}", now)
        for is_mine in (True, False):
            try_this(check_in, pair.bob_seat, is_mine, now)
        assert words(tries_between(pair.alice_seat, now))[-2:] == [HERS, HIS]
        assert [row.words for row in what_stays(Try, pair.bob_seat)][-2:] == [HERS, HIS]
