"""Migrations: none is missing, and each goes forward and back on the database of the service."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.both_databases("migrations")

ROOMS = ("checkins", "agreements", "couples", "reminders")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def own_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith(tuple(f"{r}_" for r in ROOMS))}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_migration_goes_back_and_forward_again():
    """Back to nothing from the top room down, step by step, then forward to where it was."""
    before = own_tables()
    executor = MigrationExecutor(connection)
    try:
        for room in ROOMS:
            call_command("migrate", room, "zero", verbosity=0)
        left = own_tables()
    finally:
        call_command("migrate", verbosity=0)
    assert before
    assert not left
    assert own_tables() == before
    executor = MigrationExecutor(connection)
    assert not executor.migration_plan(executor.loader.graph.leaf_nodes()), "nothing is left to apply"


@pytest.mark.django_db
def test_the_system_checks_have_nothing_to_say():
    call_command("check", "--fail-level", "WARNING", verbosity=0)
