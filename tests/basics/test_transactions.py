"""Who asks: said around every read and verb, told to PostgreSQL for as long as it lasts, and never mixed up."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import timezone

from agreements.letters.models import Agreement
from basics.transactions import SERVICE, SETTING, ActsForAnother, acting, reading, serving, who_asks
from reminders.housekeeping import keep_house
from tests.helpers import factories
from tests.helpers.asked import couples_tables, refuse_unsaid

ALICE, BOB = 1, 2


@pytest.mark.django_db
@pytest.mark.parametrize("way", [acting, reading])
def test_who_asks_is_said_inside_and_forgotten_after(way):
    assert who_asks() == ""
    with way(ALICE):
        assert who_asks() == "1"
    assert who_asks() == ""
    with pytest.raises(ValueError, match="x"), way(ALICE):
        raise ValueError("x")
    assert who_asks() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("outer", [acting, reading])
@pytest.mark.parametrize("inner", [acting, reading])
def test_what_runs_for_one_goes_on_for_the_same_alone(outer, inner):
    with outer(ALICE):
        with inner(ALICE):
            assert who_asks() == "1"
        with pytest.raises(ActsForAnother), inner(BOB):
            pass
        assert who_asks() == "1"


@pytest.mark.django_db
def test_the_service_says_so_and_acts_for_nobody():
    with serving():
        assert who_asks() == SERVICE
        with serving(), pytest.raises(ActsForAnother), acting(ALICE):
            pass
    with acting(ALICE), pytest.raises(ActsForAnother), serving():
        pass


@pytest.mark.both_databases("a read is a transaction on one of them alone")
@pytest.mark.django_db(transaction=True)
def test_a_verb_is_a_transaction_and_a_read_is_one_on_postgresql_alone():
    with acting(ALICE):
        assert connection.in_atomic_block
    with reading(ALICE):
        assert connection.in_atomic_block is (connection.vendor == "postgresql")
        with acting(ALICE):
            assert connection.in_atomic_block
    assert not connection.in_atomic_block


@pytest.mark.both_databases("a savepoint")
@pytest.mark.django_db(transaction=True)
def test_a_verb_inside_a_verb_fails_alone(pair):
    def delete_and_fail():
        with acting(pair.alice.pk):
            Agreement.objects.all().delete()
            raise ValueError("x")

    factories.proposed_rule(pair)
    with acting(pair.alice.pk), pytest.raises(ValueError, match="x"):
        delete_and_fail()
    assert Agreement.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [acting, reading])
def test_the_database_knows_who_asks_until_the_transaction_ends(way):
    def known():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [SETTING])
            return cursor.fetchone()[0] or ""

    assert known() == ""
    with way(ALICE):
        assert known() == "1"
        with way(ALICE), transaction.atomic():
            assert known() == "1"
    assert known() == ""
    with pytest.raises(ValueError, match="x"), way(BOB):
        raise ValueError("x")
    assert known() == ""


# The guard that stands around every request of every test


def test_the_guard_knows_the_couples_tables():
    for table in ("agreements_version", "checkins_answer", "couples_membership", "couples_couple"):
        assert couples_tables().search(f'SELECT "{table}"."id" FROM "{table}"'), table
    assert not couples_tables().search('SELECT 1 FROM "reminders_notice" WHERE "user_id" = 1')


@pytest.mark.django_db
def test_the_guard_refuses_what_nobody_said_for_whom_it_is(pair):
    with connection.execute_wrapper(refuse_unsaid):
        with pytest.raises(AssertionError, match="nobody said"):
            Agreement.objects.count()
        with reading(pair.alice.pk):
            assert Agreement.objects.count() == 0
        with serving():
            assert Agreement.objects.count() == 0


@pytest.mark.django_db
def test_housekeeping_runs_as_the_service(pair, caplog):
    factories.agreed_rhythm(pair)
    with connection.execute_wrapper(refuse_unsaid):
        keep_house(timezone.now())
    assert "housekeeping failed" not in caplog.text
