"""One limit: counted where it is taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from agreements.letters.models import Version
from basics.limits import Limit, take_turn
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
