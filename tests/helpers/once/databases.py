"""The tests' databases: migrated once and then copied, emptied row by row.

To migrate takes longer than most files of tests, and each worker of each part of `make test` needs a database. To
truncate makes new files for each table and each index, and what the migrations store would be made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from basics.encryption import encrypt
from config.models import Canary
from config.operating.canary import SINGS, lay_canary
from tests.helpers import services
from tests.helpers.once import migrating
from tests.helpers.processes import ROOT, with_path

KEPT = ROOT / "build" / "migrated"
TEMPLATE = "steady_migrated_"
# What migrating stores is the same for all, and nothing in the service writes it.
MADE_BY_MIGRATING = (ContentType, Permission)


def set_up() -> str:
    """Make this process's own database and use it; return the name of the one before."""
    before = connection.settings_dict["NAME"]
    _make(connection.creation._get_test_db_name())  # type: ignore[attr-defined]
    return str(before)


def tear_down(before: str) -> None:
    """Drop it."""
    connection.creation.destroy_test_db(before, verbosity=0)


@contextmanager
def throw_away() -> Iterator[None]:
    """Use another database meanwhile, without a table in it, and drop it then.

    A walk through the migrations counts numbers from 1 again and may fail half way: nobody else has to live with that.
    """
    own = connection.settings_dict["NAME"]
    _make_bare(f"{own}_walk")
    use(f"{own}_walk")
    try:
        with migrating.spared():
            yield
    finally:
        tear_down(own)
        use(own)


def _make(name: str) -> None:
    if connection.vendor == "sqlite":
        put_migrated(Path(name))
    else:
        _copy_template(name)
    use(name)
    lay_canary()


def _make_bare(name: str) -> None:
    if connection.vendor == "sqlite":
        Path(name).unlink(missing_ok=True)
    else:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')


def empty() -> None:
    """Delete every row but those that migrating makes, and lay the canary anew: nothing stored can speak against it."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Foreign keys are asked at the end of the transaction, so that any order will do.
        for table in _with_rows(cursor, _emptied()):
            cursor.execute(f'DELETE FROM "{table}"')
        Canary.objects.create(song=encrypt(SINGS), written_at=timezone.now())


@cache
def _emptied() -> Sequence[str]:
    spared = {model._meta.db_table for model in MADE_BY_MIGRATING}
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - spared)


def _with_rows(cursor: Any, tables: Sequence[str]) -> list[str]:
    """Return those in which anything stands, asked at once: a test writes to few of a hundred."""
    cursor.execute("SELECT " + ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables))
    return list(compress(tables, cursor.fetchone()))


def put_migrated(path: Path) -> None:
    """Put a migrated, empty SQLite database there, as a first start of the service would make it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated_file(), path)


def put_kept(path: Path) -> None:
    """Put one there if the tests have made it of this code already: the bench has no database to make it on."""
    if (migrated := _kept_file()).exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(migrated, path)


def load_kept() -> None:
    """Fill the PostgreSQL database that the environment names likewise, if it is empty; the rest is then migrated."""
    if (dumped := _kept_dump()).exists() and not connection.introspection.table_names():
        options = ("--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(dumped), os.environ["DATABASE_URL"])
        subprocess.run([str(services.postgres_program("psql")), *options], check=True, stdout=subprocess.DEVNULL)


def _kept_file() -> Path:
    return KEPT / f"{_state_of_the_code()}.sqlite3"


def _kept_dump() -> Path:
    return KEPT / f"{_state_of_the_code()}.sql"


def _dump(url: str) -> None:
    """Write down how it is made, where PostgreSQL's own program for that is here and knows the server."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for older in KEPT.glob("*.sql"):
        older.unlink()
    program, made = services.postgres_program("pg_dump"), KEPT / f"made-by-{os.getpid()}"
    if program.exists() and subprocess.run([program, "--file", made, url], check=False).returncode == 0:
        made.rename(_kept_dump())


def _migrated_file() -> Path:
    KEPT.mkdir(parents=True, exist_ok=True)
    migrated = _kept_file()
    with _one_at_a_time(KEPT / "lock"):
        if not migrated.exists():
            for older in KEPT.glob("*.sqlite3*"):
                older.unlink()
            made = KEPT / f"made-by-{os.getpid()}.sqlite3"
            _migrate(str(made))
            made.rename(migrated)
    return migrated


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_template(own: str) -> None:
    migrated = f"{TEMPLATE}{_state_of_the_code()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TEMPLATE}%"])
        there = {name for (name,) in cursor.fetchall()}
        if migrated not in there:
            for older in there:
                cursor.execute(f'DROP DATABASE "{older}"')
            _migrate(f"{TEMPLATE}being_made")
            cursor.execute(f'ALTER DATABASE "{TEMPLATE}being_made" RENAME TO "{migrated}"')
            _dump(with_path(os.environ["DATABASE_URL"], migrated))
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{migrated}"')
        cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [TEMPLATE])


def _migrate(name: str) -> None:
    test: dict[str, Any] = connection.settings_dict["TEST"]
    before = connection.settings_dict["NAME"]
    own, test["NAME"] = test["NAME"], name
    with migrating.spared():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # It tells the keys, and those are each process's own.
    Canary.objects.all().delete()
    test["NAME"] = own
    use(before)


def use(name: str) -> None:
    """Let this process work on another database of the same server, or in another file."""
    let_go()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def let_go() -> None:
    """Close every connection of this process."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # Django's, where a pool is set


def _state_of_the_code() -> str:
    """Return a name that changes with whatever a migrated database could be made of."""
    rooms = {config.path for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    code = sorted(path for room in rooms for path in Path(room).rglob("*.py") if "tests" not in path.parts)
    found = hashlib.sha256()
    ours = (Path(__file__), Path(migrating.__file__), ROOT / "tests" / "settings.py")
    for path in (*code, ROOT / "requirements.txt", *ours):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
