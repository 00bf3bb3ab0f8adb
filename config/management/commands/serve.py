"""`python manage.py serve`: the whole service in one process, the embedded default."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.operating.serving import AlreadyServing, serve


class Command(BaseCommand):
    """Web, worker and ticker in one process."""

    help = "Run web, worker and ticker in one process, on SQLite and an in-memory broker."
    # Django's own checks find mistakes in code; `make test` runs them, and they take as long as all the rest.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`make run` adds --demo."""
        parser.add_argument("--demo", action="store_true", help="fill an empty database with a demo couple")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until Ctrl-C."""
        try:
            serve(demo=options["demo"], say=self.stdout.write)
        except AlreadyServing as error:
            raise CommandError(str(error)) from None
