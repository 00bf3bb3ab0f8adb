"""One limit: counted where it is taken."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from agreements.letters.models import Version
from basics.limits import Limit, take_turn
from checkins.answers.models import TakeAway
from couples.access.counting import Counter
from couples.pairing import refusals
from couples.pairing import verbs as pairing
from reminders.flood_limit import told_lately
from reminders.models import Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()


class Enough(Exception):
    """What a limit raises here."""


@pytest.mark.parametrize(("age", "is_refused"), [(0, True), (3599, True), (3600, False), (7200, False)])
def test_what_is_older_than_the_window_does_not_count(pair, age, is_refused):
    factories.proposed_rule(pair, NOW - timedelta(seconds=age))
    limit, acts = Limit(1, timedelta(hours=1)), Version.objects.filter(author=pair.alice)
    with transaction.atomic():
        if is_refused:
            with pytest.raises(Enough):
                limit.refuse_beyond(acts, "created_at", NOW, pair.alice.pk, Enough)
        else:
            limit.refuse_beyond(acts, "created_at", NOW, pair.alice.pk, Enough)


@pytest.mark.parametrize(("ahead", "is_refused"), [(59, True), (61, False), (365 * 86400, False)])
def test_what_a_clock_ahead_has_dated_does_not_count(pair, ahead, is_refused):
    """Else a clock that once ran a year ahead refuses for a year; two machines may be seconds apart."""
    factories.proposed_rule(pair, NOW + timedelta(seconds=ahead))
    limit, acts = Limit(1, timedelta(hours=1)), Version.objects.filter(author=pair.alice)
    with transaction.atomic(), pytest.raises(Enough) if is_refused else nullcontext():
        limit.refuse_beyond(acts, "created_at", NOW, pair.alice.pk, Enough)


def test_what_waits_to_be_tried_again_counts():
    """Of a row that is due later because a server is down, the column says nothing of a clock."""
    person = factories.person("Dana")
    for number in range(pairing.ADDRESSES.most):
        row = pairing.invite(person, f"someone{number}@example.org", uuid.uuid4(), NOW)
        pairing.withdraw(person, row.pk)
    later = {"due_at": NOW + timedelta(hours=4), "expires_at": NOW + timedelta(days=2)}
    Reminder.objects.filter(kind="invitation").update(**later)
    with pytest.raises(refusals.TooManyAddresses):
        pairing.invite(person, "another@example.org", uuid.uuid4(), NOW)


def test_nothing_else_waits_for_the_day_of_a_clock_ahead(pair):
    year = NOW + timedelta(days=365)
    counter = Counter.of(Limit(1, timedelta(hours=1)), "something")
    assert [counter.take(year), counter.take(year), counter.take(NOW), counter.take(NOW)] == [True, False, True, False]
    assert counter.seconds_left(NOW) == 3600
    assert TakeAway(shared_at=year).is_fixed(NOW)
    assert not TakeAway(shared_at=NOW + timedelta(seconds=30)).is_fixed(NOW)
    sent = {"kind": "letter", "user": pair.bob, "channel": "email", "state": "sent"}
    ahead = {"due_at": year, "expires_at": year, "finished_at": year}
    Reminder.objects.bulk_create(Reminder(**sent, **ahead, occurrence=f"{number}") for number in range(5))
    assert told_lately([Reminder(pk=1, kind="letter", user=pair.bob, channel="email")], NOW) == set()


@pytest.mark.django_db(transaction=True)
def test_a_turn_outside_a_transaction_is_a_mistake(pair):
    with pytest.raises(RuntimeError):
        take_turn(pair.alice.pk)


def test_taking_a_turn_changes_nobody(pair):
    pair.alice.is_active = False
    pair.alice.save()
    take_turn(pair.alice.pk)
    pair.alice.refresh_from_db()
    pair.bob.refresh_from_db()
    assert (pair.alice.is_active, pair.bob.is_active) == (False, True)
