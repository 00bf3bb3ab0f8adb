"""A thousand people hand in at the same moment, on PostgreSQL: each talk opens once, and for both at once.

Every pair has answers, a wish, topics and something good to open. Whoever has handed in reads at once for both, in one
snapshot: either both can read all of each other's, or neither anything.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import ExitStack
from pathlib import Path

from cryptography.fernet import Fernet

from tests.faults.servers import Postgres
from tests.helpers.processes import plain_environment

FULL_PAIRS, SHORT_PAIRS = 500, 10
# Beside one for each who hands in, those that the service and the run itself need.
MORE_CONNECTIONS = 50


def run(is_short: bool) -> dict[str, int]:
    """Let all hand in on a database of this run's own, and count what went wrong."""
    pairs = SHORT_PAIRS if is_short else FULL_PAIRS
    with tempfile.TemporaryDirectory(prefix="steady-hand-ins-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's own user has to pass through
        postgres = Postgres(folder, f"--max_connections={2 * pairs + MORE_CONNECTIONS}")
        postgres.start()
        stack.callback(postgres.stop)
        _set_up_django(postgres.url, folder)
        from tests.faults.talks import hand_in_at_once

        return hand_in_at_once(pairs)


def _set_up_django(url: str, folder: Path) -> None:
    import django
    from django.core.management import call_command

    keys = {"SECRET_KEY": secrets.token_urlsafe(48), "WORDS_KEYS": Fernet.generate_key().decode()}
    # Neither is there: the web needs none of the two to insert rows.
    nowhere = {"REDIS_URL": "redis://127.0.0.1:1/0", "EMAIL_URL": "smtp://127.0.0.1:1"}
    more = {"SITE_URL": "http://localhost:8000", "DATA_DIR": str(folder / "data")}
    os.environ.update(plain_environment(DATABASE_URL=url, **keys, **nowhere, **more))
    django.setup()
    from django.db import connection

    # A thousand connections at once, and none that waits for another one's turn in a pool.
    connection.settings_dict["OPTIONS"].pop("pool")
    call_command("migrate", verbosity=0)
