"""A letter is its writer's until they send it or a talk opens with it; then both have it, and it stays as it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agreements.drafts.models import Draft
from basics.refusals import Refusal
from checkins.answers.showing import check_ins_of
from checkins.rhythm.models import CheckIn
from checkins.table.showing import table_of
from couples.begun.verbs import begun_by
from couples.people.models import Revision
from couples.seats.leaving import NotConnected
from couples.seats.models import Membership
from journal.letters import answering, sending
from journal.letters import verbs as writing
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.refusals import (
    AnsweredAlready,
    EnoughWait,
    GivenAlready,
    Gone,
    LettersTooLong,
    NotInPause,
    OwnLetter,
    Rests,
    SentEnough,
    TooLongHeld,
    TooManyDrafts,
    Unfinished,
)
from journal.letters.reminders import COMPOSED
from journal.letters.said import Said
from journal.letters.sentences import letter_paragraphs
from journal.letters.showing import letters_of, own_letters, readable_by
from pages.earlier import ended_seat, kept
from reminders.models import Notice, Reminder
from tests.helpers import factories, letters
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 20, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def drafts_of(seat: Membership, now: datetime = NOW) -> list[str]:
    return [letter.said.what_happened for letter in own_letters(seat.user, "", now)]


def read_by(seat: Membership, now: datetime = NOW) -> list[str]:
    """Return what this person can read of what was sent, opened, or waits of theirs."""
    rows, see = readable_by(seat, now)
    return [see(row).said.what_happened for row in rows]


def seats(pair: Pair) -> tuple[Membership, Membership]:
    return pair.alice_seat, pair.bob_seat


def raised_for(verb: Callable[[], object]) -> set[int]:
    """Return whose open pages ask anew after a verb."""
    before = dict(Revision.objects.values_list("pk", "value"))
    verb()
    return {pk for pk, value in Revision.objects.values_list("pk", "value") if before.get(pk) != value}


def test_it_is_kept_while_it_is_written_and_sent_it_is_both_theirs_once(pair: Pair) -> None:
    alice, bob = seats(pair)
    page, whole = uuid.uuid4(), letters.letter_said("you came at ten")
    assert writing.keep(alice.user, Said(), page, NOW) is None, "nothing is made of nothing"
    for said in (Said(what_happened="you"), whole, whole):
        draft = writing.keep(alice.user, said, page, NOW)
    assert draft
    assert drafts_of(alice) == ["you came at ten"]
    assert raised_for(lambda: sending.send(alice, draft.pk, NOW)) == {alice.user_id, bob.user_id}
    assert sending.send(alice, draft.pk, NOW + HOUR).given_at == NOW, "a second tap finds the first one's"
    assert (drafts_of(alice), read_by(alice), read_by(bob)) == ([], ["you came at ten"], ["you came at ten"])
    with pytest.raises(Gone):  # the page it was written on keeps once more on its way out
        writing.keep(alice.user, Said(what_happened="you came"), page, NOW)
    row = ComposedLetter.objects.get()
    assert (row.couple, row.writer) == (pair.couple, alice.user)
    assert [(notice.user, notice.occurrence) for notice in Notice.objects.filter(kind="letter_composed")] == [
        (bob.user, "sent")
    ]
    with pytest.raises(GivenAlready):
        sending.take_back(alice, row.pk, NOW)
    with pytest.raises(ComposedLetter.DoesNotExist):
        sending.take_back(bob, row.pk, NOW)


def test_nobody_sends_holds_or_throws_away_what_is_anothers(pair: Pair) -> None:
    alice, bob = seats(pair)
    letter = letters.letter_draft(alice.user, now=NOW)
    dana = factories.person("Dana")
    uma = factories.ex_partner(dana, "Uma")
    for person in (bob.user, dana, uma):
        for verb in (
            lambda who: writing.hold(who, letter.pk, NOW + DAY, NOW),
            lambda who: writing.take_out(who, letter.pk),
            lambda who: writing.change(who, letter.pk, Said(), NOW),
            lambda who: writing.make_agreement(who, letter.pk, NOW),
        ):
            with pytest.raises(LetterDraft.DoesNotExist):
                verb(person)
        writing.throw_away(person, letter.pk)
    for verb_of_two in (sending.send, sending.save_for_talk):
        with pytest.raises(LetterDraft.DoesNotExist):
            verb_of_two(bob, letter.pk, NOW)
    assert drafts_of(alice) == ["you came home at ten"]


@pytest.mark.parametrize(
    "missing", [{"what_happened": ""}, {"feelings": (), "felt": ""}, {"needs": (), "needed": ""}], ids=str
)
def test_what_is_not_whole_goes_nowhere(pair: Pair, missing: dict[str, Any]) -> None:
    letter = letters.letter_draft(pair.alice, now=NOW, **missing)
    for verb in (sending.send, sending.save_for_talk):
        with pytest.raises(Unfinished):
            verb(pair.alice_seat, letter.pk, NOW)
    assert LetterDraft.objects.filter(pk=letter.pk).exists()


def test_held_it_comes_back_as_a_draft_and_is_told_to_its_writer_alone(pair: Pair) -> None:
    alice = pair.alice_seat
    letter, until = letters.letter_draft(alice.user, now=NOW), NOW + DAY
    for wrong in (NOW, NOW + timedelta(days=7, seconds=1)):
        with pytest.raises(TooLongHeld):
            writing.hold(alice.user, letter.pk, wrong, NOW)
    for _ in range(2):
        writing.hold(alice.user, letter.pk, until, NOW)
    for verb in (sending.send, sending.save_for_talk):
        with pytest.raises(Rests):
            verb(alice, letter.pk, NOW)
    told = Reminder.objects.filter(kind="held_text")
    assert [(row.user, row.due_at) for row in told] == [(alice.user, until)]
    assert own_letters(alice.user, "", until)[0].rests_until is None, "a draft again, and no more than that"
    writing.take_out(alice.user, letter.pk)
    assert not told.all().exists()
    writing.hold(alice.user, letter.pk, until, NOW)
    assert told.all().get().due_at == until, "held again until the same time, told again"
    assert sending.send(alice, letter.pk, until).given_at == until
    assert not told.all().exists()


def test_the_usual_morning_is_on_ones_own_clock() -> None:
    person = factories.person("Dana", time_zone="Asia/Shanghai")
    late = datetime(2027, 3, 3, 17, 30, tzinfo=UTC)  # half past one at night there: the next morning is not tomorrow's
    assert writing.tomorrow_morning(person, late) == datetime(2027, 3, 5, 1, 0, tzinfo=UTC)


def test_in_a_pause_it_is_held_and_goes_nowhere(pair: Pair) -> None:
    alice, bob = seats(pair)
    letter, given = letters.letter_draft(alice.user, now=NOW), letters.letter_sent(bob, now=NOW)
    factories.paused(bob, 20, NOW)
    for verb in (sending.send, sending.save_for_talk):
        with pytest.raises(NotInPause):
            verb(alice, letter.pk, NOW)
    with pytest.raises(NotInPause):
        answering.answer(alice, given.pk, "yes", NOW)
    answering.begin_answer(alice, given.pk, {"answer": "yes"}, NOW)
    assert begun_by(alice.user_id, COMPOSED.of(given.pk), NOW) == {"answer": "yes"}
    writing.hold(alice.user, letter.pk, NOW + DAY, NOW)
    writing.take_out(alice.user, letter.pk)
    after = NOW + HOUR
    assert read_by(bob, after) == ["you came home at ten"], "nothing goes out by itself afterwards"
    sending.send(alice, letter.pk, after)
    answering.answer(alice, given.pk, "yes", after)
    assert len(read_by(bob, after)) == 2


def test_five_go_out_a_day_and_three_wait(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = seats(pair)
    for _ in range(5):
        letters.letter_sent(alice, now=NOW)
    with pytest.raises(SentEnough):
        letters.letter_sent(alice, now=NOW + HOUR)
    assert len(drafts_of(alice)) == 1, "what was written is there"
    letters.letter_sent(bob, now=NOW + HOUR)
    saved = [letters.letter_saved(alice, now=NOW) for _ in range(3)]
    with pytest.raises(EnoughWait):
        letters.letter_saved(alice, now=NOW)
    letters.letter_sent(alice, now=NOW + DAY)
    assert sending.send(alice, saved[0].pk, NOW + DAY).given_at == NOW + DAY, "sent after all"
    monkeypatch.setattr(writing, "MOST_DRAFTS", 2)
    with pytest.raises(TooManyDrafts):
        letters.letter_draft(alice.user, now=NOW)
    monkeypatch.setattr(writing, "DRAFTS", type(writing.DRAFTS)(10))
    with pytest.raises(LettersTooLong):
        writing.change(alice.user, LetterDraft.objects.latest("pk").pk, Said(what_happened="x" * 280), NOW)


def on_table(pair: Pair, check_in: CheckIn, now: datetime) -> list[str]:
    """Return what both find of letters on a table, which is the same."""
    tables = [table_of(check_ins_of(seat).get(pk=check_in.pk), seat, now) for seat in seats(pair)]
    found = [[(item.title, item.letter.said.what_happened) for item in table.items if item.letter] for table in tables]
    assert found[0] == found[1]
    short = [item.key for item in tables[0].ten_minutes if item.letter]
    assert len(short) == len(found[0]), "also within ten minutes"
    return [words for _title, words in found[0]]


@pytest.mark.both_databases("what verbs write, and in which order")
def test_what_is_saved_opens_with_its_table_and_not_before(pair: Pair) -> None:
    alice, bob = seats(pair)
    check_in = factories.upcoming_check_in(pair, NOW)
    at = check_in.starts_at
    assert raised_for(lambda: letters.letter_saved(alice, "mine", NOW)) == {alice.user_id}
    letters.letter_saved(bob, "theirs", NOW)
    gone = letters.letter_saved(alice, "gone", NOW)
    assert raised_for(lambda: sending.take_back(alice, gone.pk, NOW)) == {alice.user_id}
    assert (drafts_of(alice), read_by(alice), read_by(bob)) == (["gone"], ["mine"], ["theirs"])
    for seat in seats(pair):
        factories.handed_in(check_in, seat, now=NOW)
    almost = at - timedelta(seconds=1)
    assert (read_by(alice, almost), read_by(bob, almost), on_table(pair, check_in, almost)) == (
        ["mine"],
        ["theirs"],
        [],
    )
    assert on_table(pair, check_in, at) == ["mine", "theirs"]
    assert sorted(read_by(bob, at)) == ["mine", "theirs"]
    mine = ComposedLetter.objects.get(writer=alice.user)
    with pytest.raises(GivenAlready):
        sending.take_back(alice, mine.pk, at)
    letters.letter_saved(alice, "for the next one", at)
    assert on_table(pair, check_in, at) == ["mine", "theirs"], "a verb that writes it down changes nothing"
    answering.answer(bob, mine.pk, "I read it", at)
    assert not Notice.objects.filter(kind="letter_composed", occurrence="sent").exists(), "told by the talk"
    missed = at + timedelta(days=9)
    assert "for the next one" not in read_by(bob, missed)
    assert "for the next one" in read_by(alice, missed)


def test_the_other_may_answer_once_in_words(pair: Pair) -> None:
    alice, bob = seats(pair)
    letter = letters.letter_sent(alice, now=NOW)
    with pytest.raises(OwnLetter):
        answering.answer(alice, letter.pk, "mine", NOW)
    with pytest.raises(ComposedLetter.DoesNotExist):
        answering.answer(bob, letters.letter_saved(alice, now=NOW).pk, "what I cannot see", NOW)
    answering.begin_answer(bob, letter.pk, {"answer": "I am"}, NOW)
    assert raised_for(lambda: answering.answer(bob, letter.pk, "I am sorry", NOW)) == {alice.user_id, bob.user_id}
    answering.answer(bob, letter.pk, "I am sorry", NOW + HOUR)
    with pytest.raises(AnsweredAlready):
        answering.answer(bob, letter.pk, "Rather not", NOW + HOUR)
    answering.begin_answer(bob, letter.pk, {"answer": "late"}, NOW)
    assert begun_by(bob.user_id, COMPOSED.of(letter.pk), NOW) == {}
    assert [seen.answer for seen in letters_of(alice, NOW)] == ["I am sorry"]
    told = Notice.objects.filter(kind="letter_composed", occurrence="answered")
    assert [notice.user for notice in told] == [alice.user]


def test_after_leaving_both_keep_what_was_sent_and_what_waited_goes_back(pair: Pair) -> None:
    alice, bob = seats(pair)
    sent = letters.letter_sent(alice, "sent", NOW)
    answering.answer(bob, sent.pk, "read", NOW)
    letters.letter_saved(alice, "waited", NOW)
    letters.letter_saved(bob, "waited too", NOW)
    held = letters.letter_draft(alice.user, "held", NOW)
    writing.hold(alice.user, held.pk, NOW + DAY, NOW)
    pair.left(NOW)
    assert sorted(drafts_of(alice)) == ["held", "waited"]
    assert drafts_of(bob) == ["waited too"]
    for person in (alice.user, bob.user):
        stays = kept(ended_seat(person, pair.couple.pk), NOW).letters
        assert [(letter.said.what_happened, letter.answer) for letter in stays] == [("sent", "read")]
    for verb in (sending.send, sending.save_for_talk):
        with pytest.raises(NotConnected):
            verb(alice, held.pk, NOW + 2 * DAY)
    letters.letter_draft(alice.user, "alone", NOW)
    writing.take_out(alice.user, held.pk)
    assert "alone" in drafts_of(alice)


@pytest.mark.parametrize("is_sent", [False, True])
def test_what_it_asks_for_becomes_a_draft_of_an_agreement_in_one_tap(pair: Pair, is_sent: bool) -> None:
    letter = letters.letter_draft(pair.alice, "you come late", NOW, felt="small", needed="to know")
    if is_sent:
        sending.send(pair.alice_seat, letter.pk, NOW)
    for _ in range(2):
        draft = writing.make_agreement(pair.alice, letter.pk, NOW)
    assert Draft.objects.get() == draft
    words = {name: draft.words[name] for name in ("when", "feel", "need", "please")}
    assert words == {
        "when": "you come late",
        "feel": "lonely, small",
        "need": "company, to know",
        "please": "call at eight",
    }
    with pytest.raises(LetterDraft.DoesNotExist):
        writing.make_agreement(pair.bob, letter.pk, NOW)


@pytest.mark.parametrize("asks", ["", "show me your phone every evening"])
def test_nothing_is_made_of_no_request_and_of_one_that_asks_for_too_much(pair: Pair, asks: str) -> None:
    letter = letters.letter_draft(pair.alice, now=NOW, would_you=asks)
    with pytest.raises(Unfinished):
        writing.make_agreement(pair.alice, letter.pk, NOW)


@pytest.mark.parametrize(
    ("asks", "reads"),
    [
        ("call at eight", "Would you call at eight?"),
        ("call at eight?", "Would you call at eight?"),
        ("Would you call at eight?", "Would you call at eight?"),
        ("Please call at eight.", "Please call at eight."),
        ("你能八点打给我吗？", "你能八点打给我吗？"),
    ],
)
def test_a_whole_question_is_not_asked_twice(asks: str, reads: str) -> None:
    (pieces,) = letter_paragraphs(Said(would_you=asks))
    assert "".join(piece.text for piece in pieces) == reads


def test_each_refusal_says_what_to_do() -> None:
    for refusal in Refusal.__subclasses__():
        if refusal.__module__ == "journal.letters.refusals":
            assert str(refusal.message)
