"""`manage.py reminders`: look at the rows, hold and release a channel, send again what failed."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reminders.channels import CHANNELS
from reminders.kinds import registered
from reminders.operating.counts import errors_kept, retry_failed, tallies_of_rows
from reminders.queue.channel_holds import held_channels, hold_channel, release_channel


class Command(BaseCommand):
    """Never shows whose a row is, nor a word of what it says."""

    help = "Look at the reminders' rows (the default), hold or release a channel, or send again what failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action")
        actions.add_parser("show", help="count rows by kind, channel and state, with the oldest that is due")
        for name, text in (("hold", "let a channel's rows wait"), ("release", "send them again")):
            actions.add_parser(name, help=text).add_argument("channel", choices=sorted(CHANNELS))
        retry = actions.add_parser("retry", help="send again what failed and still makes sense")
        retry.add_argument("--kind", choices=sorted(registered()), default="")
        retry.add_argument("--channel", choices=sorted(CHANNELS), default="")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        match options["action"]:
            case "hold":
                hold_channel(options["channel"], now)
                self.stdout.write(f"{options['channel']} is held: its rows wait.")
            case "release":
                release_channel(options["channel"])
                self.stdout.write(f"{options['channel']} is released.")
            case "retry":
                count = retry_failed(now, options["kind"], options["channel"])
                self.stdout.write(f"{count} to be sent again.")
            case _:
                self.show(now)

    def show(self, now: datetime) -> None:
        """Print the table, what is held, and what went wrong."""
        line = "{:<20} {:<10} {:<10} {:>10}  {}"
        self.stdout.write(line.format("kind", "channel", "state", "rows", "oldest due for"))
        for tally in tallies_of_rows(now):
            late = _said(tally.late) if tally.late else ""
            self.stdout.write(line.format(tally.kind, tally.channel, tally.state, tally.count, late).rstrip())
        for channel, since in held_channels().items():
            self.stdout.write(f"held: {channel}, for {_said(now - since)}")
        for kind, channel, error, count in errors_kept():
            self.stdout.write(f"failed: {count} × {kind} by {channel}: {error}")


def _said(length: timedelta) -> str:
    return str(timedelta(seconds=int(length.total_seconds())))
