"""`manage.py healthy web|worker|beat`: what the health checks of docker-compose.yml ask."""

import socket
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reminders.operating.overdue import LATE_AFTER, longest_wait

SECONDS_TO_ANSWER = 5


class Command(BaseCommand):
    """Tell by the exit code whether the part of the service in this container does its work."""

    help = "Exit with 0 if the named part of the service does its work, else say what is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=sorted(CHECKS))

    def handle(self, *args: Any, **options: Any) -> None:
        if fault := CHECKS[options["part"]]():
            raise CommandError(fault)


def web_fault() -> str:
    """Ask the web server of this container for its health page, under the name that it answers to."""
    host = urlsplit(settings.SITE_URL).netloc
    request = Request(f"http://127.0.0.1:{settings.ENVIRONMENT.port}/healthz", headers={"Host": host})
    try:
        with urlopen(request, timeout=SECONDS_TO_ANSWER):  # noqa: S310
            return ""
    except OSError as error:
        return f"the web server does not answer: {error}"


def worker_fault() -> str:
    """Ask the Celery worker of this container for a sign of life through the broker."""
    from config.celery import app  # the two other parts are asked without

    name = f"celery@{socket.gethostname()}"
    answers = app.control.inspect(destination=[name], timeout=SECONDS_TO_ANSWER).ping()
    return "" if answers else f"{name} does not answer"


def beat_fault() -> str:
    """Look for reminders that have long been due and that nobody took."""
    return "reminders are due and nobody takes them" if longest_wait(timezone.now()) > LATE_AFTER else ""


CHECKS = {"web": web_fault, "worker": worker_fault, "beat": beat_fault}
