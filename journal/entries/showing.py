"""What a person sees of what they noticed. Page and API print it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.letters.private_lines import line_for, line_to_start_from
from couples.seats.models import Membership
from journal.copies.showing import CopyAsSeen, shown_from
from journal.entries.models import Entry
from journal.entries.reading import EntryAsRead, as_read, rows_of
from journal.entries.shown import source_of
from journal.entries.tags import Tag, tags_of
from journal.help_hints import help_line

IN_A_LIST = 20


@dataclass(frozen=True)
class OneEntry:
    """One of one's own, with what stands around it at the moment of writing."""

    entry: EntryAsRead
    # What can have set it off, to tap.
    tags: Sequence[Tag]
    # What one tells oneself when this sets one off: above everything.
    line: str
    # Where there is none, what one could begin with.
    line_to_start_from: str
    # The quiet line that leads to help, or nothing.
    help_line: str
    # What the other was shown of it, for its giver alone.
    copies: Sequence[CopyAsSeen]


@dataclass(frozen=True)
class EntriesPage:
    """Some of one's own, the newest first."""

    entries: Sequence[EntryAsRead]
    number: int
    has_older: bool

    @property
    def newer(self) -> int:
        """Return the page before this one; 0 for none."""
        return self.number - 1

    @property
    def older(self) -> int:
        """Return the page after this one; 0 for none."""
        return self.number + 1 if self.has_older else 0

    @property
    def help_line(self) -> str:
        """Return the one quiet line of this page."""
        return help_line_of(self.entries)


def help_line_of(entries: Iterable[EntryAsRead]) -> str:
    """Return the one quiet line of a page that lists these."""
    return help_line(text for entry in entries for text in (entry.text, entry.thought))


def one_entry(row: Entry, seat: Membership | None, now: datetime) -> OneEntry:
    """Return one of a person's own, whether or not they are connected."""
    entry = as_read(row)
    return OneEntry(
        entry=entry,
        tags=tags_of(row.person_id),
        line=line_for(row.person_id, entry.trigger),
        line_to_start_from=line_to_start_from(entry.trigger),
        help_line=help_line([entry.text, entry.thought], [entry.feeling, *entry.words]),
        copies=shown_from(source_of(row.pk), seat, now) if seat else [],
    )


def page_of_entries(person_id: int, number: int) -> EntriesPage:
    """Return a page of one's own: one query, however many there are."""
    first = (number - 1) * IN_A_LIST
    found = list(rows_of(person_id)[first : first + IN_A_LIST + 1])
    return EntriesPage([as_read(row) for row in found[:IN_A_LIST]], number, len(found) > IN_A_LIST)
