"""Letters, pauses, calls, sentences, who does what."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.calls.forgetting import forget_calls
from agreements.drafts.verbs import keep_draft, send_draft, throw_away
from agreements.letters import consent
from agreements.letters.private_lines import set_private_line
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
from couples.people.models import User
from couples.seats import leaving
from couples.seats.models import Tint
from couples.seats.tints import choose_tint
from reminders.notices.verbs import mark_all_read
from tests.guards.revisions.walking import NOBODY, NOW, Step, refused, walk
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("an insert that becomes an update")]


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
