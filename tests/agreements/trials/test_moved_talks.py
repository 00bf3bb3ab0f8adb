"""A talk that is skipped takes along what is tried until it: once, for both alike, by the clock of its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from agreements.letters import consent
from agreements.letters.ending import close_all_over
from agreements.letters.models import Agreement
from agreements.trials.moving import follow_talk
from agreements.trials.reminders import TRIAL, TRIAL_ENDS
from agreements.trials.showing import trial_of
from agreements.trials.verbs import Said, answer_trial
from checkins.moving import verbs as moving
from checkins.moving.movable import Talk
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from checkins.rituals.models import Occasion
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from checkins.week.showing import week_of
from reminders.models import Notice, Reminder, State
from tests.agreements.trials.reading import page_of, text_of
from tests.helpers import factories
from tests.helpers.factories import Pair, fresh

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 12, tzinfo=UTC)
# The Monday before the talk, on Sunday, 1 March, 20:30 in Berlin.
SOON = datetime(2026, 2, 23, 12, tzinfo=UTC)
SUNDAY = date(2026, 3, 1)
DAY = timedelta(days=1)


def next_talk() -> Talk:
    return Talk(CheckIn.objects.ahead(SOON).select_related("agreement__in_force").get())


def leave_out(pair: Pair) -> None:
    talk = next_talk()
    moving.leave_out(talk, pair.bob_seat, talk.meeting.starts_at, "", SOON)


def put(by: timedelta) -> Callable[[Pair], None]:
    def move(pair: Pair) -> None:
        talk = next_talk()
        asked = moving.suggest_time(talk, pair.alice_seat, talk.meeting.starts_at + by, "", None, SOON)
        moving.accept_time(talk, pair.bob_seat, asked.pk, SOON)

    return move


def end_rhythm(pair: Pair) -> None:
    consent.end(Agreement.objects.get(kind="rhythm"), pair.alice_seat, SOON)


def let_rhythm_end(pair: Pair) -> None:
    letter = factories.amended(Agreement.objects.get(kind="rhythm"), pair.alice_seat, SOON, ends_on="2026-03-01")
    consent.accept(letter, pair.bob_seat, 2, SOON)


CASES: dict[str, tuple[list[Callable[[Pair], None]], date]] = {
    "nothing": ([], SUNDAY),
    "left out": ([leave_out], date(2026, 3, 8)),
    "left out, and the next one too": ([leave_out, leave_out], date(2026, 3, 8)),
    "put a day later": ([put(DAY)], date(2026, 3, 2)),
    "put later, then left out": ([put(DAY), leave_out], date(2026, 3, 2)),
    "put later on the same day": ([put(timedelta(hours=2))], SUNDAY),
    "put past midnight": ([put(timedelta(hours=4))], date(2026, 3, 2)),
    # Nothing ends sooner than both have read.
    "put a day earlier": ([put(-DAY)], SUNDAY),
    "the rhythm is ended": ([end_rhythm], SUNDAY),
    "the last of its rhythm is left out": ([let_rhythm_end, leave_out], SUNDAY),
}


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside: one couple serves for all cases."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)


@time_machine.travel(SOON, tick=False)
def test_what_is_tried_until_a_talk_follows_it_once(pair: Pair) -> None:
    pair.bob.time_zone = "Asia/Shanghai"
    pair.bob.save()
    factories.agreed_rhythm(pair, NOW)
    tried = factories.agreed_cool_down(pair, NOW, trial_until=SUNDAY)
    without = factories.agreed_response_rule(pair, NOW, trial_until=date(2026, 2, 28))
    ensure_all_next(SOON)
    for name, (steps, day) in CASES.items():
        with undone():
            for step in steps:
                step(pair)
            agreement = fresh(tried)
            assert agreement.in_force
            assert agreement.in_force.trial_until == day, name
            assert agreement.ends_at == datetime(day.year, day.month, day.day, 23, tzinfo=UTC) + DAY, name
            seen = [trial_of(fresh(tried), seat) for seat in (pair.alice_seat, pair.bob_seat)]
            assert [each.until for each in seen if each] == [day, day], name
            assert fresh(without).ends_at == without.ends_at, "it runs to no talk"
            assert said_near(tried) == {f"{day - 3 * DAY:%d}"}, name
    for seat in (pair.alice_seat, pair.bob_seat):
        answer_trial(tried, seat, 1, Said("keep"), SOON)
    leave_out(pair)
    assert fresh(tried).ends_at is None, "what is kept runs to no talk any more"


def said_near(agreement: Agreement) -> set[str]:
    """Return the days of the month on which both are told that its day comes near."""
    rows = Reminder.objects.filter(subject=TRIAL.of(agreement.pk), kind="trial_ends", state=State.PENDING)
    assert {row.user_id for row in rows} == {*agreement.couple.memberships.values_list("user", flat=True)}
    return {f"{row.due_at:%d}" for row in rows}


def test_pages_reminders_other_words_and_the_end_go_by_the_new_day(pair: Pair) -> None:
    factories.agreed_rhythm(pair, NOW)
    tried = factories.agreed_cool_down(pair, NOW, trial_until=SUNDAY)
    ensure_all_next(SOON)
    answer_trial(tried, pair.alice_seat, 1, Said("keep"), SOON)
    leave_out(pair)
    there = f"/agreements/{tried.pk}/"
    with time_machine.travel(datetime(2026, 3, 6, 12, tzinfo=UTC), tick=False):
        for person in (pair.alice, pair.bob):
            page = text_of(page_of(person, there)[1])
            assert "We try this until our talk on 8 March." in page
            assert "1 March" not in page
            assert "until 8 March" in text_of(page_of(person, f"{there}review/")[1])
        assert 'value="2026-03-08"' in page_of(pair.bob, f"{there}other-words/")[1]
        unchanged = page_of(pair.alice, f"{there}review/")[1]
        assert "Yours is in: Keep it" in unchanged, "what was said before stays"
    told = [
        Notice(pk=key, kind="trial_ends", subject=TRIAL.of(tried.pk), occurrence=f"version:1{ends}", user=pair.bob)
        for key, ends in enumerate(("", ":moved"))
    ]
    assert [*TRIAL_ENDS.lines(told, SOON)] == [1], "what was told of the old day is not so any more"
    assert Agreement.objects.now_in_force(datetime(2026, 3, 9, 22, tzinfo=UTC)).filter(pk=tried.pk).exists()
    over = datetime(2026, 3, 9, 23, tzinfo=UTC)
    assert not Agreement.objects.now_in_force(over).filter(pk=tried.pk).exists()
    assert close_all_over(over) == 1
    assert fresh(tried).tried_until == date(2026, 3, 8)


def test_it_is_moved_within_a_year_and_no_other_talk_of_the_day_moves_it(pair: Pair) -> None:
    factories.agreed_rhythm(pair, NOW)
    tried = factories.agreed_cool_down(pair, NOW, trial_until=SUNDAY)
    follow_talk(pair.couple.pk, datetime(2026, 3, 1, 9, tzinfo=UTC), None, SOON)
    assert fresh(tried).ends_at == tried.ends_at, "that day has its talk"
    ensure_all_next(SOON)
    Agreement.objects.filter(pk=tried.pk).update(tried_since=NOW - timedelta(days=360))
    leave_out(pair)
    assert fresh(tried).ends_at == tried.ends_at


def test_what_comes_again_and_again_goes_on_until_the_new_day(pair: Pair) -> None:
    factories.agreed_rhythm(pair, NOW)
    every_day = {"what": "tea", "every": "day", "at": "19:00", "zone": "Europe/Berlin", "trial_until": SUNDAY}
    tea = factories.agreed("ritual", pair, NOW, **every_day)
    ensure_all_next(SOON)
    leave_out(pair)
    wednesday = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert UPCOMING_OCCASIONS.ensure_all_next(wednesday) == 1
    assert Occasion.objects.ahead(wednesday).get(agreement=tea).starts_at == wednesday.replace(hour=18)
    with time_machine.travel(wednesday, tick=False):
        days = [entry.day for entry in week_of(pair.alice_seat, wednesday).in_order if entry.agreement_id == tea.pk]
    assert days == [date(2026, 3, number) for number in range(4, 9)]


def test_what_was_said_before_the_talk_was_skipped_counts_from_the_new_day(pair: Pair) -> None:
    factories.agreed_rhythm(pair, NOW)
    tried = factories.agreed_cool_down(pair, NOW, trial_until=SUNDAY)
    ensure_all_next(SOON)
    change = Said("change", factories.terms("cool_down", pair.bob, word="kettle").only(["word"]))
    later = date(2026, 3, 20)
    # What Alice says before, what Bob says after, and until when it is tried then.
    cases = [
        (Said("longer", longer_until=date(2026, 3, 5)), Said("keep"), date(2026, 3, 8)),
        (change, Said("longer", longer_until=later), later),
    ]
    for before, after, until in cases:
        with undone():
            answer_trial(tried, pair.alice_seat, 1, before, SOON)
            leave_out(pair)
            assert answer_trial(tried, pair.bob_seat, 1, after, SOON)
            standing = fresh(tried)
            assert standing.in_force
            assert standing.in_force.trial_until == until
            assert not standing.proposal or standing.proposal.trial_until == until
