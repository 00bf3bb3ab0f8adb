"""The embedded default: web, worker and ticker in one process.

The port is bound first: it is the lock that keeps a second process off the same database. Nothing is lost when
this process is killed, because the rows are the queue; what was claimed is put back at the next start.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sqlite3
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.core.files import locks
from django.core.management import call_command
from django.db import connection

from config.operating.door import Door
from config.operating.sending import KeepsEnding, Sending
from reminders.queue.leases import return_all

logger = logging.getLogger(__name__)


class AlreadyServing(Exception):
    """Something listens on the port already."""


def serve(demo: bool, say: Callable[[str], object]) -> None:
    """Serve until Ctrl-C or SIGTERM. Raises AlreadyServing when the port is taken."""
    listener = _bind()
    call_command("migrate", verbosity=0)
    collect_static()
    return_all()
    if demo:
        from config.operating.demo import prepare_demo

        prepare_demo(say)
    from config.wsgi import application

    # Pages first: whoever starts this waits for one, and Celery takes a while to load.
    door = Door(
        application,
        listener,
        connections=settings.ENVIRONMENT.connection_limit,
        idle_seconds=settings.ENVIRONMENT.idle_seconds,
        watch=Sending().look,
    )
    say(f"\nSteady runs at {settings.SITE_URL}  (Ctrl-C ends it)")
    held = _hold_database_open()
    code = _run_until_told(door)
    # The broker is memory and the rows are the queue, so nothing is left to finish: no thread is waited for.
    _empty_log(held)
    logging.shutdown()
    os._exit(code)


def _hold_database_open() -> sqlite3.Connection | None:
    """Return a connection that only lies there, so that none is ever the last one.

    The last one takes the files of SQLite's write-ahead log with it. Opening the next makes them anew, which a full
    disk does not allow: then not even reading would work.
    """
    if connection.vendor != "sqlite":
        return None
    held = sqlite3.connect(connection.settings_dict["NAME"], timeout=1)
    held.execute("SELECT count(*) FROM sqlite_master").fetchall()
    return held


def _empty_log(held: sqlite3.Connection | None) -> None:
    """Bring what stands in the write-ahead log into the database, for whoever copies that file alone."""
    if held:
        with suppress(sqlite3.Error):
            held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _bind() -> socket.socket:
    environment = settings.ENVIRONMENT
    listener = socket.socket(socket.AF_INET6 if ":" in environment.host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((environment.host, environment.port))
    except OSError as error:
        raise AlreadyServing(
            f"Port {environment.port} is taken. Steady may be running already; else choose another: PORT=8001 make run"
        ) from error
    listener.listen(128)
    return listener


def collect_static() -> None:
    """Fingerprint the assets if nobody has; `make run` and the Dockerfile do it beforehand.

    Collecting replaces files, and WhiteNoise reads the folder while it starts: two processes that start together
    (each with its own DATA_DIR) take turns.
    """
    with settings.STATIC_ROOT.with_suffix(".lock").open("w") as turn:
        locks.lock(turn, locks.LOCK_EX)
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command(CollectStatic(), interactive=False, verbosity=0)


def _run_until_told(door: Door) -> int:
    """Serve; return 0 when told to stop, and 1 when worker or ticker keep ending or the door itself fails."""
    # A shell that starts this in the background has it ignore Ctrl-C; and SIGTERM must end it as well.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        door.run()
    except KeepsEnding as error:
        logger.critical("%s", error)
        return 1
    except (KeyboardInterrupt, SystemExit):
        logger.info("stopping")
    except Exception:
        logger.exception("the web server failed; the process ends")
        return 1
    return 0


def _stop(*_args: object) -> None:
    raise SystemExit(0)
