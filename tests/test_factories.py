"""The factories make what their names say."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from agreements.kinds.base import all_kinds
from agreements.letters import consent
from couples.people.models import Revision
from couples.seats.models import Membership
from tests.helpers import factories
from tests.helpers.undone import undone

UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")

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


@pytest.mark.parametrize("kind", [kind.name for kind in all_kinds()])
def test_what_is_put_in_force_is_what_the_verbs_make(pair, kind):
    now = timezone.now()
    for said in ({}, {"trial_until": now.date() + timedelta(days=9)}):

        def by_verbs(said=said):
            letter = factories.proposed(kind, pair.alice_seat, now, **said)
            assert consent.accept(letter, pair.bob_seat, 1, now)

        assert rows_after(lambda said=said: factories.agreed(kind, pair, now, **said)) == rows_after(by_verbs)


def rows_after(make):
    """Return every row that is there then, without what is drawn by lot, and undo it."""
    with undone():
        make()
        found = {
            model._meta.label: [UUID.sub("id", str(row)) for row in model._base_manager.order_by("pk").values()]
            for model in apps.get_models(include_auto_created=True)
            if model is not Revision
        }
        found[Revision._meta.label] = ["drawn by lot"] * Revision.objects.count()
    return found
