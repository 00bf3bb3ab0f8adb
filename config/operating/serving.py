"""The embedded default: web, worker and ticker in one process.

The port is bound first: it is the lock that keeps a second process off the same database. Nothing is lost when
this process is killed, because the rows are the queue; what was claimed is put back at the next start.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.core.files import locks
from django.core.management import call_command

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
    _run_until_told(door)


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


def _run_until_told(door: Door) -> None:
    """Serve, and leave: with 0 when told to, with 1 when worker or ticker keep ending or the door itself fails.

    The broker is memory and the rows are the queue, so nothing is left to finish: no thread is waited for.
    """
    # A shell that starts this in the background has it ignore Ctrl-C; and SIGTERM must end it as well.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    code = 1
    try:
        door.run()
        code = 0
    except KeepsEnding as error:
        logger.critical("%s", error)
    except (KeyboardInterrupt, SystemExit):
        code = 0
    except Exception:
        logger.exception("the web server failed; the process ends")
    finally:
        logging.shutdown()
        os._exit(code)


def _stop(*_args: object) -> None:
    raise SystemExit(0)
