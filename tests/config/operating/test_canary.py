"""Wrong keys are noticed at the start and by `readyz`, and so is that nothing can be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone

from agreements.models import Draft
from config.models import Canary
from config.operating.canary import KeysDoNotFit, lay_canary, refuse_wrong_keys
from couples.people.models import User
from tests.helpers.processes import Process, free_port, plain_environment, python

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("a write that fails, and reading a column as text")]


def ready() -> tuple[int, str]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def draft(when: str) -> Draft:
    author, _is_new = User.objects.get_or_create(email="a@example.org", defaults={"name": "A"})
    words = {"when": when}
    return Draft.objects.create(author=author, kind="response_rule", words=words, updated_at=timezone.now())


def test_migrating_lays_the_canary_and_leaves_it_alone() -> None:
    Canary.objects.all().delete()
    call_command("migrate", verbosity=0)
    before = Canary.objects.values_list("written_at", flat=True).get()
    lay_canary()
    assert Canary.objects.values_list("written_at", flat=True).get() == before


def test_right_keys_in_any_order_are_let_pass(settings) -> None:
    draft("a storm comes")
    settings.WORDS_KEYS = [Fernet.generate_key().decode(), *settings.WORDS_KEYS]
    refuse_wrong_keys()
    assert ready() == (200, "ready\n")


def test_wrong_keys_are_refused_and_seen(settings) -> None:
    settings.WORDS_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(KeysDoNotFit, match=r"(?s)WORDS_KEYS.*config\.Canary.*newest first"):
        refuse_wrong_keys()
    with pytest.raises(KeysDoNotFit):
        call_command("migrate", verbosity=0)
    assert ready() == (503, "WORDS_KEYS do not fit what is stored\n")


def test_words_from_before_there_was_a_canary_count_too(settings) -> None:
    draft("a storm comes")
    Canary.objects.all().delete()
    settings.WORDS_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(KeysDoNotFit, match=r"agreements\.Draft"):
        refuse_wrong_keys()
    lay_canary()
    assert not Canary.objects.exists()
    assert ready() == (503, "the database is not migrated\n")


def test_one_damaged_text_does_not_keep_the_service_from_starting() -> None:
    damaged = draft("x")
    draft("a storm comes")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_draft SET words = 'damaged' WHERE updated_at = %s", [damaged.updated_at])
    refuse_wrong_keys()


def test_the_old_key_is_needed_until_all_is_rotated(settings) -> None:
    draft("a storm comes")
    old, new = settings.WORDS_KEYS, [Fernet.generate_key().decode()]
    settings.WORDS_KEYS = [*new, *old]
    call_command("rotate_words", stdout=StringIO())
    settings.WORDS_KEYS = new
    refuse_wrong_keys()
    assert ready()[0] == 200


def test_ready_writes_at_most_once_a_second() -> None:
    ready()
    written = Canary.objects.get().written_at
    ready()
    assert Canary.objects.get().written_at == written
    Canary.objects.update(written_at=written - timedelta(seconds=2))
    ready()
    assert Canary.objects.get().written_at > written


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_FULL, "nothing can be written: the disk is full or fails\n"),
        (sqlite3.SQLITE_BUSY, "the database does not answer\n"),
    ],
)
def test_red_when_nothing_can_be_written(code: int, said: str) -> None:
    def fails(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            cause = sqlite3.OperationalError()
            cause.sqlite_errorcode = code
            raise OperationalError from cause
        return execute(sql, params, many, context)

    Canary.objects.update(written_at=timezone.now() - timedelta(minutes=1))
    with connection.execute_wrapper(fails):
        assert ready() == (503, said)


@pytest.mark.embedded
def test_serve_ends_with_the_sentence(migrated_folder: Path, tmp_path: Path) -> None:
    environment = plain_environment(DATA_DIR=str(migrated_folder), PORT=str(free_port()))
    with closing(sqlite3.connect(migrated_folder / "steady.sqlite3")) as database, database:
        song = Fernet(Fernet.generate_key()).encrypt(b"by a key that is gone").decode()
        database.execute("INSERT INTO config_canary (id, song, written_at) VALUES (1, ?, '2026-01-01')", (song,))
    process = Process(python("manage.py", "serve"), environment, tmp_path / "log")
    assert process.wait() == 1, process.log
    assert "None of the keys reads what is stored" in process.log
    assert "Traceback" not in process.log
