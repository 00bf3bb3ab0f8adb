"""`python manage.py send_test_mail you@example.org`: tells whether the mail server takes mail."""

from __future__ import annotations

import smtplib
from argparse import ArgumentParser
from typing import Any

from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Send one mail at once, past the queue, and say what the server answered."""

    help = "Send a test mail with the configured mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The receiver."""
        parser.add_argument("address")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send it, or explain what failed."""
        mail = EmailMessage("Steady: test mail", "If you can read this, Steady can send mail.", to=[options["address"]])
        try:
            mail.send()
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(f"The mail server did not take it: {error}. Check EMAIL_URL.") from error
        self.stdout.write("The mail server took it.")
