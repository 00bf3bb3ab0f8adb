"""Starting a talk without writing: a tap by each; nothing that was written opens by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from checkins.answers.models import Answer, WithoutWriting
from checkins.answers.starting import STANDS_FOR, NothingToStart, forget_lapsed_taps, start_without_writing
from checkins.answers.verbs import NoLongerOpenForAnswers
from checkins.rhythm.models import OPEN_FOR, TIME_LASTS, CheckIn
from journal.appreciations.models import Appreciation
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


def fresh(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.select_related("agreement").get(pk=check_in.pk)


def test_two_who_wrote_nothing_talk_after_one_tap_each(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    assert not start_without_writing(check_in, pair.alice_seat, NOW)
    assert not start_without_writing(check_in, pair.alice_seat, NOW), "one person twice is not both"
    assert not fresh(check_in).is_on(NOW)
    assert start_without_writing(check_in, pair.bob_seat, NOW)
    on = fresh(check_in)
    assert (on.is_on(NOW), on.is_open(NOW), on.takes_answers(NOW)) == (True, False, False)
    assert CheckIn.objects.ahead(NOW).get().starts_at == check_in.starts_at + timedelta(days=7)
    assert start_without_writing(check_in, pair.alice_seat, NOW + 5 * OPEN_FOR), "a later tap finds the table"


def test_whoever_hands_in_after_the_tap_wants_it_opened(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    start_without_writing(check_in, pair.alice_seat, NOW)
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    assert not start_without_writing(check_in, pair.bob_seat, NOW)
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    assert fresh(check_in).is_open(NOW)


def test_no_tap_is_kept_longer_than_it_stands(pair: Pair) -> None:
    started, waits = (factories.begun_check_in(pair, NOW) for _each in range(2))
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(started, seat, NOW)
    start_without_writing(waits, pair.alice_seat, NOW)
    assert [tap.check_in_id for tap in WithoutWriting.objects.all()] == [waits.pk]
    forget_lapsed_taps(NOW + STANDS_FOR - timedelta(microseconds=1))
    assert WithoutWriting.objects.exists()
    forget_lapsed_taps(NOW + STANDS_FOR)
    assert not WithoutWriting.objects.exists()


def test_nothing_sealed_is_opened_by_it_and_what_waits_waits_on(pair: Pair) -> None:
    check_in = factories.handed_in(factories.begun_check_in(pair, NOW), pair.bob_seat, now=NOW)
    topic = factories.queued(pair.bob_seat, "their mother", NOW)
    good = notebook.noted(pair.bob_seat, now=NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(check_in, seat, NOW)
    on = fresh(check_in)
    assert set(Answer.objects.readable_by(pair.alice, [on], NOW)) == set()
    assert on.was_returned(NOW)
    topic.refresh_from_db()
    assert (topic.check_in, Appreciation.objects.get(pk=good.pk).given_at) == (None, None)
    with pytest.raises(NoLongerOpenForAnswers):
        factories.handed_in(check_in, pair.alice_seat, now=NOW)
    assert not fresh(check_in).is_open(NOW)


def test_it_is_offered_from_the_time_until_it_opens_or_is_over(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    begins = check_in.starts_at
    for when in (NOW, begins - timedelta(microseconds=1), begins + OPEN_FOR):
        with pytest.raises(NothingToStart):
            start_without_writing(check_in, pair.alice_seat, when)
    opened = factories.opened_check_in(pair, begins)
    assert start_without_writing(opened, pair.alice_seat, begins), "they are at the table already"
    assert not WithoutWriting.objects.exists()
    pair.left(begins)
    with pytest.raises(NothingToStart):
        start_without_writing(check_in, pair.alice_seat, begins)


def test_once_the_time_is_over_who_comes_to_talk_finds_it_first(pair: Pair, alice_client: Client) -> None:
    """Today's *Ten minutes now* leads here: it must not lie below the questions and what stands under them."""
    check_in = factories.begun_check_in(pair, NOW, minutes=0)
    for when, first in ((NOW, 'class="question"'), (NOW + TIME_LASTS, 'id="start"')):
        with time_machine.travel(when, tick=False):
            page = alice_client.get(f"/check-ins/{check_in.pk}/").content.decode()
        assert min(('class="question"', 'id="start"'), key=page.index) == first


def test_a_tap_of_last_night_starts_nothing_this_morning(pair: Pair) -> None:
    """Or one alone would start it, and what the other had handed in meanwhile could not open any more."""
    check_in = factories.begun_check_in(pair, NOW)
    start_without_writing(check_in, pair.alice_seat, NOW)
    assert not start_without_writing(check_in, pair.bob_seat, NOW + STANDS_FOR)
    assert start_without_writing(check_in, pair.alice_seat, NOW + STANDS_FOR + timedelta(minutes=1))


def test_a_leave_forgets_who_would_have_started(pair: Pair) -> None:
    start_without_writing(factories.begun_check_in(pair, NOW), pair.alice_seat, NOW)
    pair.left(NOW)
    assert not WithoutWriting.objects.exists()


def test_a_talk_that_was_started_late_stands_on_both_todays_while_they_sit_together(pair: Pair) -> None:
    """On the day after as well, which offers it, and to the last hour."""
    check_in = factories.begun_check_in(pair, NOW)
    late = check_in.starts_at + OPEN_FOR - timedelta(minutes=1)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(check_in, seat, late)
    address = f'href="/check-ins/{check_in.pk}/"'
    for after, stands in ((timedelta(hours=1), True), (STANDS_FOR, False)):
        with time_machine.travel(late + after, tick=False):
            pages = [factories.signed_in(None, who).get("/today/").content.decode() for who in (pair.alice, pair.bob)]
        assert [address in page for page in pages] == [stands, stands]


def test_the_question_of_a_talk_that_was_started_cost_nobody_a_word(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(check_in, seat, NOW)
    assert (check_in.drawn, CheckIn.objects.ahead(NOW).get().drawn) == ("start_01", "start_02")
