"""Skipping one: it is over at once, for both, and its time never comes back."""

from __future__ import annotations

import pytest

from agreements.letters import consent
from basics.localtime import local
from checkins.answers.verbs import NoLongerOpenForAnswers
from checkins.moving import verbs
from checkins.moving.refusals import (
    SkippedMany,
)
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from reminders.models import Reminder, State
from tests.checkins.moving.test_moving import DAY, HOUR, NOW, fresh, seen, skip, suggest, told
from tests.checkins.moving.test_moving import check_in as check_in
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what verbs write, and what the database refuses")]


def test_one_that_is_skipped_is_over_at_once_and_the_next_is_there(pair: Pair, check_in: CheckIn) -> None:
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    suggest(check_in, pair.alice_seat, DAY)
    skip(check_in, pair.alice_seat)
    gone, following = fresh(check_in), CheckIn.objects.ahead(NOW).get()
    assert gone.was_returned(NOW)
    assert gone.answers.filter(author=pair.bob).count() == 3, "they are their writer's again"
    assert following.slot > gone.slot
    assert {row.subject for row in Reminder.objects.filter(kind="check_in", state=State.PENDING)} == {
        f"check_in:{following.pk}"
    }
    [(name, text)] = told("left_out")
    assert name == "Bob"
    assert text.startswith("Our talk is skipped: to")
    for seat in (pair.alice_seat, pair.bob_seat):
        told_later = seen(check_in, seat, NOW + 2 * DAY).left_out
        assert (told_later.line, told_later.by) == ("ill", pair.alice)
    with pytest.raises(NoLongerOpenForAnswers):
        factories.handed_in(check_in, pair.alice_seat, now=NOW)
    assert ensure_all_next(NOW) == 0


def test_a_skipped_slot_never_comes_back(pair: Pair, check_in: CheckIn) -> None:
    skip(check_in, pair.alice_seat)
    letter = factories.amended(factories.rhythm_of(check_in), pair.bob_seat, NOW, minutes=45)
    consent.accept(letter, pair.alice_seat, 2, NOW)
    following = CheckIn.objects.ahead(NOW).get()
    assert following.slot > check_in.slot
    assert following.minutes == 45
    assert fresh(check_in).cancelled_at


def test_the_last_of_a_rhythm_that_ends_can_be_skipped(pair: Pair) -> None:
    only = factories.upcoming_check_in(pair, NOW, ends_on=local(NOW + 5 * HOUR, pair.alice.time_zone).date())
    skip(only, pair.alice_seat)
    assert not CheckIn.objects.ahead(NOW).exists()
    assert ensure_all_next(NOW) == 0
    assert "The next one" not in told("left_out")[0][1]


def test_six_a_day_can_be_skipped_by_each(pair: Pair, check_in: CheckIn) -> None:
    for _number in range(verbs.SKIPS.most):
        skip(CheckIn.objects.ahead(NOW).get(), pair.alice_seat)
    following = CheckIn.objects.ahead(NOW).get()
    with pytest.raises(SkippedMany):
        skip(following, pair.alice_seat)
    skip(following, pair.bob_seat)
    skip(CheckIn.objects.ahead(NOW).get(), pair.alice_seat, now=NOW + DAY)
