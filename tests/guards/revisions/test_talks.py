"""Topics, talks and their times, what the two try, decks, rituals."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from agreements.kinds.base import kind_named
from checkins.agenda.models import Topic
from checkins.agenda.verbs import begin_topic, change_topic, keep_on, let_go, move_to_next, pick, queue_pause_topic
from checkins.answers.carrying import take_along
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import Given, hand_in, keep_answers, keep_take_away
from checkins.deciding.verbs import queue_question
from checkins.decks import own_verbs
from checkins.decks import verbs as decks
from checkins.moving import talk_now, verbs
from checkins.moving.movable import Talk
from checkins.moving.refusals import Changed as AnotherTime
from checkins.moving.refusals import LaterAlready
from checkins.one_question.verbs import ask_one_question
from checkins.rhythm.drawing import ask_after_pauses
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from checkins.rituals.models import Occasion
from checkins.rituals.moving import MovableOccasion
from checkins.rituals.upcoming import UPCOMING_OCCASIONS, forget_occasions
from checkins.talking.models import UNTOUCHED, Turns
from checkins.talking.places import AtTable
from checkins.talking.verbs import Taken, stop_here, take_step, take_up
from checkins.theme.verbs import compare_needs, compare_no_more
from checkins.tries import verbs as tries
from checkins.tries.models import Try
from couples.people.models import User
from tests.guards.revisions.walking import NOBODY, NOW, Step, refused, walk
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("an insert that becomes an update")]


def test_topics(pair: Pair) -> None:
    """Before a talk opens they move nobody's pages but their writer's, unless the other was told beforehand."""
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob}
    check_in = factories.upcoming_check_in(pair, NOW)
    for seat in (alice, bob):
        factories.handed_in(check_in, seat, now=NOW)
    at, queued, deciding = check_in.starts_at, {}, factories.agreed("how_we_decide", pair, NOW)

    def queue(name: str, is_announced: bool = False) -> Callable[[], Any]:
        return lambda: queued.update({name: factories.queued(alice, name, NOW, is_announced).pk})

    def change(name: str, is_announced: bool) -> Callable[[], Any]:
        return lambda: change_topic(alice, queued[name], "x", is_announced, NOW)

    steps: list[Step] = [
        ("type", lambda: begin_topic(alice, {"words": "x"}, uuid.uuid4(), NOW), NOBODY),
        ("queue", queue("sealed"), {"alice"}),
        ("queue another", queue("other"), {"alice"}),
        ("save a pause", lambda: queue_pause_topic(alice, "", alice.couple_id, NOW), {"alice"}),
        ("save it once more", lambda: queue_pause_topic(alice, "", alice.couple_id, NOW), NOBODY),
        ("ask", lambda: queue_question(alice, deciding, "x", False, uuid.uuid4(), NOW), {"alice"}),
        ("take that away", lambda: let_go(alice, Topic.objects.get(decision=deciding).pk, NOW), {"alice"}),
        ("write it anew", change("sealed", is_announced=False), {"alice"}),
        ("let one go", lambda: let_go(alice, queued["other"], NOW), {"alice"}),
        ("queue and tell", queue("told", is_announced=True), both),
        ("tell no more", change("told", is_announced=False), both),
        ("let that go", lambda: let_go(alice, queued["told"], NOW), {"alice"}),
        (
            "move what has not opened",
            refused(lambda: move_to_next(bob, queued["sealed"], NOW), Topic.DoesNotExist),
            NOBODY,
        ),
        ("move what has opened", lambda: move_to_next(bob, queued["sealed"], at), both),
        ("pick one", lambda: pick(alice, Topic.objects.get(pause__isnull=False).pk, at), both),
        ("keep it", lambda: keep_on(alice, queued["sealed"], at), {"alice"}),
        ("queue for the next talk", lambda: factories.queued(bob, "later", at), {"bob"}),
        ("take away what has opened", lambda: let_go(alice, Topic.objects.get(pause__isnull=False).pk, at), both),
    ]
    walk(people, steps)


def test_talks(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    first = factories.upcoming_check_in(pair, NOW)
    at = first.starts_at

    def talk() -> CheckIn:
        return CheckIn.objects.select_related("agreement").get(pk=first.pk)

    def give(seat: Any, when: datetime, words: str = "x") -> Callable[[], Any]:
        return lambda: hand_in(talk(), seat, factories.answers(words), when)

    typed = {"was_heavy": Given("typed")}
    other: list[CheckIn] = []

    def begin_another() -> None:
        other.append(factories.begun_check_in(pair, at))

    def begin_turn(when: datetime) -> bool:
        mark = Turns.objects.get().mark
        return take_step(AtTable(first.pk), alice, Taken(mark, item="question"), when)

    def late(seat: Any) -> Callable[[], Any]:
        return lambda: factories.handed_in(other[0], seat, now=at)

    steps: list[Step] = [
        ("type", lambda: keep_answers(talk(), alice, typed, NOW), NOBODY),
        ("compare what each needs", lambda: compare_needs(talk(), bob, NOW), both),
        ("compare it once more", lambda: compare_needs(talk(), alice, NOW), NOBODY),
        ("choose what goes in", lambda: keep_answers(talk(), alice, {}, NOW, needs=False), NOBODY),
        ("hand in", give(alice, NOW), {"alice"}),
        ("compare no more", lambda: compare_no_more(talk(), alice, NOW), both),
        ("compare no more, once more", lambda: compare_no_more(talk(), alice, NOW), NOBODY),
        ("hand in as the second, before the time", give(bob, NOW), {"bob"}),
        ("hand in again", give(alice, NOW, "y"), {"alice"}),
        ("go on to the next talk", lambda: ensure_all_next(at), both),
        ("go on once more", lambda: ensure_all_next(at), NOBODY),
        ("keep what one takes along", lambda: keep_take_away(talk(), alice, "dinner", at), both),
        ("keep the same once more", lambda: keep_take_away(talk(), alice, "dinner", at), NOBODY),
        ("keep nothing", lambda: keep_take_away(talk(), bob, " ", at), NOBODY),
        ("take turns", lambda: take_up(AtTable(first.pk), bob, "question", at), both),
        ("begin", lambda: begin_turn(at), both),
        (
            "begin from an old page",
            lambda: take_step(AtTable(first.pk), bob, Taken(UNTOUCHED, item="question"), at),
            NOBODY,
        ),
        ("turn to what is not there", lambda: take_up(AtTable(first.pk), bob, "nothing", at), NOBODY),
        ("stop, with a pause", lambda: stop_here(AtTable(first.pk), bob, "question", at), both),
        ("agree on another rhythm", begin_another, both),
        ("hand in after the time", late(alice), {"alice"}),
        ("hand in as the second, after the time", late(bob), both),
    ]
    walk(people, steps)
    assert talk().is_open(at)


def test_talks_that_nobody_opens(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    talk = factories.begun_check_in(pair, NOW)
    keep_answers(talk, alice, {"was_heavy": Given("typed")}, NOW)

    steps: list[Step] = [
        ("say aloud what one did not write", lambda: hand_in(talk, bob, {}, NOW, rest_aloud=True), {"bob"}),
        ("would start", lambda: start_without_writing(talk, alice, NOW), {"alice"}),
        ("start", lambda: start_without_writing(talk, bob, NOW), both),
        ("start once more", lambda: start_without_writing(talk, alice, NOW), NOBODY),
        ("take along", lambda: take_along(talk, alice, NOW), {"alice"}),
    ]
    walk(people, steps)


def test_what_the_two_try(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    first = factories.opened_check_in(pair, NOW)
    later = NOW + timedelta(days=7)
    tried, rule = tries.try_this(first, alice, True, NOW).pk, kind_named("response_rule")

    steps: list[Step] = [
        ("try a wish", lambda: tries.try_this(first, alice, False, NOW), both),
        ("try it once more", lambda: tries.try_this(first, bob, True, NOW), NOBODY),
        ("keep what stands", lambda: tries.keep_for_now(bob, tried, NOW), NOBODY),
        ("draft a letter", lambda: tries.begin_letter(alice, tried, rule, uuid.uuid4(), NOW), NOBODY),
        ("talk again", lambda: factories.opened_check_in(pair, later), both),
        ("keep it for now", lambda: tries.keep_for_now(bob, tried, later), both),
        ("keep it once more", lambda: tries.keep_for_now(alice, tried, later), NOBODY),
        ("send a letter", lambda: tries.send_letter(alice, tried, rule, uuid.uuid4(), later), both),
        ("send it once more", lambda: tries.send_letter(bob, tried, rule, uuid.uuid4(), later), NOBODY),
        ("let it go", lambda: tries.let_go(bob, tried, later), both),
        ("let it go once more", refused(lambda: tries.let_go(bob, tried, later), Try.DoesNotExist), NOBODY),
    ]
    walk(people, steps)


def test_decks(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    talk = factories.upcoming_check_in(pair, NOW)
    made: dict[str, Any] = {}
    once = uuid.uuid4()

    def make() -> None:
        made["deck"] = own_verbs.make_deck(alice, "us", once, NOW)

    def add() -> None:
        made["question"] = own_verbs.add_question(alice, made["deck"].pk, "why?", once, NOW)

    def fine(seat: Any, is_fine: bool) -> Callable[[], None]:
        return lambda: own_verbs.say_question_is_fine(seat, made["question"].pk, is_fine, NOW)

    def heavy(seat: Any, is_fine: bool) -> Callable[[], None]:
        return lambda: decks.say_heavy_is_fine(seat, "past", is_fine, NOW)

    steps: list[Step] = [
        ("choose a deck", lambda: decks.choose_deck(alice, "home", NOW), both),
        ("choose it once more", lambda: decks.choose_deck(bob, "home", NOW), NOBODY),
        ("choose a heavy one", lambda: decks.choose_deck(bob, "past", NOW), both),
        ("be fine with heavy ones", heavy(alice, is_fine=True), {"alice"}),
        ("be fine with them too", heavy(bob, is_fine=True), {"bob"}),
        ("not any more", heavy(alice, is_fine=False), {"alice"}),
        ("want another question", lambda: decks.draw_another(talk, alice, "home_01", NOW), both),
        ("tap once more", lambda: decks.draw_another(talk, alice, "home_01", NOW), NOBODY),
        ("make a deck", make, both),
        ("make it once more", make, NOBODY),
        ("add a question", add, both),
        ("add it once more", add, NOBODY),
        ("be fine with it", fine(bob, is_fine=True), {"bob"}),
        ("not any more", fine(bob, is_fine=False), {"bob"}),
        ("take it away", lambda: own_verbs.take_question_away(bob, made["question"].pk, NOW), both),
        ("take the deck away", lambda: own_verbs.take_deck_away(bob, made["deck"].pk, NOW), both),
        ("come back from a pause", lambda: _pause_and_come_back(bob), both),
        ("keep house once more", lambda: ask_after_pauses(NOW), NOBODY),
    ]
    walk(people, steps)


def _pause_and_come_back(seat: Any) -> None:
    factories.over_pause(seat, now=NOW)
    assert ask_after_pauses(NOW) == 1


def test_the_times_of_rituals(pair: Pair, charlie: User) -> None:
    """By the verbs that move talks, too: the next one is there for both."""
    both, people = {"alice", "bob"}, {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    factories.agreed("ritual", pair, NOW, every="day", at="20:30")
    at = Occasion.objects.get().starts_at

    def leave_out() -> None:
        this = MovableOccasion(Occasion.objects.ahead(at).get())
        verbs.leave_out(this, pair.bob_seat, this.meeting.starts_at, "", at)

    steps: list[Step] = [
        ("go on to the next", lambda: UPCOMING_OCCASIONS.ensure_all_next(at), both),
        ("go on once more", lambda: UPCOMING_OCCASIONS.ensure_all_next(at), NOBODY),
        ("leave one out", leave_out, both),
        ("forget what is past", lambda: forget_occasions(at + timedelta(days=9)), NOBODY),
    ]
    walk(people, steps)


def test_the_times_of_talks(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    first = factories.upcoming_check_in(pair, NOW, hours=0.75)
    start, made = first.starts_at, list[Any]()

    def talk() -> Talk:
        return Talk(CheckIn.objects.get(pk=first.pk))

    def suggest(seat: Any, hours: int) -> Callable[[], None]:
        named = lambda: made[-1].pk if made else None  # noqa: E731
        later = start + timedelta(hours=hours)
        return lambda: made.append(verbs.suggest_time(talk(), seat, later, "x", named(), NOW))

    def answer(verb: Any, seat: Any) -> Callable[[], None]:
        return lambda: verb(talk(), seat, made[-1].pk, NOW)

    def later(seat: Any, minutes: int) -> Callable[[], None]:
        return lambda: verbs.come_later(talk(), seat, start + timedelta(minutes=minutes), NOW)

    def ask() -> None:
        made.append(talk_now.ask_for_talk(alice, NOW))

    steps: list[Step] = [
        ("suggest another time", suggest(alice, 5), both),
        ("say yes to one's own", refused(answer(verbs.accept_time, alice), AnotherTime), NOBODY),
        ("suggest another one instead", suggest(bob, 6), both),
        ("leave it as it is", answer(verbs.leave_as_it_is, alice), both),
        ("leave it once more", answer(verbs.leave_as_it_is, alice), NOBODY),
        ("fifteen minutes later", later(alice, 0), both),
        ("tap once more", later(alice, 0), NOBODY),
        ("once more", refused(later(alice, 15), LaterAlready), NOBODY),
        ("skip it", lambda: verbs.leave_out(talk(), bob, start + timedelta(minutes=15), "", NOW), both),
        ("skip it once more", lambda: verbs.leave_out(talk(), bob, start + timedelta(minutes=15), "", NOW), NOBODY),
        ("ask for a talk now", ask, both),
        ("ask once more", ask, NOBODY),
        ("not today", lambda: talk_now.not_today(bob, made[-1].pk, NOW), both),
        ("not today once more", lambda: talk_now.not_today(bob, made[-1].pk, NOW), NOBODY),
        ("ask again", ask, both),
        ("take it back", lambda: talk_now.take_asking_back(alice, made[-1].pk, NOW), both),
        ("take it back once more", lambda: talk_now.take_asking_back(alice, made[-1].pk, NOW), NOBODY),
        ("the other asks", lambda: made.append(talk_now.ask_for_talk(bob, NOW)), both),
        ("say yes", lambda: talk_now.agree_to_talk(alice, made[-1].pk, None, NOW), both),
        ("say yes once more", lambda: talk_now.agree_to_talk(alice, made[-1].pk, None, NOW), NOBODY),
        # It stands on both Todays before it is begun.
        ("one question", lambda: ask_one_question(alice, NOW), NOBODY),
    ]
    walk(people, steps)
