"""Whose open pages move with what is done: for every verb those who may see what has changed, and nobody else's."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.calls.forgetting import forget_calls
from agreements.drafts.verbs import keep_draft, send_draft, throw_away
from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.private_lines import set_line_for, set_private_line
from agreements.pauses.extending import More, ask_for_more
from agreements.pauses.returning import Written, hand_in_page, keep_about, keep_page, put_away
from agreements.pauses.verbs import return_early, start_pause, take_back_slip
from agreements.phrases import own
from agreements.phrases import verbs as phrases
from agreements.phrases.models import SentPhrase
from agreements.responsibilities import unnoticed
from agreements.responsibilities.models import Unnoticed
from agreements.responsibilities.verbs import LetterWaits, swap
from agreements.trials.verbs import Said, answer_trial
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
from checkins.tries import verbs as tries
from checkins.tries.models import Try
from couples.live.verbs import present_revision
from couples.pairing import verbs as pairing
from couples.pairing.models import CLAIM_OPEN_FOR, DIGITS_TRIES, Invitation
from couples.pairing.refusals import InvitationClosed, TooManyTries, WrongDigits
from couples.people.models import User
from couples.seats import leaving
from couples.seats.models import Tint
from couples.seats.tints import choose_tint
from journal.copies.models import ShownCopy
from journal.copies.verbs import take_back
from journal.entries import verbs as noticing
from journal.entries.shown import show_entry
from journal.letters import answering, sending
from journal.letters import verbs as writing
from reminders.notices.verbs import mark_all_read
from tests.helpers import factories, letters
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("an insert that becomes an update")]
NOW = timezone.now()
NOBODY: set[str] = set()
Step = tuple[str, Callable[[], Any], set[str]]


def walk(people: Mapping[str, User], steps: list[Step]) -> None:
    """Take each step, and compare whose revision is another one after it."""
    for name, step, expected in steps:
        before = {who: present_revision(person.pk, timezone.now()) for who, person in people.items()}
        step()
        raised = {who for who, person in people.items() if present_revision(person.pk, timezone.now()) != before[who]}
        assert raised == expected, name


def refused(verb: Callable[[], Any], refusal: type[Exception]) -> Callable[[], None]:
    def tried() -> None:
        with pytest.raises(refusal):
            verb()

    return tried


def test_inviting_and_connecting() -> None:
    dana, kim, lou, max_ = (factories.person(name) for name in ("Dana", "Kim", "Lou", "Max"))
    people = {"dana": dana, "kim": kim, "lou": lou, "max": max_}
    later = NOW + CLAIM_OPEN_FOR

    def invite() -> None:
        factories.open_invitation(dana, now=NOW)

    def link() -> Invitation:
        return pairing.find_invitation(Invitation.objects.held_by(dana).get().token, NOW)

    def claim(who: User, when: datetime = NOW) -> Callable[[], Any]:
        return lambda: pairing.claim(link(), who, when)

    def wrong_digits() -> None:
        pairing.confirm_claim(dana, "no", NOW)

    def wrong_too_often() -> None:
        for _ in range(DIGITS_TRIES):
            refused(wrong_digits, WrongDigits)()
        refused(wrong_digits, TooManyTries)()

    def connect() -> None:
        pairing.confirm_claim(dana, link().digits, later)

    steps: list[Step] = [
        ("invite", invite, {"dana"}),
        ("invite once more", invite, NOBODY),
        ("open the link", lambda: pairing.find_invitation(link().token, NOW), NOBODY),
        ("decline without a claim", lambda: pairing.decline(link(), NOW, kim), NOBODY),
        ("claim", claim(kim), {"dana", "kim"}),
        ("claim once more", claim(kim), NOBODY),
        ("claim what is claimed", refused(claim(lou), InvitationClosed), NOBODY),
        ("decline what another claimed", lambda: pairing.decline(link(), NOW, lou), NOBODY),
        ("type wrong digits", refused(wrong_digits, WrongDigits), NOBODY),
        ("let go of one's claim", lambda: pairing.decline(link(), NOW, kim), {"kim"}),
        ("claim after that, which the inviter cannot see", claim(kim), {"kim"}),
        ("send the claimer away", lambda: pairing.refuse_claim(dana), {"dana", "kim"}),
        ("send nobody away", lambda: pairing.refuse_claim(dana), NOBODY),
        ("claim again", claim(kim), {"dana", "kim"}),
        ("type wrong digits too often", wrong_too_often, {"dana", "kim"}),
        ("claim a last time", claim(kim), {"dana", "kim"}),
        ("take the invitation back", lambda: pairing.withdraw(dana), {"dana", "kim"}),
        ("take nothing back", lambda: pairing.withdraw(dana), NOBODY),
        ("invite anew", invite, {"dana"}),
        ("claim the new one", claim(lou), {"dana", "lou"}),
        ("claim what was held too long", claim(kim, later), {"dana", "lou", "kim"}),
        ("invite while one waits", lambda: factories.open_invitation(kim, now=NOW), {"kim"}),
        ("claim that too", lambda: pairing.claim(Invitation.objects.get(inviter=kim), max_, later), {"kim", "max"}),
        ("connect", connect, {"dana", "kim", "max"}),
    ]
    walk(people, steps)


def test_being_invited_at_ones_own_address_sends_away_whoever_waited() -> None:
    dana, kim, lou = (factories.person(name) for name in ("Dana", "Kim", "Lou"))
    link = factories.open_invitation(dana, kim.email, NOW)
    people = {"dana": dana, "kim": kim, "lou": lou}
    walk(people, [("claim", lambda: pairing.claim(link, lou, NOW), {"dana", "lou"})])
    walk(people, [("connect", lambda: pairing.claim(link, kim, NOW), {"dana", "kim", "lou"})])


def test_letters_and_pauses(pair: Pair, charlie: User, eve: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie, "eve": eve}
    draft = factories.draft(pair.alice, coping_line="mine")
    gone = factories.draft(pair.alice)
    letter = factories.proposed_rule(pair, NOW)
    second = factories.proposed("cool_down", bob, NOW)
    tried = factories.agreed_response_rule(pair, NOW, trial_until=NOW.date() + timedelta(days=9))
    soon, hour = timezone.now, timedelta(hours=1)

    def fresh(number: int = 1) -> Any:
        return factories.fresh(letter)

    steps: list[Step] = [
        ("take a colour, which says nothing", lambda: choose_tint(alice, Tint.CLAY, NOW), NOBODY),
        ("write a draft", lambda: factories.draft(pair.bob), NOBODY),
        ("write on it", lambda: keep_draft(draft, draft.terms, "still mine", NOW), NOBODY),
        ("throw one away", lambda: throw_away(pair.alice, gone.pk, None), NOBODY),
        ("send it", lambda: send_draft(alice, draft.pk, NOW), both),
        ("send it once more", lambda: send_draft(alice, draft.pk, NOW), NOBODY),
        ("say yes to one's own", lambda: consent.accept(fresh(), alice, 1, NOW), NOBODY),
        ("answer with other words", lambda: factories.amended(letter, bob, NOW, please="x"), both),
        ("say yes to old words", refused(lambda: consent.accept(fresh(), alice, 1, NOW), consent.Changed), NOBODY),
        ("say yes", lambda: consent.accept(fresh(), alice, 2, NOW), both),
        ("say yes once more", lambda: consent.accept(fresh(), alice, 2, NOW), NOBODY),
        ("keep a line for oneself", lambda: set_private_line(letter, bob, "mine"), {"bob"}),
        ("suggest other words", lambda: factories.amended(letter, alice, NOW, please="y"), both),
        ("take them back", lambda: consent.take_back(fresh(), alice, 3, NOW), both),
        ("decline", lambda: consent.decline(second, alice, 1, NOW), both),
        ("answer to what is tried", lambda: answer_trial(tried, bob, 1, Said("keep"), NOW), {"bob"}),
        ("answer it otherwise", lambda: answer_trial(tried, bob, 1, Said("longer"), NOW), {"bob"}),
        ("answer it as the second", lambda: answer_trial(tried, alice, 1, Said("keep"), NOW), both),
        ("end", lambda: consent.end(fresh(), bob, NOW), both),
        ("end once more", lambda: consent.end(fresh(), bob, NOW), NOBODY),
        ("pause", lambda: factories.paused(bob, now=NOW), both),
        ("pause while one runs", lambda: factories.paused(alice, now=NOW), NOBODY),
        ("say what it is about", lambda: keep_about(None, bob, "x", NOW), {"bob"}),
        ("come back", lambda: return_early(None, bob, NOW), both),
        ("come back from nothing", lambda: return_early(None, bob, NOW), NOBODY),
        ("begin to write", lambda: keep_page(None, alice, Written(felt="x"), NOW), set()),
        ("write", lambda: hand_in_page(None, alice, Written(felt="x"), NOW), {"alice"}),
        ("are talking", lambda: put_away(None, alice, NOW), {"alice"}),
        ("ask for more time", lambda: ask_for_more(None, alice, More(length=hour), NOW), both),
        ("ask once more", lambda: ask_for_more(None, alice, More(length=hour), NOW), NOBODY),
        ("are ready", lambda: return_early(None, alice, NOW), both),
        ("write as the second", lambda: hand_in_page(None, bob, Written(felt="x"), NOW), both),
        ("pause with nobody knowing", lambda: start_pause(bob, soon() + hour, soon()), {"bob"}),
        ("find that it was a slip", lambda: take_back_slip(None, bob, timezone.now()), {"bob"}),
        ("read one's notices", lambda: mark_all_read(pair.bob, NOW), NOBODY),
        ("leave", lambda: leaving.leave(alice, NOW), NOBODY),
        ("put the neutral line away", lambda: leaving.mark_closing_told(pair.bob), NOBODY),
    ]
    walk(people, steps)


def test_calls(pair: Pair) -> None:
    """Who asks is moved by an answer and by a promise, and by nothing else that the other does."""
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people, asked = {"alice": pair.alice, "bob": pair.bob}, {}
    rule, hour = factories.agreed_response_rule(pair, NOW), timedelta(hours=1)

    def ask(name: str) -> Callable[[], Any]:
        return lambda: asked.update({name: factories.called(rule, alice, "x", NOW).pk})

    def answered(words: str) -> Callable[[], Any]:
        return lambda: calling.answer(bob, asked["first"], words, True, NOW)

    steps: list[Step] = [
        ("begin to ask", lambda: calling.begin(alice, rule.pk, "x", NOW), NOBODY),
        ("ask", ask("first"), both),
        ("ask once more", ask("first"), NOBODY),
        ("begin to answer", lambda: calling.begin_answer(bob, asked["first"], "x", NOW), NOBODY),
        ("promise", lambda: calling.hold(bob, asked["first"], NOW + hour, NOW), both),
        ("promise the same", lambda: calling.hold(bob, asked["first"], NOW + hour, NOW), NOBODY),
        ("answer", answered("yes"), both),
        ("answer the same", answered("yes"), NOBODY),
        ("answer otherwise", refused(answered("no"), calling.AnsweredAlready), NOBODY),
        ("close what is answered", lambda: calling.close(alice, asked["first"], NOW), NOBODY),
        ("ask another time", ask("second"), both),
        ("close", lambda: calling.close(alice, asked["second"], NOW), both),
        ("close once more", lambda: calling.close(alice, asked["second"], NOW), NOBODY),
        ("forget", lambda: forget_calls(NOW + timedelta(days=8)), NOBODY),
    ]
    walk(people, steps)


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
        ("hand in", give(alice, NOW), {"alice"}),
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


def test_saying_a_sentence(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    key, mine = uuid.uuid4(), own.add_own(pair.alice, "sit with me", uuid.uuid4(), NOW).pk
    first, second = (factories.said_phrase(alice, name, NOW).pk for name in ("miss_you", "a_hug"))
    yes = phrases.Answered("yes")
    steps: list[Step] = [
        ("keep one of one's own", lambda: own.add_own(pair.alice, "call me", key, NOW), {"alice"}),
        ("keep it twice", lambda: own.add_own(pair.alice, "call me", key, NOW), NOBODY),
        ("put it into other words", lambda: own.change_own(pair.alice, mine, "sit here"), {"alice"}),
        ("say it", lambda: phrases.send(alice, str(mine), key, NOW), both),
        ("say it twice", lambda: phrases.send(alice, str(mine), key, NOW), NOBODY),
        ("take it away", lambda: own.delete_own(pair.alice, mine), {"alice"}),
        ("put away what was said", lambda: phrases.put_away(bob, first, NOW), {"bob"}),
        ("answer it after all", lambda: phrases.answer(bob, first, yes, True, NOW), both),
        ("answer it twice", lambda: phrases.answer(bob, first, yes, True, NOW), NOBODY),
        ("forget one's own answer", lambda: own.forget_own_answer(pair.bob, "miss_you"), {"bob"}),
        ("take back", lambda: phrases.take_back(alice, second, NOW), both),
        ("take back twice", refused(lambda: phrases.take_back(alice, second, NOW), SentPhrase.DoesNotExist), NOBODY),
        ("answer it", refused(lambda: phrases.answer(bob, second, yes, True, NOW), phrases.NotThere), NOBODY),
        ("let go of nothing", lambda: phrases.let_go(bob), {"bob"}),
    ]
    walk(people, steps)


def test_letters_in_ones_own_words(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    sent, saved = (letters.letter_draft(pair.alice, now=NOW).pk for _ in range(2))

    steps: list[Step] = [
        ("write another", lambda: letters.letter_draft(pair.alice, now=NOW), NOBODY),
        ("hold it", lambda: writing.hold(pair.alice, sent, NOW + timedelta(days=1), NOW), NOBODY),
        ("take it out", lambda: writing.take_out(pair.alice, sent), NOBODY),
        ("save one for the talk", lambda: sending.save_for_talk(alice, saved, NOW), {"alice"}),
        ("save it once more", lambda: sending.save_for_talk(alice, saved, NOW), NOBODY),
        ("take it back", lambda: sending.take_back(alice, saved, NOW), {"alice"}),
        ("send the other", lambda: sending.send(alice, sent, NOW), both),
        ("send it once more", lambda: sending.send(alice, sent, NOW), NOBODY),
        ("begin an answer", lambda: answering.begin_answer(bob, sent, {"answer": "I"}, NOW), NOBODY),
        ("answer", lambda: answering.answer(bob, sent, "I did not", NOW), both),
        ("answer once more", lambda: answering.answer(bob, sent, "I did not", NOW), NOBODY),
        ("throw one away", lambda: writing.throw_away(pair.alice, saved), NOBODY),
    ]
    walk(people, steps)


def test_who_does_what(pair: Pair, charlie: User) -> None:
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    hers = factories.agreed("responsibility", pair, NOW, notice="author", plan="author", do="author").pk
    key, line = uuid.uuid4(), factories.unnoticed(alice, now=NOW).pk
    steps: list[Step] = [
        ("write down what nobody notices", lambda: unnoticed.write_down(bob, "the bins", key, NOW), both),
        ("write it down twice", lambda: unnoticed.write_down(bob, "the bins", key, NOW), NOBODY),
        ("take it up", lambda: unnoticed.take_up(bob, line, uuid.uuid4(), NOW), NOBODY),
        ("take it away", lambda: unnoticed.take_away(bob, line, NOW), both),
        ("take it away twice", refused(lambda: unnoticed.take_away(alice, line, NOW), Unnoticed.DoesNotExist), NOBODY),
        ("swap", lambda: swap(alice, hers, None, key, NOW), both),
        ("swap once more", lambda: swap(alice, hers, None, key, NOW), NOBODY),
        ("swap what is discussed", refused(lambda: swap(bob, None, hers, uuid.uuid4(), NOW), LetterWaits), NOBODY),
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


def test_noticing_and_showing(pair: Pair, charlie: User) -> None:
    """What one notices stands on no open page; a copy of it on both's."""
    both, alice, bob = {"alice", "bob"}, pair.alice_seat, pair.bob_seat
    people = {"alice": pair.alice, "bob": pair.bob, "charlie": charlie}
    entry, key = factories.felt(pair.alice, "uneasy", NOW, trigger="late_reply"), uuid.uuid4()
    mine: list[ShownCopy] = []

    def show(size: str) -> Callable[[], Any]:
        return lambda: mine.append(show_entry(alice, entry.pk, size, key, NOW))

    steps: list[Step] = [
        ("notice", lambda: factories.felt(pair.alice, "sad", NOW), NOBODY),
        ("say more of it", lambda: noticing.change(pair.alice, entry.pk, {"text": "x"}, NOW), NOBODY),
        ("keep a line for it", lambda: set_line_for(pair.alice, "late_reply", "x"), NOBODY),
        ("show a copy", show("feeling"), both),
        ("show it twice", show("feeling"), NOBODY),
        ("show more of it", lambda: factories.shown_of(alice, entry, "trigger", NOW), both),
        ("show the same", lambda: factories.shown_of(alice, entry, "trigger", NOW), NOBODY),
        ("take the other's back", refused(lambda: take_back(bob, mine[0].pk, NOW), ShownCopy.DoesNotExist), NOBODY),
        ("take it back", lambda: take_back(alice, mine[0].pk, NOW), both),
        ("delete it", lambda: noticing.delete(pair.alice, entry.pk), NOBODY),
    ]
    walk(people, steps)
