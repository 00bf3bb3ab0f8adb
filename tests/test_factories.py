"""The factories make what their names say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from couples.seats.models import Membership
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def test_people_and_couples(pair, eve, charlie):
    assert (pair.alice_seat.seat, pair.bob_seat.seat) == (1, 2)
    assert Membership.objects.active().of(eve).count() == 0
    assert Membership.objects.of(eve).count() == 1
    assert Membership.objects.of(charlie).count() == 0


def test_agreements_are_in_force(pair):
    for make in (factories.agreed_rhythm, factories.agreed_cool_down, factories.agreed_response_rule):
        assert make(pair).is_in_force


def test_a_proposed_rule_waits_for_bob(pair):
    rule = factories.proposed_rule(pair)
    assert rule.proposal.author == pair.alice
    assert not rule.is_in_force


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe"])
def test_check_ins_are_where_they_should_be(zone):
    now = timezone.now()
    pair = factories.connected_couple(factories.person("Alice", time_zone=zone))
    assert factories.upcoming_check_in(pair, now).starts_at > now
    assert factories.begun_check_in(pair, now).starts_at < now
    assert factories.opened_check_in(pair, now).is_open(now)
    assert factories.upcoming_check_in(pair, now, hours=100).starts_at > now + timedelta(hours=99)
