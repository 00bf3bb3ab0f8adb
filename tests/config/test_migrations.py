"""Migrations: none is missing, and each goes forward and back, with data, on the database of the service."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bench import migration
from tests.config.before import old_rows
from tests.config.before.couples import RowsOfCouples
from tests.config.before.keys import Keys
from tests.config.before.mailboxes import Mailboxes
from tests.config.before.part import Part
from tests.config.before.sign_ins import SignIns
from tests.config.before.trials import Trials
from tests.helpers.once import databases

pytestmark = pytest.mark.both_databases("migrations")

# From the top one down.
ROOMS = ("config", "pages", "checkins", "journal", "agreements", "couples", "reminders")
SCHEMA = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT table_name || '.' || column_name,
               concat_ws(', ', data_type, character_maximum_length, is_nullable, column_default)
            FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT conname, conrelid::regclass || ', ' || pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    """,
}
# Where the rooms are as old as any part of the walk needs them.
BEFORE = [*old_rows.BEFORE, ("couples", "0005_unsent_forms"), ("reminders", "0010_devices_that_are_gone")]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_was_stored_goes_forward_back_forward_and_away():
    """One walk for all parts: to build the state of every model at every step takes longer than to look."""
    of_the_service = schema()
    with databases.throw_away():
        go_with([RowsOfCouples(), Mailboxes(), Keys(), SignIns(), Trials()])
        assert schema() == of_the_service
        executor = MigrationExecutor(connection)
        assert not executor.migration_plan(executor.loader.graph.leaf_nodes()), "nothing is left to apply"
        # As an operator would: what the service does after each migration finds no table of its own.
        call_command("migrate", "config", "zero", verbosity=0)
        go_away()


def go_away() -> None:
    """With all that the walk has stored: down to where it began, and to nothing."""
    executor = MigrationExecutor(connection)
    executor.migrate([(room, None) for room in ROOMS])
    assert not own_tables()


def go_with(parts: list[Part]) -> None:
    models = old_rows.up_to(BEFORE, ROOMS)
    for part in parts:
        part.store(models)
    migration.go("forward")
    for part in parts:
        part.look_forward()
    models = old_rows.back(BEFORE)
    for part in parts:
        part.look_back(models)
    migration.go("forward_again")
    for part in parts:
        part.look_again()


def own_tables() -> set[str]:
    rooms = tuple(f"{room}_" for room in ROOMS)
    # The cache's table is none of the migrations'.
    return {name for name in connection.introspection.table_names() if name.startswith(rooms)} - {"config_cache"}


def schema() -> set[tuple[str, ...]]:
    """Return what the tables consist of, their columns in no order: going back, one comes in again as the last."""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA[connection.vendor])
        # The cache's table is none of the migrations'.
        found = [(name, told) for name, told in cursor.fetchall() if not name.startswith("config_cache")]
    return {(name, *sorted(re.split(r", | \(|\)$", told))) for name, told in found}


@pytest.mark.django_db
def test_the_system_checks_have_nothing_to_say():
    call_command("check", "--fail-level", "WARNING", verbosity=0)
