"""What the other does in secret moves nothing on an open page: no byte, no status, no moment at which it changes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agreements.drafts.verbs import keep_draft, throw_away
from agreements.letters.private_lines import set_line_for
from agreements.phrases.models import SentPhrase
from agreements.phrases.own import add_own
from agreements.phrases.verbs import put_away
from agreements.responsibilities.models import Unnoticed
from agreements.responsibilities.unnoticed import take_up
from checkins.agenda.verbs import change_topic, let_go, queue_pause_topic
from checkins.answers.carrying import take_along
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import Given, Good, hand_in, keep_answers
from checkins.decks.own_verbs import add_question, make_deck, say_question_is_fine
from checkins.decks.verbs import say_heavy_is_fine
from checkins.questions.models import OwnDeck, OwnQuestion
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.theme.verbs import compare_needs
from couples.pairing import verbs as pairing
from couples.people.models import User
from couples.seats.models import Membership
from journal.copies.models import ShownCopy
from journal.entries.verbs import change as say_more
from journal.letters.answering import begin_answer
from journal.letters.models import ComposedLetter
from journal.letters.refusals import NotInPause
from journal.letters.sending import take_back
from journal.letters.verbs import hold, take_out
from tests.couples.live.test_lives import asked, question_on
from tests.helpers import factories, letters, notebook
from tests.helpers.factories import Pair
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def the_clock_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def seen(client: Client, paths: list[str]) -> dict[str, tuple[Any, ...]]:
    """Return all that a browser gets of each page: what it shows, when it will ask for more, what it is answered."""
    return {path: _seen(client, path) for path in paths}


def _seen(client: Client, path: str) -> tuple[Any, ...]:
    page = client.get(path)
    text = without_chance(page.content.decode())
    question = question_on(text)
    headers = {name: value for name, value in page.headers.items() if name not in ("X-Request-ID", "Expires")}
    answers = [_answered(client, question, when) for when in _moments(question)] if question else []
    return page.status_code, text, headers, answers


def _moments(question: str) -> list[datetime]:
    """Return when the page asks: now, right before the moment that it names, and at it."""
    named = re.search(r"until=(\d+)", question)
    until = datetime.fromtimestamp(int(named[1]), tz=NOW.tzinfo) if named else NOW + timedelta(days=1)
    return [NOW, until - timedelta(seconds=1)]


def _answered(client: Client, question: str, when: datetime) -> tuple[Any, ...]:
    with time_machine.travel(when, tick=False):
        answer = asked(client, question) if question else None
    return (answer.status_code, answer.content) if answer else ()


def secretly(person: User, seat: Membership, check_in: CheckIn) -> Callable[[], None]:
    """Return all that one does without the other's seeing it, and that is still hidden at its end."""

    def act() -> None:
        browser = factories.signed_in(None, person)
        for path in pages(check_in):
            browser.get(path)
        browser.post("/notices/read/")
        put_away(seat, SentPhrase.objects.to(seat).get().pk, NOW)
        add_own(person, "sit with me", uuid.uuid4(), NOW)
        felt = notebook.felt(person, "uneasy", NOW, trigger="late_reply", text="mine")
        set_line_for(person, "late_reply", "mine")
        say_more(person, felt.pk, {"thought": "mine"}, NOW)
        browser.get(f"/mine/entries/{felt.pk}/show/?size=everything")
        draft = factories.draft(person, coping_line="mine")
        keep_draft(draft, draft.terms, "still mine", NOW)
        throw_away(person, draft.pk, None)
        for line in Unnoticed.objects.of(seat):
            take_up(seat, line.pk, uuid.uuid4(), NOW)
        drafted = letters.letter_draft(person, now=NOW).pk
        hold(person, drafted, NOW + timedelta(days=1), NOW)
        take_out(person, drafted)
        begin_answer(
            seat,
            ComposedLetter.objects.exclude(given_at=None).exclude(writer=person).get().pk,
            {"answer": "typed"},
            NOW,
        )
        with suppress(NotInPause):
            take_back(seat, letters.letter_saved(seat, "not now", NOW).pk, NOW)
            letters.letter_saved(seat, "for the talk", NOW)
        good = Good("tea", uuid.uuid4())
        keep_answers(check_in, seat, {"was_heavy": Given("typed")}, NOW, good)
        keep_answers(check_in, seat, {"was_heavy": Given(aloud=True)}, NOW)
        hand_in(check_in, seat, {}, NOW, good, rest_aloud=True)
        factories.handed_in(check_in, seat, now=NOW)
        factories.handed_in(check_in, seat, "in other words", now=NOW)
        kept, gone = (factories.queued(seat, words, NOW) for words in ("their mother", "let go"))
        change_topic(seat, kept.pk, "their mother's visit", False, NOW)
        let_go(seat, gone.pk, NOW)
        queue_pause_topic(seat, "that evening", check_in.pk, NOW)
        notebook.needs(person, "rest", "touch", line="mine")
        keep_answers(check_in, seat, {}, NOW, needs=False)
        hand_in(check_in, seat, {}, NOW, needs=True)
        say_heavy_is_fine(seat, "past", True, NOW)
        say_heavy_is_fine(seat, "money", True, NOW)
        say_question_is_fine(seat, OwnQuestion.objects.get().pk, seat.seat == 2, NOW)

    return act


def with_things_of_their_own(pair: Pair) -> None:
    factories.unnoticed(pair.alice_seat, now=NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        notebook.shown_of(seat, notebook.felt(seat.user, "sad", NOW), "feeling", NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.said_phrase(seat, now=NOW - timedelta(minutes=3))
        letters.letter_sent(seat, now=NOW - timedelta(minutes=3))
    for talk in CheckIn.objects.ahead(NOW):
        compare_needs(talk, pair.alice_seat, NOW)
    deck = make_deck(pair.alice_seat, "Us", uuid.uuid4(), NOW)
    add_question(pair.alice_seat, deck.pk, "Why?", uuid.uuid4(), NOW)


def pages(check_in: CheckIn) -> list[str]:
    letter = check_in.agreement_id
    own = OwnDeck.objects.filter(couple=check_in.couple_id).values_list("pk", flat=True)
    # The way to take turns leads back to the talk until that opens.
    talk = f"/check-ins/{check_in.pk}/"
    talks = ["/check-ins/", "/check-ins/needs/", talk, f"{talk}talk/", "/decks/", "/decks/past/", "/decks/money/"]
    talks += [f"/decks/{deck}/" for deck in own]
    return [
        "/today/",
        "/look-back/",
        "/pause/",
        "/agreements/",
        "/agreements/card/",
        f"/agreements/{letter}/",
        "/check-ins/topics/",
        "/responsibilities/",
        "/copies/",
        *(f"/copies/{row.pk}/" for row in ShownCopy.objects.order_by("pk")),
        "/ask/",
        "/ask/own/",
        *(f"/ask/said/{row.pk}/" for row in SentPhrase.objects.order_by("pk")),
        "/letters/",
        *(f"/letters/{row.pk}/" for row in ComposedLetter.objects.exclude(given_at=None).order_by("pk")),
        *talks,
    ]


def opened(person: User, paths: list[str]) -> tuple[Client, dict[str, tuple[Any, ...]]]:
    """Return a browser on whose pages nothing is new any more, and what they are."""
    browser = factories.signed_in(None, person)
    for path in paths:
        browser.get(path)
    return browser, seen(browser, paths)


def test_before_the_time_no_open_page_tells(pair: Pair) -> None:
    """Neither to Alice, who has not answered yet, nor then to Bob, whose answers are in."""
    check_in = factories.upcoming_check_in(pair, NOW)
    with_things_of_their_own(pair)
    for mine, theirs in ((pair.alice_seat, pair.bob_seat), (pair.bob_seat, pair.alice_seat)):
        browser, before = opened(mine.user, pages(check_in))
        assert {answer[0] for *_page, answers in before.values() for answer in answers} == {204}
        assert f"until={int(check_in.starts_at.timestamp())}" in before["/today/"][1]
        secretly(theirs.user, theirs, check_in)()
        assert seen(browser, pages(check_in)) == before
    assert {answer.author for answer in check_in.answers.all()} == {pair.alice, pair.bob}


def test_once_it_is_time_a_tap_of_the_other_tells_nothing(pair: Pair) -> None:
    """To start without writing; nor that they say it aloud, or take back to the next talk what did not open."""
    check_in = factories.begun_check_in(pair, NOW)
    over = factories.check_in_at(pair, NOW - OPEN_FOR, NOW - timedelta(days=9))
    factories.handed_in(over, pair.bob_seat, now=NOW - OPEN_FOR)
    factories.check_in_at(pair, NOW + timedelta(days=2), NOW)
    addresses = [*pages(check_in), f"/check-ins/{over.pk}/", f"/check-ins/{check_in.pk}/table/"]
    browser, before = opened(pair.alice, addresses)
    hand_in(check_in, pair.bob_seat, {}, NOW, rest_aloud=True)
    start_without_writing(check_in, pair.bob_seat, NOW)
    take_along(over, pair.bob_seat, NOW)
    assert seen(browser, addresses) == before


def test_nor_while_a_pause_runs(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    with_things_of_their_own(pair)
    factories.paused(pair.alice_seat, now=NOW)
    browser, before = opened(pair.bob, pages(check_in))
    secretly(pair.alice, pair.alice_seat, check_in)()
    assert seen(browser, pages(check_in)) == before


@pytest.mark.parametrize("is_claimed", [False, True])
def test_opening_and_declining_move_nothing_on_the_inviters_pages(charlie: User, is_claimed: bool) -> None:
    dana, stranger = factories.person("Dana"), factories.person("Kim")
    link = factories.open_invitation(dana, now=NOW)
    if is_claimed:
        pairing.claim(link, charlie, NOW)
    paths = ["/today/", "/invite/", f"/join/{link.token}/"]
    browser, before = opened(dana, paths)
    for other in (Client(), factories.signed_in(None, stranger), factories.signed_in(None, charlie)):
        assert other.get(f"/join/{link.token}/").status_code == 200
        assert other.post(f"/join/{link.token}/decline/").status_code == 200
    assert seen(browser, paths) == before


def test_a_leave_moves_nothing_by_itself(pair: Pair) -> None:
    """It is found on the next visit."""
    check_in = factories.upcoming_check_in(pair, NOW)
    browser = factories.signed_in(None, pair.bob)
    questions = [question_on(browser.get(path).content.decode()) for path in pages(check_in)]
    pair.left(NOW)
    assert {asked(browser, question).status_code for question in filter(None, questions)} == {204}
    assert "This needs the two of you" in browser.get("/pause/").content.decode()


def test_who_asked_is_told_nothing_short_of_an_answer_or_a_time(pair: Pair) -> None:
    """Whether the other looks, ignores it, writes half an answer or keeps one: page, part and API are the same."""
    rule = factories.agreed_response_rule(pair, NOW, who="both")
    call = factories.called(rule, pair.alice_seat, "a long day", NOW)
    # What Bob has asked and is asked for nothing else about is his alone.
    other = factories.agreed_response_rule(pair, NOW, who="both", please="come home")
    theirs = factories.signed_in(None, pair.bob)
    api = [f"/api/v1/calls/{call.pk}/", "/api/v1/calls/"]
    addresses = [f"/ask/{call.pk}/", "/ask/", "/today/", "/notices/", f"/agreements/{rule.pk}/", *api]
    browser, before = opened(pair.alice, addresses)
    assert {answer[0] for *_page, answers in before.values() for answer in answers} == {204}
    for address in addresses:
        theirs.get(address)
    theirs.post("/notices/read/")
    theirs.post(f"/ask/{call.pk}/keep/", {"words": "half an ans"})
    theirs.post(f"/ask/{call.pk}/answer/", {"words": "x" * 281})
    theirs.post(f"/ask/{call.pk}/later/", {"at": "25:00"})
    theirs.post(f"/ask/rule/{other.pk}/keep/", {"line": "half a line"})
    assert seen(browser, addresses) == before
    theirs.post(f"/ask/{call.pk}/later/", {"offer": "30"})
    assert seen(browser, addresses[:1]) != {addresses[0]: before[addresses[0]]}
