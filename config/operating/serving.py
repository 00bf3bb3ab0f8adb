"""The embedded default: web, worker and ticker in one process.

The port is bound first: it is the lock that keeps a second process off the same database. Nothing is lost when
this process is killed, because the rows are the queue; what was claimed is put back at the next start.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as CollectStatic
from django.core.files import locks
from django.core.management import call_command
from waitress.server import create_server

from reminders.queue.leases import return_all

logger = logging.getLogger(__name__)

WEB_THREADS = 8
WORKER_THREADS = 2


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

    server = create_server(application, sockets=[listener], threads=WEB_THREADS, clear_untrusted_proxy_headers=False)
    say(f"\nSteady runs at {settings.SITE_URL}  (Ctrl-C ends it)")
    # Pages first: whoever starts this waits for one, and Celery takes a while to load.
    threading.Thread(target=_start_sending, name="sending", daemon=True).start()
    _run_until_told(server)
    # The broker is memory and the rows are the queue, so nothing is left to finish: leave without waiting
    # for threads that sleep.
    logging.shutdown()
    os._exit(0)


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


def _start_sending() -> None:
    """Start worker and ticker, each in a thread of its own. They end with the process, and it ends without them."""
    try:
        _start_worker_and_ticker()
    except Exception:
        logger.exception("nothing would be sent")
        logging.shutdown()
        os._exit(1)


def _start_worker_and_ticker() -> None:
    from celery.beat import EmbeddedService

    from config.celery import app

    os.environ["CELERY_SKIP_CHECKS"] = "1"  # see the `serve` command
    worker = app.WorkController(
        pool="threads",
        concurrency=WORKER_THREADS,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        loglevel="WARNING",
    )
    threading.Thread(target=worker.start, name="worker", daemon=True).start()
    ticker: Any = EmbeddedService(app, thread=True, scheduler_cls=settings.CELERY_BEAT_SCHEDULER)
    ticker.daemon = True
    ticker.start()


def _run_until_told(server: Any) -> None:
    # A shell that starts this in the background has it ignore Ctrl-C; and SIGTERM must end it as well.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        logger.info("stopping")


def _stop(*_args: object) -> None:
    raise SystemExit(0)
