"""The notices page: one's own, fresh from what is the case, and cheap."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkins.rhythm.models import CheckIn
from reminders.models import Notice, Reminder
from reminders.notices.verbs import mark_all_read, mark_shown_read, notices_with_lines, tell
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

pytestmark = pytest.mark.both_databases("unions and sums in SQL")


@pytest.fixture
def told(pair: Pair, now: datetime) -> CheckIn:
    """Both have a notice of a check-in."""
    found = factories.check_in_at(pair, now + timedelta(hours=2), now, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    send_due(now + timedelta(hours=1), ["in_app"])
    return found


def test_holds_kind_and_subject_and_no_words(told: CheckIn) -> None:
    fields = {field.name for field in Notice._meta.get_fields()}
    assert fields == {"id", "user", "kind", "subject", "occurrence", "public_id", "created_at", "read_at"}


def test_marking_is_for_its_owner_only(told: CheckIn, pair: Pair, now: datetime) -> None:
    mark_all_read(pair.alice, now)
    assert Notice.objects.get(user=pair.alice).read_at == now
    assert Notice.objects.get(user=pair.bob).read_at is None


def test_marking_what_was_shown_leaves_what_came_since(told: CheckIn, pair: Pair, now: datetime) -> None:
    shown = Notice.objects.of(pair.alice).newest_id()
    tell([pair.alice.pk, pair.bob.pk], "check_in", "check_in:x", "later", now)
    mark_shown_read(pair.bob, shown, now)
    mark_shown_read(pair.alice, shown, now)
    assert Notice.objects.of(pair.alice).unread().get().occurrence == "later"
    assert Notice.objects.of(pair.bob).unread().count() == 2


def test_leaving_empties_it(told: CheckIn, pair: Pair, now: datetime) -> None:
    assert notices_with_lines(pair.bob, now)
    pair.left(now)
    assert notices_with_lines(pair.bob, now) == []


def test_ending_takes_away_what_it_was_about(told: CheckIn, pair: Pair, now: datetime) -> None:
    from agreements.letters import consent

    consent.end(factories.rhythm_of(told), pair.alice_seat, now)
    assert notices_with_lines(pair.bob, now) == []


def test_notice_of_an_unknown_kind_is_left_out(told: CheckIn, pair: Pair, now: datetime) -> None:
    Notice.objects.update(kind="of_another_release")
    assert notices_with_lines(pair.alice, now) == []


def queries_of_the_page(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/notices/").status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_the_notices(told: CheckIn, pair: Pair, alice_client: Client, now: datetime) -> None:
    alice_client.get("/notices/")
    with_one = queries_of_the_page(alice_client)
    for number in range(30):
        Notice.objects.create(
            user=pair.alice,
            kind="check_in",
            subject=f"check_in:{told.pk}",
            occurrence=f"{number}",
            created_at=now,
        )
    assert queries_of_the_page(alice_client) == with_one
