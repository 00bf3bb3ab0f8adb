"""The service's own settings, on a data folder and databases of the tests' own.

Which database it is, the environment says as for the service: DATABASE_URL and REDIS_URL together mean PostgreSQL and
Redis (`python -m tests.helpers.services run` starts both), neither means the embedded default. Each xdist worker has
its own.
"""

# ruff: noqa: F403, F405 -- the environment has to stand before the settings read it

import os
import tempfile
from typing import Any
from urllib.parse import urlsplit

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="steady-tests-")
os.environ["SITE_URL"] = "http://localhost:8000"
if os.environ.get("REDIS_URL"):
    # Database 0 is for single runs; gw0 has 1, gw1 has 2.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()

from config.settings import *

MIDDLEWARE = ["tests.helpers.asked.guard", *MIDDLEWARE]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "tests.helpers.once.handling.Assets"}}
STATIC_ROOT = None  # type: ignore[assignment]  # nothing is collected in tests; live_server asks the finders

if EMBEDDED:
    # A file, as in the service: threads and processes of a test then meet the same locks. Durability is not needed.
    sqlite: dict[str, Any] = DATABASES["default"]
    sqlite["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    sqlite["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    # What a savepoint may take back would go to a file, and so would pages that do not fit into the usual 2 MB.
    sqlite["OPTIONS"]["init_command"] += "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-20000;"
    # Of the usual 128 each test would push out what the next one asks again.
    sqlite["OPTIONS"]["cached_statements"] = 4_000
