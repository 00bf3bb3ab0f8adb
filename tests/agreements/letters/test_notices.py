"""What one person was told about a letter or a pause goes when there is nothing left to do about it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.pauses import verbs as pauses
from reminders.delivery.worker import deliver
from reminders.models import ChannelName, Notice
from reminders.notices.verbs import notices_with_lines
from reminders.queue.leases import lease_due
from tests.helpers.factories import agreed_cool_down, connected_couple, paused, proposed_rule

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what verbs write, and what the database refuses")]


@pytest.fixture
def now():
    return datetime(2027, 3, 2, 10, 0, tzinfo=UTC)


def tell_everybody(now):
    lease = lease_due(ChannelName.IN_APP, now)
    if lease:
        deliver(lease, now)


@pytest.mark.parametrize("verb", [consent.accept, consent.decline])
def test_an_answered_letter_no_longer_asks_to_be_read(verb, now):
    pair = connected_couple(now=now)
    agreement = proposed_rule(pair, now=now)
    tell_everybody(now)
    assert Notice.objects.of(pair.bob).filter(kind="letter").unread().count() == 1
    verb(agreement, pair.bob_seat, 1, now)
    assert not Notice.objects.of(pair.bob).filter(kind="letter").unread().exists()
    assert all(notice.kind != "letter" for notice, _line in notices_with_lines(pair.bob, now))


def test_other_words_that_change_nothing_are_refused(now):
    pair = connected_couple(now=now)
    agreement = agreed_cool_down(pair, now=now)
    same = Terms({}, {"minutes": agreement.in_force.settings["minutes"]})
    with pytest.raises(consent.Unchanged):
        consent.amend(agreement, pair.bob_seat, same, 1, uuid.uuid4(), now)
    assert agreement.versions.count() == 1


def test_a_forgotten_pause_leaves_no_notice_behind(now):
    pair = connected_couple(now=now)
    paused(pair.alice_seat, 20, now)
    tell_everybody(now)
    assert Notice.objects.filter(kind="pause_started").exists()
    pauses.forget_pauses(now + timedelta(days=8))
    assert not Notice.objects.filter(kind="pause_started").exists()
