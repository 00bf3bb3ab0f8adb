"""Swaps: two at once are one, and none is half a swap."""

from __future__ import annotations

import uuid
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime

import pytest
from django.db import OperationalError

from agreements.letters import consent
from agreements.letters.models import Version
from agreements.letters.versions import Changed
from agreements.responsibilities import verbs
from agreements.responsibilities.verbs import swap
from basics.transactions import acting
from tests.agreements.responsibilities.conftest import agreed
from tests.helpers.factories import fresh
from tests.races.stage import INSERT_VERSION, interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)
HOLD = r'UPDATE "agreements_agreement" SET "revision"'


@pytest.fixture
def two(pair):
    """Laundry is Alice's, bills are Bob's."""
    return agreed(pair, "Laundry", now=NOW), agreed(pair, "Bills", "other", NOW)


def both_swap(pair, two, before):
    """Let each swap what is theirs for what is the other's: they take the two agreements the other way round."""
    laundry, bills = two
    return interleave(
        lambda: swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW),
        lambda: swap(pair.bob_seat, bills.pk, laundry.pk, uuid.uuid4(), NOW),
        before=before,
    )


def letters():
    return Version.objects.filter(number__gt=1).count()


def without_the_couples_row(monkeypatch):
    @contextmanager
    def acting_alone(seat):
        with acting(seat.user_id):
            yield

    monkeypatch.setattr(verbs, "acting_together", acting_alone)
    monkeypatch.setattr(consent, "keep_connected", lambda seat: True)


@pytest.mark.parametrize("before", [HOLD, INSERT_VERSION])
def test_of_two_swaps_at_once_one_is_sent_whole_and_the_other_not_at_all(pair, two, before):
    outcomes = both_swap(pair, two, before)
    assert sorted(type(each).__name__ for each in outcomes) == ["LetterWaits", "list"]
    assert letters() == 2
    assert len({fresh(each).proposal.author_id for each in two}) == 1, "both letters are one person's"


@pytest.mark.postgres
def test_companion_without_the_couples_row_the_two_wait_for_each_other(pair, two, monkeypatch):
    without_the_couples_row(monkeypatch)
    outcomes = both_swap(pair, two, INSERT_VERSION)
    assert any(isinstance(each, OperationalError) for each in outcomes), "PostgreSQL ends one: a deadlock"


def test_a_double_tap_sends_one_swap(pair, two):
    laundry, bills = two
    key = uuid.uuid4()
    taps = [lambda: swap(pair.alice_seat, laundry.pk, bills.pk, key, NOW)] * 2
    first, second = interleave(*taps, before=INSERT_VERSION)
    assert first == second
    assert letters() == 2


def swap_while_bills_end(pair, two):
    laundry, bills = two
    return interleave(
        lambda: swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW),
        lambda: consent.end(fresh(bills), pair.bob_seat, NOW),
        before=INSERT_VERSION,
    )


@pytest.mark.postgres
def test_what_ends_meanwhile_takes_the_other_letter_with_it(pair, two):
    """Half a swap is none: laundry is not given away for what is not there any more."""
    outcomes = swap_while_bills_end(pair, two)
    assert [type(each) for each in outcomes] == [Changed, type(None)]
    assert letters() == 0


@pytest.mark.postgres
def test_companion_without_one_transaction_half_a_swap_is_sent(pair, two, monkeypatch):
    monkeypatch.setattr(verbs, "acting_together", lambda seat: nullcontext())
    outcomes = swap_while_bills_end(pair, two)
    assert type(outcomes[0]) is Changed
    assert letters() == 1
