"""What lies on the table of a talk, in which order, for both alike."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from checkins.answers.showing import check_ins_of
from checkins.rhythm.models import CheckIn
from checkins.table.showing import Table, table_of
from couples.seats.models import Membership
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db


def table(check_in: CheckIn, seat: Membership, now: datetime) -> Table:
    return table_of(check_ins_of(seat).get(pk=check_in.pk), seat, now)


def test_an_open_talk_has_its_table_and_no_other_one(pair: Pair) -> None:
    now = timezone.now()
    sealed = factories.handed_in(factories.begun_check_in(pair), pair.bob_seat)
    assert table(sealed, pair.bob_seat, now).items == table(sealed, pair.alice_seat, now).items == ()
    factories.handed_in(sealed, pair.alice_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        assert [item.key for item in table(sealed, seat, timezone.now()).items] == ["good", "question", "wishes"]
