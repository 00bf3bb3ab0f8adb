"""Where questions come from: three hundred talks, two switches that only count together, and another question."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from agreements.pauses.models import Pause
from checkins.answers.models import Answer
from checkins.answers.showing import check_ins_of, current_check_ins, whole_check_in
from checkins.answers.verbs import Given, hand_in, keep_answers
from checkins.decks import own_verbs, verbs
from checkins.decks.refusals import EnoughDecks, EnoughOwnQuestions, EnoughQuestions, NoOtherNow, NoSuchDeck
from checkins.questions.content import HEAVY, all_decks, deck_of, is_heavy
from checkins.questions.models import DeckChoice, Drawing, HeavyYes, OwnDeck, OwnQuestion, QuestionYes
from checkins.rhythm.drawing import _drawings, ask_after_pauses, draw, draw_for
from checkins.rhythm.models import CheckIn
from couples.seats.leaving import NotConnected
from couples.seats.models import Membership
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(second=0, microsecond=0)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def talk(pair: Pair, starts_at: datetime, now: datetime) -> CheckIn:
    """Make a talk with its question, without all that surrounds one."""
    made = CheckIn.objects.create(couple=pair.couple, slot=starts_at, starts_at=starts_at, minutes=30, zone="UTC")
    draw_for(made, now)
    return made


def opened(check_in: CheckIn, pair: Pair, words: str = "words") -> CheckIn:
    """Let a talk open on which Bob wrote to the drawn question, or said nothing today."""
    Answer.objects.create(
        couple=pair.couple, check_in=check_in, author=pair.bob, prompt=check_in.drawn, words=words, not_today=not words
    )
    CheckIn.objects.filter(pk=check_in.pk).update(both_in_at=check_in.starts_at)
    return fresh(check_in)


def fresh(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.get(pk=check_in.pk)


def seen_by(seat: Membership, check_in: CheckIn, now: datetime = NOW) -> str:
    """Return all that one person sees of a talk."""
    return repr(whole_check_in(check_ins_of(seat).select_related("agreement").get(pk=check_in.pk), seat, now))


class Simulation:
    """Talks of a couple that chooses, switches, pauses nothing, and answers or not, as it comes."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self.chance = pair, random.Random(3)
        self.wanted: dict[str, set[int]] = {name: set() for name, deck in all_decks().items() if deck.has_heavy}
        # By deck: what was drawn, in order, and whether somebody wrote to it; without what came to nothing.
        self.drawn: dict[str, list[tuple[str, bool]]] = {}

    @property
    def seat(self) -> Membership:
        return self.chance.choice([self.pair.alice_seat, self.pair.bob_seat])

    def talks(self, number: int) -> Iterator[CheckIn]:
        for week in range(number):
            now = NOW + week * WEEK
            self.decides(now)
            yield self.meets(now)

    def decides(self, now: datetime) -> None:
        if self.chance.random() < 0.1:
            verbs.choose_deck(self.seat, self.chance.choice(list(all_decks())), now)
        if self.chance.random() < 0.3:
            seat, name, is_fine = self.seat, self.chance.choice(list(self.wanted)), self.chance.random() < 0.6
            verbs.say_heavy_is_fine(seat, name, is_fine, now)
            (self.wanted[name].add if is_fine else self.wanted[name].discard)(seat.user_id)

    def meets(self, now: datetime) -> CheckIn:
        check_in = talk(self.pair, now + DAY, now)
        self.looks_at(check_in.drawn)
        if self.chance.random() < 0.15:
            self.notes(check_in.drawn, was_used=False)
            verbs.draw_another(check_in, self.seat, check_in.drawn, now + timedelta(minutes=1))
            assert not is_heavy(check_in.drawn), "nobody taps until a heavy one comes"
            self.looks_at(check_in.drawn)
        became = self.chance.choice(["used", "used", "used", "not today", "left out", "unopened"])
        if became == "left out":
            CheckIn.objects.filter(pk=check_in.pk).update(cancelled_at=now)
        elif became != "unopened":
            opened(check_in, self.pair, "words" if became == "used" else "")
            self.notes(check_in.drawn, was_used=became == "used")
        return check_in

    def looks_at(self, prompt: str) -> None:
        deck = deck_of(prompt)
        both = len(self.wanted.get(deck.name, ())) == 2
        assert both or not is_heavy(prompt), "only once both switches were on at the drawing"
        before = self.drawn.get(deck.name, [])
        came = [place for place, (name, _used) in enumerate(before) if name == prompt]
        others = {one.name for one in deck.prompts if both or not deck.is_heavy(one)} - {prompt}
        if came:
            assert others <= {name for name, _used in before}, "there was a first time for all"
        if came and before[came[-1]][1]:
            assert others <= {name for name, _used in before[came[-1] :]}, "the deck was used up since"

    def notes(self, prompt: str, was_used: bool) -> None:
        self.drawn.setdefault(deck_of(prompt).name, []).append((prompt, was_used))


def test_three_hundred_talks(pair: Pair) -> None:
    simulation = Simulation(pair)
    asked = [check_in.drawn for check_in in simulation.talks(300)]
    assert sum(map(is_heavy, asked)) > 10, "heavy ones did come"
    assert len(set(asked)) > 80
    assert [check_in for check_in in CheckIn.objects.all() if len(check_in.prompts) != 3] == []


# Choosing


def test_either_chooses_for_both_and_the_next_talk_asks_from_there_at_once(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    assert check_in.drawn == "start_01"
    verbs.choose_deck(pair.bob_seat, "money", NOW)
    assert fresh(check_in).drawn == "money_01"
    verbs.choose_deck(pair.alice_seat, "money", NOW)
    assert Drawing.objects.count() == 2, "chosen already"
    with pytest.raises(NoSuchDeck):
        verbs.choose_deck(pair.alice_seat, "unknown", NOW)


def test_a_heavy_deck_changes_nothing_that_is_drawn(pair: Pair) -> None:
    """Or who chooses it would find out at once whether the other wants such questions."""
    for seat in (pair.alice_seat, pair.bob_seat):
        verbs.say_heavy_is_fine(seat, "past", True, NOW)
    check_in = factories.upcoming_check_in(pair, NOW)
    verbs.choose_deck(pair.alice_seat, "past", NOW)
    assert fresh(check_in).drawn == "start_01"
    assert talk(pair, NOW + WEEK, NOW).drawn == "past_01"


def test_old_talks_keep_their_questions(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    usual = ["was_heavy", "until_next_time"]
    CheckIn.objects.filter(pk=check_in.pk).update(prompts=usual)
    verbs.choose_deck(pair.alice_seat, "money", NOW)
    with pytest.raises(NoOtherNow):
        verbs.draw_another(check_in, pair.alice_seat, "", NOW)
    assert fresh(check_in).prompts == usual
    assert fresh(check_in).drawn == ""


# Heavy ones


def test_one_switch_alone_changes_nothing_and_off_counts_from_the_next_drawing(pair: Pair) -> None:
    verbs.choose_deck(pair.alice_seat, "family", NOW)
    asked = []
    for week, (seat, is_fine) in enumerate(
        [(pair.alice_seat, True), (pair.bob_seat, True), (pair.alice_seat, False), (pair.bob_seat, False)]
    ):
        verbs.say_heavy_is_fine(seat, "family", is_fine, NOW)
        asked.append(opened(talk(pair, NOW + week * WEEK, NOW + week * WEEK - DAY), pair))
        verbs.say_heavy_is_fine(seat, "family", is_fine, NOW)
    assert [check_in.drawn for check_in in asked] == ["start_01", "family_01", "start_02", "start_03"]
    assert not HeavyYes.objects.exists()
    with pytest.raises(NoSuchDeck):
        verbs.say_heavy_is_fine(pair.alice_seat, "start", True, NOW)


def test_the_heavy_ones_of_a_middle_deck_come_in_their_turn_once_both_want_them(pair: Pair) -> None:
    verbs.choose_deck(pair.alice_seat, "money", NOW)
    heavy = {prompt.name for prompt in all_decks()["money"].prompts if prompt.intensity == HEAVY}
    light = [opened(talk(pair, NOW + week * WEEK, NOW), pair).drawn for week in range(8)]
    assert not heavy & set(light)
    for seat in (pair.alice_seat, pair.bob_seat):
        verbs.say_heavy_is_fine(seat, "money", True, NOW)
    assert {talk(pair, NOW + week * WEEK, NOW).drawn for week in (8, 9)} == heavy


# Another question


def test_another_question_loses_and_tells_nothing_of_what_was_written_to_the_drawn_one(pair: Pair) -> None:
    """Whether Bob has written, sealed or done nothing, Alice sees the same; and his words stay his for good."""
    check_in = factories.upcoming_check_in(pair, NOW)
    before = seen_by(pair.alice_seat, check_in)
    factories.handed_in(check_in, pair.bob_seat, "secret", NOW)
    assert seen_by(pair.alice_seat, check_in) == before
    verbs.draw_another(check_in, pair.alice_seat, "start_01", NOW)
    assert check_in.drawn == "start_02"
    assert "secret" not in seen_by(pair.alice_seat, check_in)
    his = whole_check_in(check_ins_of(pair.bob_seat).get(pk=check_in.pk), pair.bob_seat, NOW)
    assert [(one.prompt, one.mine.words) for one in his.set_aside] == [("start_01", "secret: start_01")]
    assert his.handed_in
    at = check_in.starts_at
    factories.handed_in(check_in, pair.alice_seat, "hers", at)
    assert fresh(check_in).is_open(at)
    for seat in (pair.alice_seat, pair.bob_seat):
        open_ = whole_check_in(check_ins_of(seat).get(pk=check_in.pk), seat, at)
        drawn = next(one for one in open_.questions if one.prompt == "start_02")
        his_answer = drawn.theirs if seat == pair.alice_seat else drawn.mine
        assert (his_answer.words, his_answer.not_today) == ("", True), "as if he had said nothing today"
    assert "secret: start_01" not in seen_by(pair.alice_seat, check_in, at)
    assert not any(drawn.was_used for drawn in _drawings(pair.couple.pk, ["start_01"], at)), "nor by its turn later"
    assert "secret: start_01" in seen_by(pair.bob_seat, check_in, at)


def test_what_a_page_from_before_sends_is_kept_for_its_writer(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    verbs.draw_another(check_in, pair.alice_seat, "start_01", NOW)
    browser = factories.signed_in(None, pair.bob)
    browser.post(f"/check-ins/{check_in.pk}/keep/", {"start_01": "half a thought"})
    assert Answer.objects.get().words == "half a thought"
    whole = {"was_heavy": "b", "until_next_time": "c", "start_01": "a whole thought"}
    refused = browser.post(f"/check-ins/{check_in.pk}/", whole)
    assert refused.status_code == 400, "the other question has no answer yet"
    assert "a whole thought" in refused.content.decode()
    assert browser.post(f"/check-ins/{check_in.pk}/", {**whole, "start_02_not_today": "on"}).status_code == 302
    assert Answer.objects.get(prompt="start_01").words == "a whole thought"
    assert "a whole thought" in browser.get(f"/check-ins/{check_in.pk}/").content.decode()
    keep_answers(check_in, pair.bob_seat, {"money_01": Given("never drawn")}, NOW)
    assert not Answer.objects.filter(prompt="money_01").exists()


def test_another_one_counts_once_for_two_taps_and_ends_with_the_opening(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        verbs.draw_another(check_in, seat, "start_01", NOW)
    assert fresh(check_in).drawn == "start_02", "both wanted another one than the first"
    for number in range(9):
        verbs.draw_another(check_in, pair.alice_seat, check_in.drawn, NOW + timedelta(minutes=number))
    with pytest.raises(EnoughQuestions):
        verbs.draw_another(check_in, pair.alice_seat, check_in.drawn, NOW + timedelta(hours=1))
    verbs.draw_another(check_in, pair.bob_seat, check_in.drawn, NOW + timedelta(hours=1))
    CheckIn.objects.filter(pk=check_in.pk).update(both_in_at=NOW)
    with pytest.raises(NoOtherNow):
        verbs.draw_another(check_in, pair.bob_seat, check_in.drawn, check_in.starts_at)


def test_a_lapsed_talks_question_comes_with_the_next_one(pair: Pair) -> None:
    """Whoever wrote to it: nobody may read off the next question that the other had."""
    first = talk(pair, NOW, NOW - DAY)
    hand_in(first, pair.bob_seat, factories.answers("his", first), NOW)
    assert talk(pair, NOW + DAY, NOW + timedelta(hours=1)).drawn == "start_02", "it may still open"
    assert talk(pair, NOW + WEEK, NOW + 4 * DAY).drawn == "start_01"


# After a pause


def test_the_first_talk_after_a_pause_asks_what_is_good_then(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW, hours=30)
    verbs.choose_deck(pair.alice_seat, "money", NOW)
    factories.paused(pair.bob_seat, 20, NOW)
    assert ask_after_pauses(NOW + timedelta(minutes=10)) == 0, "it runs"
    after = NOW + timedelta(minutes=21)
    assert ask_after_pauses(after) == 1
    assert ask_after_pauses(after) == 0
    assert fresh(check_in).drawn == "afterwards_01"
    Pause.objects.all().delete()
    verbs.choose_deck(pair.bob_seat, "home", after)
    assert fresh(check_in).drawn == "afterwards_01", "whatever either chose"
    CheckIn.objects.filter(pk=check_in.pk).update(cancelled_at=after, left_out=1)
    second = talk(pair, NOW + 3 * DAY, after)
    assert second.drawn == "afterwards_01", "the first one was skipped"
    opened(second, pair)
    assert talk(pair, NOW + WEEK, NOW + 4 * DAY).drawn == "home_01"


def test_a_slip_and_a_pause_of_two_who_left_ask_nothing(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    pause = factories.paused(pair.bob_seat, 20, NOW)
    Pause.objects.filter(pk=pause.pk).update(known_at=NOW + timedelta(seconds=9), ended_at=NOW + timedelta(seconds=5))
    assert ask_after_pauses(NOW + DAY) == 0
    Pause.objects.filter(pk=pause.pk).update(known_at=NOW)
    pair.left(NOW)
    assert ask_after_pauses(NOW + DAY) == 0
    assert fresh(check_in).drawn == "start_01"


# Questions of the two's own


def own_deck(pair: Pair, *questions: str) -> OwnDeck:
    deck = own_verbs.make_deck(pair.alice_seat, "Us", uuid.uuid4(), NOW)
    for words in questions:
        own_verbs.add_question(pair.alice_seat, deck.pk, words, uuid.uuid4(), NOW)
    return deck


def test_an_own_question_is_drawn_once_both_said_that_it_may_be(pair: Pair) -> None:
    deck = own_deck(pair, "What did we laugh about?", "And why?")
    verbs.choose_deck(pair.bob_seat, str(deck.pk), NOW)
    assert talk(pair, NOW, NOW - DAY).drawn == "start_01"
    first, second = OwnQuestion.objects.order_by("made_at", "pk")
    own_verbs.say_question_is_fine(pair.bob_seat, second.pk, True, NOW)
    asked = opened(talk(pair, NOW + DAY, NOW), pair)
    assert asked.drawn == second.prompt
    assert second.words in seen_by(pair.bob_seat, asked)
    own_verbs.take_question_away(pair.bob_seat, second.pk, NOW)
    own_verbs.take_question_away(pair.bob_seat, first.pk, NOW)
    assert not OwnQuestion.objects.of(pair.alice_seat).exists()
    assert [question.words for question in OwnQuestion.objects.all()] == [second.words], "a talk asked it"
    assert second.words in seen_by(pair.bob_seat, asked, asked.starts_at)
    assert talk(pair, NOW + WEEK, NOW + 2 * DAY).drawn == "start_02"
    own_verbs.take_deck_away(pair.bob_seat, deck.pk, NOW)
    assert DeckChoice.objects.get().deck == "start"
    assert second.words in seen_by(pair.bob_seat, asked, asked.starts_at)


def test_decks_and_questions_of_ones_own_are_limited_and_made_once(pair: Pair) -> None:
    deck = own_deck(pair)
    made = {"couple": pair.couple, "author": pair.alice, "made_at": NOW}
    OwnQuestion.objects.bulk_create(OwnQuestion(**made, deck=deck, words="x") for _ in range(49))
    again = uuid.uuid4()
    first = own_verbs.add_question(pair.bob_seat, deck.pk, "the fiftieth", again, NOW)
    assert own_verbs.add_question(pair.bob_seat, deck.pk, "the fiftieth", again, NOW) == first
    with pytest.raises(EnoughOwnQuestions):
        own_verbs.add_question(pair.alice_seat, deck.pk, "one more", uuid.uuid4(), NOW)
    OwnDeck.objects.bulk_create(OwnDeck(**made, title="x") for _ in range(8))
    tenth = own_verbs.make_deck(pair.bob_seat, "the tenth", again, NOW)
    assert own_verbs.make_deck(pair.bob_seat, "the tenth", again, NOW) == tenth
    with pytest.raises(EnoughDecks):
        own_verbs.make_deck(pair.alice_seat, "one more", uuid.uuid4(), NOW)


def test_after_leaving_nothing_is_chosen_and_what_one_found_fine_is_gone(pair: Pair) -> None:
    deck = own_deck(pair, "Why?")
    verbs.say_heavy_is_fine(pair.bob_seat, "past", True, NOW)
    check_in = factories.upcoming_check_in(pair, NOW)
    pair.left(NOW)
    assert not HeavyYes.objects.exists()
    assert not QuestionYes.objects.exists()
    for verb in (
        lambda: verbs.choose_deck(pair.bob_seat, "money", NOW),
        lambda: verbs.say_heavy_is_fine(pair.bob_seat, "past", True, NOW),
        lambda: verbs.draw_another(check_in, pair.bob_seat, "start_01", NOW),
        lambda: own_verbs.add_question(pair.bob_seat, deck.pk, "x", uuid.uuid4(), NOW),
    ):
        with pytest.raises(NotConnected):
            verb()
    assert fresh(check_in).drawn == "start_01"


def test_the_question_of_the_week_is_the_drawn_one_and_of_an_old_talk_the_first(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    [ahead] = current_check_ins(pair.alice_seat, NOW)
    assert ahead.first_question == "When did I feel closest to you lately?"
    CheckIn.objects.filter(pk=check_in.pk).update(prompts=["did_me_good", "was_heavy", "until_next_time"])
    [ahead] = current_check_ins(pair.alice_seat, NOW)
    assert ahead.first_question == "What did you do or say lately that did me good?"


def test_what_the_two_wrote_stays_readable_for_both_after_a_leave(pair: Pair) -> None:
    own_deck(pair, "What did we laugh about?")
    pair.left(NOW)
    for person in (pair.alice, pair.bob):
        page = factories.signed_in(None, person).get(f"/earlier/{pair.couple.pk}/")
        assert "What did we laugh about?" in page.content.decode()


def test_nobody_finds_out_by_a_tap_what_the_other_said_of_an_own_question(pair: Pair) -> None:
    deck = own_deck(pair, "Shall we marry?")
    check_in = factories.upcoming_check_in(pair, NOW)
    own_verbs.say_question_is_fine(pair.bob_seat, OwnQuestion.objects.get().pk, True, NOW)
    verbs.choose_deck(pair.alice_seat, str(deck.pk), NOW)
    assert fresh(check_in).drawn == "start_01"
    verbs.draw_another(check_in, pair.alice_seat, "start_01", NOW)
    assert check_in.drawn == "start_02"
    assert talk(pair, NOW + WEEK, NOW).drawn == OwnQuestion.objects.get().prompt


def test_the_light_question_of_the_first_day_is_not_asked_again_once_both_know_of_it(pair: Pair) -> None:
    """One that only one of the two has begun moves nothing: else what is drawn would tell the other."""
    light = {"is_one_question": True, "prompts": ["start_01"], "slot": NOW, "starts_at": NOW, "zone": "UTC"}
    begun = CheckIn.objects.create(couple=pair.couple, minutes=5, **light)
    assert draw(pair.couple.pk, "start", NOW) == "start_01"
    factories.handed_in(begun, pair.alice_seat, now=NOW)
    assert draw(pair.couple.pk, "start", NOW) == "start_01"
    factories.handed_in(begun, pair.bob_seat, now=NOW)
    assert draw(pair.couple.pk, "start", NOW) == "start_02"
