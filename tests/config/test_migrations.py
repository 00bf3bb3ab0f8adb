"""Migrations: none is missing, and each goes forward and back on the database of the service."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.utils import timezone

from agreements.letters.models import Consent, PrivateLine, RefusedTry
from agreements.pauses.models import LONGEST, Pause, Stretch
from checkins.agenda.models import Topic
from checkins.answers.models import Answer
from checkins.rhythm.models import CheckIn
from couples.people.models import User
from couples.seats.models import Couple
from reminders.models import Preferences
from tests.helpers import factories, hanging, old_rows

pytestmark = pytest.mark.both_databases("migrations")

ROOMS = ("config", "checkins", "agreements", "couples", "reminders")


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def own_tables() -> set[str]:
    rooms = tuple(f"{room}_" for room in ROOMS)
    # The cache's table is none of the migrations'.
    return {name for name in connection.introspection.table_names() if name.startswith(rooms)} - {"config_cache"}


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


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rows_learn_whose_couple_they_are_forward_back_and_forward():
    try:
        old_rows.OldRows(old_rows.back()).add(3)
        old_rows.forward()
        RefusedTry.objects.create(person=User.objects.earliest("pk"), at=timezone.now())
        first = counts_and_words()
        Couple.objects.update(first_tint="clay")
        MigrationExecutor(connection).migrate([("couples", "0012_later_revision")])
        old_rows.forward()
        assert set(Couple.objects.values_list("first_tint", flat=True)) == {"sage"}, "going back has no place for it"
        lengths = Pause.objects.values_list(F("ended_at") - F("started_at"), F("ends_at") - F("started_at"))
        assert set(lengths) == {(LONGEST, LONGEST)}
        _each_pause_is_known_and_one_stretch()
        _keep_a_line_on_a_trigger()
        _queue_a_topic()
        _talk_without_a_rhythm()
        before = old_rows.back()
        assert before.get_model("agreements", old_rows.OLD_LINE).objects.count() == 6
        old_rows.forward()
        assert counts_and_words() == first
        _each_pause_is_known_and_one_stretch()
    finally:
        call_command("migrate", verbosity=0)
    numbers = {name: number for name, (number, _words) in first.items()}
    known = {"Version": 3, "Consent": 6, "PrivateLine": 6, "Answer": 18, "Seal": 6, "TakeAway": 6}
    assert numbers == {**numbers, **known}


def _each_pause_is_known_and_one_stretch() -> None:
    pauses = Pause.objects.values_list("pk", "started_by", "known_at", "ended_at")
    assert set(pauses) == set(Stretch.objects.values_list("pause", "person", "starts_at", "ends_at"))
    assert len(pauses) == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_switches_about_mail_become_one_answer_and_back():
    """Nobody gets more mails by it, forward or back, and nobody is taken to have answered who did not."""
    people = [factories.person() for _ in range(4)]
    switches = [(True, False), (False, False), (True, True), (False, True)]
    executor = MigrationExecutor(connection)
    try:
        before = executor.migrate([("reminders", "0010_devices_that_are_gone")]).apps
        rows = before.get_model("reminders", "Preferences").objects
        for person, (mails, shared) in zip(people, switches, strict=True):
            rows.create(user_id=person.pk, mail_enabled=mails, mailbox_is_shared=shared, says_what_it_is=True)
        old_rows.forward()
        answers = Preferences.objects.order_by("pk").values_list("who_sees_mailbox", "says_what_it_is")
        assert list(answers) == [("", True), *[("no_mails", True)] * 3]
        MigrationExecutor(connection).migrate([("reminders", "0010_devices_that_are_gone")])
        again = rows.order_by("pk").values_list("mail_enabled", "mailbox_is_shared")
        assert list(again) == [(True, False), *[(False, True)] * 3]
    finally:
        call_command("migrate", verbosity=0)


def _keep_a_line_on_a_trigger() -> None:
    """The only line that hangs on no agreement: going back has no place for it."""
    person = Consent.objects.select_related("user").first().user
    PrivateLine.objects.create(user=person, trigger="late", words="breathe")


def _queue_a_topic() -> None:
    """On an opened talk: going back has no place for it."""
    talk = CheckIn.objects.first()
    author = Consent.objects.filter(couple=talk.couple_id).first().user
    Topic.objects.create(couple_id=talk.couple_id, author=author, words="tea", check_in=talk, queued_at=timezone.now())
    CheckIn.objects.update(topics_settled=True)


def _talk_without_a_rhythm() -> None:
    """Going back has no place for it either, nor for what hangs on it."""
    consent, now = Consent.objects.select_related("user").first(), timezone.now()
    talk = CheckIn.objects.create(couple_id=consent.couple_id, slot=now, starts_at=now, minutes=30, zone="UTC")
    Answer.objects.create(couple_id=consent.couple_id, check_in=talk, author=consent.user, prompt="did_me_good")


def counts_and_words() -> dict[str, tuple[int, set[str]]]:
    """Count the rows, each of which has the couple that it hangs on, and read their words."""
    found = {}
    for model, way in hanging.ways():
        assert not hanging.of_another_couple(model, way).exists(), (model, way)
        rows = model._default_manager
        found[model.__name__] = (rows.count(), {str(getattr(row, "words", "")) for row in rows.all()})
    return found


@pytest.mark.django_db
def test_the_system_checks_have_nothing_to_say():
    call_command("check", "--fail-level", "WARNING", verbosity=0)
