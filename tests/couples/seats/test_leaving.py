"""Leaving: alone, at once, without a word to the other; what is closed is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.letters.models import Agreement, PrivateLine
from agreements.pauses.models import Pause
from checkins.answers.models import Answer
from checkins.rhythm.models import CheckIn
from couples.seats import leaving
from couples.seats.models import Couple, Membership
from reminders.models import Reminder, State
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")


@pytest.fixture
def full(pair):
    """A couple with everything: agreements, a letter, a pause, a check-in with answers."""
    factories.agreed_cool_down(pair)
    rule = factories.agreed_response_rule(pair)
    PrivateLine.objects.create(couple=pair.couple, agreement=rule, user=pair.alice, words="they are busy")
    factories.amended(rule, pair.bob_seat, please="one word")
    factories.proposed_rule(pair)
    factories.handed_in(factories.begun_check_in(pair), pair.alice_seat)
    factories.paused(pair.bob_seat)
    return pair


def test_either_leaves_alone_and_both_seats_end(full):
    assert leaving.leave(full.bob_seat, timezone.now())
    assert not Membership.objects.active().filter(couple=full.couple).exists()
    assert Couple.objects.get(pk=full.couple.pk).closed_at


@both_databases
def test_leaving_twice_closes_once(full):
    first = timezone.now()
    assert leaving.leave(full.alice_seat, first)
    assert not leaving.leave(full.alice_seat, first + timedelta(hours=1))
    assert not leaving.leave(full.bob_seat, first + timedelta(hours=1))
    assert Couple.objects.get(pk=full.couple.pk).closed_at == first


@both_databases
def test_nothing_is_in_force_or_open_afterwards(full):
    now = timezone.now()
    leaving.leave(full.alice_seat, now)
    assert not Agreement.objects.alive(now).filter(couple=full.couple).exists()
    assert not Agreement.objects.filter(proposal__isnull=False).exists()
    assert not CheckIn.objects.ahead(now).filter(couple=full.couple).exists()
    assert not Pause.objects.filter(couple=full.couple).exists()


def test_a_pause_never_blocks_leaving(full):
    assert Pause.objects.running(timezone.now()).exists()
    assert leaving.leave(full.bob_seat, timezone.now())


@both_databases
def test_nothing_is_sent(full):
    """No row about the couple waits any more, and leaving made none."""
    before = Reminder.objects.count()
    leaving.leave(full.alice_seat, timezone.now())
    assert Reminder.objects.count() == before
    waiting = Reminder.objects.filter(state__in=(State.PENDING, State.CLAIMED))
    assert set(waiting.values_list("kind", flat=True)) <= {"invitation", "connected", "agreement_ended"}


def test_the_other_alone_has_one_neutral_line_to_read(full):
    leaving.leave(full.alice_seat, timezone.now())
    assert not leaving.closing_is_untold(full.alice)
    assert leaving.closing_is_untold(full.bob)
    leaving.mark_closing_told(full.bob)
    assert not leaving.closing_is_untold(full.bob)


@both_databases
def test_words_stay_with_their_writers(full):
    answers = Answer.objects.filter(author=full.alice).count()
    leaving.leave(full.alice_seat, timezone.now())
    assert Answer.objects.filter(author=full.alice).count() == answers
    assert PrivateLine.objects.filter(user=full.alice).exists()
