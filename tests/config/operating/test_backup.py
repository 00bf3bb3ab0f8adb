"""A backup holds what is needed to read everybody's words again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config.operating.backup import NoBackup, back_up, restore
from tests.helpers.processes import ROOT, plain_environment

pytestmark = pytest.mark.embedded

WRITE = """
from django.utils import timezone
from couples.models import User
from agreements.models import Draft
author = User.objects.create_user("a@example.org", "x" * 12, name="A")
Draft.objects.create(author=author, kind="response_rule", words={"when": "a storm comes"}, updated_at=timezone.now())
"""
READ = "from agreements.models import Draft; print(Draft.objects.get().words['when'])"


def manage(data_dir: Path, *arguments: str) -> str:
    environment = plain_environment(DATA_DIR=str(data_dir))
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_words_can_be_read_after_restoring_into_an_empty_folder(tmp_path):
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.tar.gz"
    manage(old, "manage.py", "migrate", "--verbosity", "0")
    manage(old, "manage.py", "shell", "--no-imports", "-c", WRITE)
    manage(old, "manage.py", "backup", str(file))
    manage(new, "-m", "config.operating.restore", str(file))
    assert manage(new, "manage.py", "shell", "--no-imports", "-c", READ).strip() == "a storm comes"


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
