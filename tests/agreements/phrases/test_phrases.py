"""A sentence with one tap: sent, taken back, answered, gone a week later for both."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from agreements.pauses.verbs import SLIP_WITHIN, start_pause
from agreements.phrases import own, verbs
from agreements.phrases.models import NAME, WORDS, OwnAnswer, OwnPhrase, SentPhrase
from agreements.phrases.offers import chosen_answer, offered_answers
from agreements.phrases.ready import all_phrases, read
from agreements.phrases.reminders import ANSWERED, PHRASE, SAID
from agreements.phrases.showing import (
    answering,
    as_seen,
    held_back,
    lately_said,
    new_for,
    own_answers_of,
    own_phrases_of,
    phrases_of,
    readable_by,
)
from agreements.phrases.verbs import Answered
from basics.submissions import SentDifferently
from couples.begun.models import BegunText
from couples.seats.leaving import NotConnected
from reminders.kinds import Drop, Hold
from reminders.models import Notice, Reminder
from reminders.notices.verbs import notices_with_lines, tell
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
# A Wednesday, 15:40 in Berlin.
NOW = datetime(2027, 3, 3, 14, 40, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
YES = Answered("I do.")


@pytest.fixture(autouse=True)
def in_berlin() -> Iterator[None]:
    with timezone.override("Europe/Berlin"):
        yield


def said(pair: Pair, name: str = "still_care", now: datetime = NOW) -> SentPhrase:
    return factories.said_phrase(pair.alice_seat, name, now)


def test_the_content_is_as_it_was_given_and_an_entry_that_is_not_is_refused() -> None:
    assert len(all_phrases()) == 14
    assert [list(phrase.answers) for phrase in all_phrases() if phrase.name in ("still_care", "a_hug")] == [
        ["I do. I'm here."],
        ["Coming.", "Tonight, a long one."],
    ]
    with translation.override("zh-hans"):
        assert next(each.answers for each in all_phrases() if each.name == "a_hug") == ["来。", "晚上，抱久一点。"]
    entry = "phrases:\n- {id: x, triggers: [%s], en: {say: a, answer: b}, zh: {say: a%s}}"
    assert len(list(read(entry % ("tired", ", answer: b")))) == 1
    for trigger, more in (("nothing", ", answer: b"), ("tired", ""), ("tired", ", answer: ' '")):
        with pytest.raises(ValueError, match="x:"):
            list(read(entry % (trigger, more)))


def test_it_is_said_in_the_senders_language_and_answered_in_the_others(pair: Pair) -> None:
    with translation.override("zh-hans"):
        row = said(pair)
    assert row.said == {WORDS: "我想听你说，你还在乎我。", NAME: "still_care"}
    seen = as_seen(row, pair.bob_seat, NOW)
    assert (seen.words, seen.is_mine, seen.waits_for_me, seen.taken_back_until) == (
        "我想听你说，你还在乎我。",
        False,
        True,
        None,
    )
    assert answering(pair.bob_seat, row, NOW).words == "I do. I'm here."
    assert answering(pair.bob_seat, row, NOW).own == ""
    assert [each.pk for each in new_for(pair.bob_seat, NOW)] == [row.pk]
    assert new_for(pair.alice_seat, NOW) == []
    answered = verbs.answer(pair.bob_seat, row.pk, Answered("Always."), True, NOW + DAY)
    assert verbs.answer(pair.bob_seat, row.pk, Answered("Always."), True, NOW + DAY) == answered
    with pytest.raises(verbs.AnsweredAlready):
        verbs.answer(pair.bob_seat, row.pk, YES, False, NOW + DAY)
    mine = as_seen(answered, pair.alice_seat, NOW + DAY)
    assert (mine.answer, mine.answerer, mine.waits_for_me) == ("Always.", pair.bob, False)
    # Reworded once, it is theirs from then on; and nobody else's.
    again = said(pair, now=NOW + DAY)
    ready = answering(pair.bob_seat, again, NOW + DAY)
    assert (ready.words, ready.own) == ("Always.", "Always.")
    assert [offer.words for offer in ready.offers] == ["Always.", "I do. I'm here."]
    assert [(each.phrase, each.words) for each in own_answers_of(pair.bob)] == [("still_care", "Always.")]
    assert own_answers_of(pair.alice) == []
    own.forget_own_answer(pair.bob, "still_care")
    assert answering(pair.bob_seat, again, NOW + DAY).words == "I do. I'm here."


def test_it_can_be_taken_back_for_two_minutes_whatever_the_other_does(pair: Pair) -> None:
    kept = said(pair, now=NOW - 3 * MINUTE)
    with pytest.raises(verbs.TooLate):
        verbs.take_back(pair.alice_seat, kept.pk, NOW)
    for answers in (False, True):
        row = said(pair)
        tell([pair.bob.pk], SAID.name, PHRASE.of(row.pk), "said", NOW)
        if answers:
            verbs.answer(pair.bob_seat, row.pk, YES, True, NOW + MINUTE)
        last = row.can_be_taken_back_until - SECOND
        assert as_seen(row, pair.alice_seat, last).taken_back_until
        verbs.take_back(pair.alice_seat, row.pk, last)
        row.refresh_from_db()
        assert (row.said, row.answer, row.answered_at) == ({}, {}, None)
        assert not Notice.objects.filter(subject=PHRASE.of(row.pk)).exists()
        assert not Reminder.objects.about(PHRASE.of(row.pk)).exists()
        for seat in (pair.alice_seat, pair.bob_seat):
            assert [each.pk for each in readable_by(seat, last)] == [kept.pk]
        with pytest.raises(verbs.NotThere):
            verbs.answer(pair.bob_seat, row.pk, YES, False, last)
        with pytest.raises(SentPhrase.DoesNotExist):
            verbs.take_back(pair.alice_seat, row.pk, last)
    # The answer that went is still offered to whoever gave it.
    assert OwnAnswer.objects.get().person == pair.bob
    with pytest.raises(SentPhrase.DoesNotExist):
        verbs.take_back(pair.bob_seat, kept.pk, NOW)


def test_a_repeated_tap_says_it_once_and_never_what_was_taken_back(pair: Pair) -> None:
    key = uuid.uuid4()
    rows = [verbs.send(pair.alice_seat, name, key, NOW) for name in ("miss_you", "miss_you", "a_hug")]
    assert rows[0] == rows[1] != rows[2], "one page has one id for all that it offers"
    verbs.take_back(pair.alice_seat, rows[0].pk, NOW)
    with pytest.raises(verbs.TakenBackBefore):
        verbs.send(pair.alice_seat, "miss_you", key, NOW)
    verbs.send(pair.alice_seat, "sorry", key, NOW, "one body")
    with pytest.raises(SentDifferently):
        verbs.send(pair.alice_seat, "sorry", key, NOW, "another")
    for name in ("nothing", str(uuid.uuid4())):
        with pytest.raises(OwnPhrase.DoesNotExist):
            verbs.send(pair.alice_seat, name, key, NOW)


def test_ten_a_day_and_what_is_taken_back_counts(pair: Pair) -> None:
    for number in range(10):
        row = said(pair, now=NOW + number * SECOND)
    verbs.take_back(pair.alice_seat, row.pk, NOW + 10 * SECOND)
    with pytest.raises(verbs.EnoughToday):
        said(pair, "a_hug", NOW + MINUTE)
    held = held_back(pair.alice_seat, NOW + MINUTE)
    assert held
    assert (held.name, held.is_own) == ("a_hug", False)
    factories.said_phrase(pair.bob_seat, "a_hug", NOW + MINUTE)
    said(pair, "a_hug", NOW + DAY)
    assert held_back(pair.alice_seat, NOW + DAY) is None


def test_in_a_pause_it_is_kept_for_its_writer_and_nothing_sends_itself(pair: Pair) -> None:
    before = said(pair, now=NOW - MINUTE)
    # While it may be a slip, it is there for nobody but whoever tapped.
    start_pause(pair.bob_seat, NOW + 20 * MINUTE, NOW)
    said(pair, now=NOW)
    with pytest.raises(verbs.Pausing):
        factories.said_phrase(pair.bob_seat, "sorry", NOW)
    pausing = NOW + SLIP_WITHIN
    words = own.add_own(pair.alice, "my own", uuid.uuid4(), NOW)
    with pytest.raises(verbs.Pausing):
        said(pair, str(words.pk), pausing)
    verbs.answer(pair.bob_seat, before.pk, YES, False, pausing)
    after = NOW + 21 * MINUTE
    assert SentPhrase.objects.count() == 2
    held = held_back(pair.alice_seat, after)
    assert held
    assert (held.words, held.is_own) == ("my own", True)
    own.delete_own(pair.alice, words.pk)
    assert held_back(pair.alice_seat, after) is None
    verbs.let_go(pair.bob_seat)
    assert held_back(pair.bob_seat, after) is None


def test_own_ones_are_ones_own_until_they_are_sent(pair: Pair) -> None:
    key = uuid.uuid4()
    rows = [own.add_own(pair.alice, "call me", key, NOW) for _ in range(2)]
    assert rows[0] == rows[1]
    row = said(pair, str(rows[0].pk))
    assert row.said == {WORDS: "call me"}
    ready = answering(pair.bob_seat, row, NOW)
    assert (ready.words, ready.offers, ready.phrase) == ("", [], "")
    verbs.answer(pair.bob_seat, row.pk, YES, True, NOW)
    assert not OwnAnswer.objects.exists()
    own.change_own(pair.alice, rows[0].pk, "call me today")
    assert [each.words for each in phrases_of(pair.alice)][:2] == ["call me today", "I need to know you still care."]
    assert as_seen(SentPhrase.objects.get(), pair.alice_seat, NOW).words == "call me"
    assert own_phrases_of(pair.bob) == []
    for verb in (lambda: own.change_own(pair.bob, rows[0].pk, "x"), lambda: own.delete_own(pair.bob, rows[0].pk)):
        with pytest.raises(OwnPhrase.DoesNotExist):
            verb()
    with pytest.raises(OwnPhrase.DoesNotExist):
        factories.said_phrase(pair.bob_seat, str(rows[0].pk), NOW)
    for number in range(own.MOST_OWN - 1):
        own.add_own(pair.alice, f"{number}", uuid.uuid4(), NOW)
    with pytest.raises(own.EnoughOwn):
        own.add_own(pair.alice, "one more", uuid.uuid4(), NOW)


def test_an_answer_that_names_a_time_is_read_on_each_ones_own_clock(pair: Pair) -> None:
    row = said(pair, "say_when")
    ready = answering(pair.bob_seat, row, NOW)
    assert ready.words == ""
    assert [offer.said for offer in ready.offers] == [
        "At 16:00.",
        "At 16:30.",
        "At 17:30.",
        "At 15:30 tomorrow.",
    ]
    assert offered_answers("say_when", "", NOW + 18 * MINUTE)[0].said == "At 16:30.", "not in two minutes"
    # The page may have lain open for a while.
    chosen = chosen_answer("say_when", "", ready.offers[0].value, NOW + 50 * MINUTE)
    assert chosen
    for wrong in ("2027-03-03T16:00", "2029-03-03T16:00+00:00", "20290303T160000Z", "nonsense"):
        assert chosen_answer("say_when", "", wrong, NOW) is None
    assert chosen_answer("a_hug", "", ready.offers[0].value, NOW) is None
    answered = verbs.answer(pair.bob_seat, row.pk, Answered(chosen.words, chosen.at), True, NOW)
    assert not OwnAnswer.objects.exists()
    assert as_seen(answered, pair.alice_seat, NOW).answer == "At 16:00."
    with timezone.override("Asia/Shanghai"):
        assert as_seen(answered, pair.alice_seat, NOW).answer == "At 23:00."
        with translation.override("zh-hans"):
            assert [each.said for each in offered_answers("say_when", "", NOW)][-1] == "明天 22:30。"


def test_no_offered_time_tells_the_other_in_which_zone_one_is() -> None:
    def moments(zone: str) -> list[datetime | None]:
        with timezone.override(zone):
            return [offer.at for offer in offered_answers("say_when", "", NOW)]

    assert moments("Europe/Berlin") == moments("Asia/Kathmandu") == moments("America/Los_Angeles")


def test_only_what_can_be_taken_back_or_was_answered_or_asks_me_stands_there(pair: Pair) -> None:
    row = said(pair)
    later = NOW + 2 * MINUTE

    def there(seat, now=NOW):
        return [each.pk for each in lately_said(seat, now)]

    assert there(pair.alice_seat) == there(pair.bob_seat) == there(pair.bob_seat, later) == [row.pk]
    assert there(pair.alice_seat, later) == [], "never what only waits for the other"
    verbs.put_away(pair.bob_seat, row.pk, later)
    assert new_for(pair.bob_seat, later) == []
    assert there(pair.alice_seat, later) == []
    with pytest.raises(SentPhrase.DoesNotExist):
        verbs.put_away(pair.alice_seat, row.pk, later)
    verbs.answer(pair.bob_seat, row.pk, YES, False, later)
    assert there(pair.alice_seat, later) == [row.pk]


def test_a_week_after_the_last_of_it_nothing_is_left(pair: Pair) -> None:
    silent, answered = said(pair), said(pair, "a_hug")
    verbs.answer(pair.bob_seat, answered.pk, YES, False, NOW + DAY)
    for row in (silent, answered):
        tell([pair.bob.pk, pair.alice.pk], SAID.name, PHRASE.of(row.pk), "x", NOW)
    week = NOW + 7 * DAY
    assert verbs.forget_phrases(week - SECOND) == 0
    assert [each.pk for each in readable_by(pair.bob_seat, week)] == [answered.pk], "gone before anybody sweeps"
    assert verbs.forget_phrases(week) == verbs.forget_phrases(week + DAY) == 1
    for model in (SentPhrase, Notice):
        assert not model.objects.exists()
    assert not Reminder.objects.filter(subject__startswith="phrase:").exists()


def test_leaving_leaves_nothing_of_it_and_what_is_ones_own(pair: Pair) -> None:
    row = said(pair)
    own.add_own(pair.alice, "mine", uuid.uuid4(), NOW)
    verbs.answer(pair.bob_seat, row.pk, YES, True, NOW)
    factories.paused(pair.bob_seat, now=NOW)
    with pytest.raises(verbs.Pausing):
        said(pair)
    pair.left()
    for model in (SentPhrase, Notice):
        assert not model.objects.exists()
    assert not Reminder.objects.about(PHRASE.of(row.pk)).exists()
    assert (OwnPhrase.objects.count(), OwnAnswer.objects.count(), BegunText.objects.count()) == (1, 1, 1)
    for verb in (
        lambda: said(pair),
        lambda: verbs.take_back(pair.alice_seat, row.pk, NOW),
        lambda: verbs.answer(pair.bob_seat, row.pk, YES, False, NOW),
        lambda: verbs.put_away(pair.bob_seat, row.pk, NOW),
        lambda: verbs.let_go(pair.alice_seat),
    ):
        with pytest.raises(NotConnected):
            verb()


def test_it_is_told_in_the_app_at_once_and_outside_only_once_it_stays(pair: Pair) -> None:
    row = said(pair)
    rows = {each.channel: each for each in Reminder.objects.all()}
    assert set(rows) == {"in_app", "email"}
    assert SAID.decide([rows["in_app"]], NOW) == {}
    mail = rows["email"]
    assert SAID.decide([mail], NOW) == {mail.pk: Hold(row.can_be_taken_back_until)}
    assert SAID.decide([mail], NOW + 2 * MINUTE) == {}
    deliver_in_app(rows["in_app"])
    assert [str(line.text) for _notice, line in notices_with_lines(pair.bob, NOW)] == [
        f"{pair.alice.name} has said something to you."
    ]
    verbs.answer(pair.bob_seat, row.pk, YES, False, NOW + MINUTE)
    assert SAID.decide([mail], NOW + 2 * MINUTE) == {mail.pk: Drop()}
    told = Reminder.objects.get(kind=ANSWERED.name)
    assert (told.channel, told.user) == ("in_app", pair.alice)
    assert ANSWERED.decide([told], NOW + MINUTE) == {}
    assert Notice.objects.unread().count() == 0


def deliver_in_app(row: Reminder) -> None:
    tell([row.user.pk] if row.user else [], row.kind, row.subject, row.occurrence, NOW)


def test_lists_cost_the_same_with_one_and_with_three(pair: Pair) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            lately_said(pair.bob_seat, NOW)
            new_for(pair.bob_seat, NOW)
            SAID.lines(list(Notice.objects.all()), NOW)
        return len(captured)

    assert pair.bob_seat.partner == pair.alice  # looked up once
    counts = []
    for number in (1, 2):
        for _ in range(number):
            deliver_in_app(Reminder.objects.filter(subject=PHRASE.of(said(pair).pk)).earliest("pk"))
        counts.append(cost())
    assert counts[0] == counts[1]
