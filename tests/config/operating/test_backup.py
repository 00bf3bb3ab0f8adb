"""A backup holds what is needed to read everybody's words again."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from config.operating import backup
from config.operating.backup import DATABASE, KEYS, NoBackup, back_up, restore
from tests.helpers.processes import ROOT, plain_environment

pytestmark = pytest.mark.embedded

WRITE_AND_BACK_UP = """
from django.core.management import call_command
from django.utils import timezone
from django.contrib.sessions.models import Session
from allauth.usersessions.models import UserSession
from couples.models import User
from agreements.models import Draft
author = User.objects.create_user("a@example.org", "x" * 12, name="A")
Draft.objects.create(author=author, kind="response_rule", words={"when": "a storm comes"}, updated_at=timezone.now())
Session.objects.create(session_key="k" * 32, session_data="of-a-session", expire_date=timezone.now())
UserSession.objects.create(user=author, ip="192.0.2.7", session_key="k" * 32, user_agent="a browser")
call_command("backup", "FILE")
"""
READ = """
from agreements.models import Draft
from django.contrib.sessions.models import Session
from allauth.usersessions.models import UserSession
print(Draft.objects.get().words["when"], Session.objects.count(), UserSession.objects.count())
"""
SECRET = "seven words that nobody would ever guess"


def manage(data_dir: Path, *arguments: str, **variables: str) -> str:
    environment = plain_environment(DATA_DIR=str(data_dir), **variables)
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_words_can_be_read_after_restoring_into_an_empty_folder(migrated_folder, tmp_path):
    """And with the passphrase alone: to close a backup takes seconds, and to try one as long."""
    old = migrated_folder
    new, plain, closed = (tmp_path / name for name in ("new", "backup.tar.gz", "backup.tar.gz.age"))
    (tmp_path / "passphrase").write_text(f"{SECRET}\n")
    manage(old, "manage.py", "shell", "--no-imports", "-c", WRITE_AND_BACK_UP.replace("FILE", str(plain)))
    said = manage(old, "manage.py", "backup", str(closed), BACKUP_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
    assert "encrypted" in said
    assert (old / "words_keys").read_bytes() not in closed.read_bytes()
    manage(new, "-m", "config.operating.restore", str(closed), BACKUP_PASSPHRASE=SECRET)
    assert manage(new, "manage.py", "shell", "--no-imports", "-c", READ).strip() == "a storm comes 0 0"
    with tarfile.open(plain) as archive:
        database = archive.extractfile("steady.sqlite3").read()
    assert b"response_rule" in database
    assert b"of-a-session" not in database
    assert b"192.0.2.7" not in database
    restore(plain, tmp_path / "from-plain")
    assert {path.name for path in (tmp_path / "from-plain").iterdir()} == {DATABASE, *KEYS}
    a_wrong_passphrase_and_none_say_so(closed, tmp_path / "untouched")


def a_wrong_passphrase_and_none_say_so(closed: Path, var: Path) -> None:
    with pytest.raises(NoBackup, match="passphrase does not fit"):
        restore(closed, var, "something else")
    with pytest.raises(NoBackup, match="BACKUP_PASSPHRASE"):
        restore(closed, var)
    assert not var.exists()


def test_a_backup_is_for_its_owner_alone_and_never_overwrites(tmp_path, db):
    file = tmp_path / "backup.tar.gz"
    back_up(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NoBackup, match="exists already"):
        back_up(file)


def test_restoring_over_a_database_is_refused(tmp_path, db):
    file = tmp_path / "backup.tar.gz"
    back_up(file)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "steady.sqlite3").touch()
    with pytest.raises(NoBackup, match="holds a database already"):
        restore(file, tmp_path / "var")


def test_what_is_no_backup_is_refused_and_can_be_tried_again(tmp_path, db):
    whole, cut, other = (tmp_path / name for name in ("whole", "cut", "other"))
    back_up(whole)
    cut.write_bytes(whole.read_bytes()[:-2000])
    other.write_bytes(b"not a backup")
    for file in (cut, other):
        with pytest.raises(NoBackup, match="no backup of Steady, or it is damaged"):
            restore(file, tmp_path / "var")
    restore(whole, tmp_path / "var")
    assert (tmp_path / "var" / DATABASE).exists()


def test_sign_ins_of_an_older_backup_are_left_behind(tmp_path):
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.executescript("CREATE TABLE django_session (session_key); INSERT INTO django_session VALUES ('k')")
    with (tmp_path / "old.tar.gz").open("wb") as file:
        backup._pack(tmp_path / DATABASE, file)
    restore(tmp_path / "old.tar.gz", tmp_path / "var")
    with closing(sqlite3.connect(tmp_path / "var" / DATABASE)) as database:
        assert database.execute("SELECT count(*) FROM django_session").fetchall() == [(0,)]


def test_a_backup_that_fails_leaves_no_file(tmp_path, db, monkeypatch):
    def fails(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr(backup, "_pack", fails)
    with pytest.raises(OSError, match="No space"):
        back_up(tmp_path / "backup.tar.gz")
    assert not (tmp_path / "backup.tar.gz").exists()


def test_the_tables_left_out_are_those_of_sessions():
    assert {Session._meta.db_table, UserSession._meta.db_table} == set(backup.SESSIONS)
