"""On the table: somebody rewrites or takes away a topic while their talk opens; both move one at once; two taps queue a
tenth; both try the same wish at once, or two a third.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from checkins.agenda import verbs as agenda
from checkins.agenda.models import Topic
from checkins.agenda.verbs import EnoughWait
from checkins.answers.verbs import hand_in
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from checkins.tries.verbs import MOST_STANDING, ThreeStand, keep_for_now, try_this
from couples.seats import leaving
from tests.checkins.agenda.on_table import topics_on_table
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def unguarded(monkeypatch):
    """Take away the UPDATE of the couple's row with which every verb on topics and on tries begins."""
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)


def on_table(pair, check_in):
    """Return what Bob reads on the table."""
    fresh = CheckIn.objects.get(pk=check_in.pk)
    return [topic.words for item in topics_on_table(fresh, pair.bob_seat, NOW) for topic in item.topics]


def while_the_talk_opens(pair, verb, before):
    """Let Bob open the talk when Alice is about to write; return what he read at once, and what stands there then."""
    check_in = factories.begun_check_in(pair, NOW)
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    topic = factories.queued(pair.alice_seat, "as it was", NOW - timedelta(minutes=1))
    mine = CheckIn.objects.get(pk=check_in.pk)

    def open_and_read():
        hand_in(mine, pair.bob_seat, factories.answers(), NOW)
        return on_table(pair, check_in)

    _wrote, read = interleave(lambda: verb(pair.alice_seat, topic.pk), open_and_read, before=before)
    return read, on_table(pair, check_in)


def rewrite(seat, key):
    return agenda.change_topic(seat, key, "rewritten", False, NOW)


def take_away(seat, key):
    return agenda.let_go(seat, key, NOW)


REWRITING = (rewrite, r'UPDATE "checkins_topic" SET "words"')


@pytest.mark.parametrize(
    ("verb", "before", "stands"), [(*REWRITING, ["rewritten"]), (take_away, r'DELETE FROM "checkins_topic"', [])]
)
def test_what_both_can_read_does_not_change_under_their_eyes(pair, verb, before, stands):
    assert while_the_talk_opens(pair, verb, before) == (stands, stands)


@pytest.mark.postgres
def test_companion_without_the_couples_row_it_reads_otherwise_after_the_opening(pair, unguarded):
    assert while_the_talk_opens(pair, *REWRITING) == (["as it was"], ["rewritten"])


def both_move(pair):
    """Let both leave the same topic to the next talk; return how often it counts as moved."""
    topic = factories.queued(pair.alice_seat, now=NOW)
    factories.opened_check_in(pair, NOW)

    def by(seat):
        return lambda: agenda.move_to_next(seat, topic.pk, NOW)

    interleave(by(pair.alice_seat), by(pair.bob_seat), before=r'UPDATE "checkins_topic" SET "check_in_id" = NULL')
    return Topic.objects.get(pk=topic.pk).times_moved


def test_a_topic_that_both_move_at_once_is_moved_once(pair):
    assert both_move(pair) == 1


@pytest.mark.postgres
def test_companion_without_the_couples_row_it_is_moved_twice(pair, unguarded):
    assert both_move(pair) == 2


def two_picks(pair):
    """Let Alice pick two of her own on two phones at once; return what came of each."""
    topics = [factories.queued(pair.alice_seat, words, NOW) for words in ("one", "other")]
    factories.opened_check_in(pair, NOW)

    def picks(topic):
        return lambda: agenda.pick(pair.alice_seat, topic.pk, NOW)

    # The second of its two: what was picked before is not, by then.
    return interleave(*map(picks, topics), before=r'UPDATE "checkins_topic" SET "is_picked" = \S+ WHERE (?!.*AND NOT)')


def test_of_two_picked_at_once_the_second_stands(pair):
    assert two_picks(pair) == [None, None]
    assert Topic.objects.get(is_picked=True).words == "other"


@pytest.mark.postgres
def test_companion_without_the_couples_row_one_of_them_fails(pair, unguarded):
    # Each holds what the other one is about to write.
    assert any(isinstance(outcome, DatabaseError) for outcome in two_picks(pair))


def two_taps_at_nine(pair):
    for number in range(agenda.MOST_WAITING - 1):
        factories.queued(pair.alice_seat, f"{number}", NOW)

    def tap():
        return factories.queued(pair.alice_seat, "one more", NOW)

    return interleave(tap, tap, before=r'INSERT INTO "checkins_topic"')


def test_two_at_once_make_ten_and_not_eleven(pair):
    _first, second = two_taps_at_nine(pair)
    assert isinstance(second, EnoughWait)
    assert Topic.objects.count() == agenda.MOST_WAITING


@pytest.mark.postgres
def test_companion_without_the_couples_row_there_are_eleven(pair, unguarded):
    two_taps_at_nine(pair)
    assert Topic.objects.count() == agenda.MOST_WAITING + 1


INSERT_TRY = r'INSERT INTO "checkins_try"'


def both_tap(pair, before):
    talk = factories.opened_check_in(pair, NOW)
    seats = (pair.alice_seat, pair.bob_seat)
    taps = [lambda seat=seat: try_this(talk, seat, seat is pair.alice_seat, NOW) for seat in seats]
    return interleave(*taps, before=before)


def test_one_wish_that_both_tap_is_one_try(pair):
    first, second = both_tap(pair, INSERT_TRY)
    assert first == second == Try.objects.get()


@pytest.mark.postgres
def test_companion_without_the_couples_row_one_of_the_two_taps_fails(pair, unguarded):
    assert any(isinstance(each, IntegrityError) for each in both_tap(pair, INSERT_TRY))


def both_want_a_third(pair):
    """Two stand; at once one keeps an old one and the other tries a new wish."""
    old = factories.opened_check_in(pair, NOW - timedelta(days=7))
    before = [try_this(old, pair.alice_seat, is_mine, NOW - timedelta(days=7)) for is_mine in (True, False)]
    talk = factories.opened_check_in(pair, NOW)
    try_this(talk, pair.alice_seat, True, NOW)
    keep_for_now(pair.alice_seat, before[0].pk, NOW)
    return interleave(
        lambda: keep_for_now(pair.alice_seat, before[1].pk, NOW),
        lambda: try_this(talk, pair.bob_seat, True, NOW),
        before=rf'{INSERT_TRY}|UPDATE "checkins_try"',
    )


def test_two_who_want_a_third_at_once_get_one(pair):
    outcomes = both_want_a_third(pair)
    assert [type(each) for each in outcomes].count(ThreeStand) == 1


@pytest.mark.postgres
def test_companion_without_the_couples_row_four_stand(pair, unguarded):
    both_want_a_third(pair)
    assert Try.objects.filter(check_in=Try.objects.latest("answer").check_in_id).count() == MOST_STANDING + 1
