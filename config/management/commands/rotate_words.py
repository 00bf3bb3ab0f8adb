"""`python manage.py rotate_words`: encrypts everybody's words anew with the newest key."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from basics.encryption import WordsUnreadable, encrypted_fields, rotate_model
from config.operating.canary import renew_canary
from couples.access.second_step import rotate_second_steps


class Command(BaseCommand):
    """Rotate the keys: put a new one first in WORDS_KEYS, restart, run this, then drop the old one."""

    help = "Encrypt all words anew with the first key in WORDS_KEYS. The service may go on running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Optionally only print a key."""
        parser.add_argument("--new-key", action="store_true", help="print a new key and do nothing else")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rotate every model that has encrypted fields, and the secrets of the second step."""
        if options["new_key"]:
            self.stdout.write(Fernet.generate_key().decode())
            return
        for model in apps.get_models():
            if encrypted_fields(model):
                self._rotate(model, partial(rotate_model, model))
        self._rotate(Authenticator, rotate_second_steps)
        # Last: until all is done, the start without the old key is refused.
        renew_canary()

    def _rotate(self, model: type[Model], verb: Callable[[], int]) -> None:
        try:
            count = verb()
        except WordsUnreadable as error:
            raise CommandError(
                f"Some words in {model._meta.label} fit none of the keys. Add the key that wrote them to WORDS_KEYS."
            ) from error
        self.stdout.write(f"{model._meta.label}: {count}")
