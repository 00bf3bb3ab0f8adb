"""`manage.py read_bounces`: read the reports that came back to BOUNCE_ADDRESS.

One mail on standard input, as a mail server's pipe hands it over, or a whole mailbox: a Maildir or an mbox file, as
a fetching program such as getmail or mbsync leaves it. Reading a report twice counts it once.
"""

import mailbox
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from email import message_from_binary_file, policy
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reminders.channels.email.bounces import note_bounce, read_report


class Command(BaseCommand):
    """Counts refusals that came back by mail against their addresses."""

    help = "Read bounces: one mail on standard input, or all of a Maildir or an mbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mailbox", nargs="?", default="-", help="a Maildir, an mbox file, or - for one mail")
        parser.add_argument("--delete", action="store_true", help="delete from the mailbox what was a report")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mailbox"] == "-":
            messages: Iterable[Message] = [message_from_binary_file(sys.stdin.buffer, policy=policy.default)]
        else:
            messages = _messages(Path(options["mailbox"]), options["delete"])
        counted = sum(_count(message) for message in messages)
        self.stdout.write(f"{counted} counted.")


def _count(message: Message) -> bool:
    report = read_report(message)
    return bool(report and note_bounce(report, timezone.now()))


def _messages(path: Path, delete: bool) -> Iterator[Message]:
    box = _open(path)
    box.lock()
    try:
        for key, message in box.items():
            yield message
            if delete and read_report(message):
                box.remove(key)
        box.flush()
    finally:
        box.close()


def _open(path: Path) -> mailbox.Mailbox[Any]:
    if path.is_dir():
        return mailbox.Maildir(path, create=False)
    if path.is_file():
        return mailbox.mbox(path, create=False)
    raise CommandError(f"{path} is neither a Maildir nor an mbox file.")
