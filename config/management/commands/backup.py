"""`python manage.py backup steady-backup.tar.gz`: database and keys of the embedded default in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.operating.backup import NoBackup, back_up


class Command(BaseCommand):
    """Back up while the service runs."""

    help = "Write the database and the keys that read it to one file."
    # They find mistakes in code, and take as long as all the rest; a backup is made every day.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Back up, or say why not."""
        secret = settings.ENVIRONMENT.backup_passphrase
        try:
            back_up(options["file"], secret)
        except NoBackup as error:
            raise CommandError(str(error)) from None
        said = (
            "It holds the keys too, encrypted to the passphrase." if secret else "It holds the keys too; keep it safe."
        )
        self.stdout.write(f"Written: {options['file']}. {said}")
