"""How the file is made: a zip written as it is read, so that hardly more than one piece is ever in memory."""

from __future__ import annotations

import io
import json
import logging
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from traceback import extract_tb
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from basics.keeping import Export, all_exports
from basics.transactions import reading
from couples.people.models import User
from pages.export.models import ExportedFile
from pages.export.paper import DATA, LANGUAGES, Paper, paper_name
from pages.export.verbs import TakenOver, begin, finish, give_up, keep_chunk, note_part

logger = logging.getLogger(__name__)

FORMAT, VERSION = "steady-export", 1
PIECE = 256 * 1024
ROWS_AT_ONCE = 50
Clock = Callable[[], datetime]
Rows = Iterator[Mapping[str, Any]]


def make(run: str, clock: Clock = timezone.now) -> None:
    """Make the file of a run that was taken. Whatever goes wrong stands in its row, and nothing of it in the log."""
    run_id = uuid.UUID(run)
    try:
        _Making(run_id, clock).make()
    except TakenOver:
        logger.info("an export was taken over or put away")
    except Exception as error:  # noqa: BLE001 - the row has to say so, whatever it was
        # Not its words: they may be somebody's.
        where = extract_tb(error.__traceback__)[-1]
        logger.error("an export failed: %s in %s:%s", type(error).__name__, where.filename, where.lineno)
        give_up(run_id, clock())


class _Making:
    def __init__(self, run: uuid.UUID, clock: Clock) -> None:
        self.run, self.clock = run, clock
        self.exports, self.done = all_exports(), 0

    def make(self) -> None:
        file = begin(self.run, len(self.exports) * (1 + len(LANGUAGES)), self.clock())
        pieces = Pieces(lambda number, content: keep_chunk(self.run, file.pk, number, content, self.clock()))
        with (
            in_their_words(file.person, file.person.language),
            zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as all_of_it,
        ):
            self._write_data(all_of_it, file)
            for language in LANGUAGES:
                self._write_paper(all_of_it, file, language)
        pieces.close()
        finish(self.run, self.clock())

    def _write_data(self, all_of_it: zipfile.ZipFile, file: ExportedFile) -> None:
        with all_of_it.open(DATA, "w") as entry:
            for text in data_of(file.person, self.clock(), self._parts(file)):
                entry.write(text.encode())

    def _write_paper(self, all_of_it: zipfile.ZipFile, file: ExportedFile, language: str) -> None:
        own = file.person.language
        with in_their_words(file.person, language), all_of_it.open(paper_name(language, own), "w") as entry:
            for text in Paper(file.person, language, self.clock()).texts(self._parts(file)):
                entry.write(text.encode())

    def _parts(self, file: ExportedFile) -> Iterator[tuple[Export, Rows]]:
        """Every part with its rows. Who reads is looked up for each: the two may have left each other meanwhile."""
        for export in self.exports:
            yield export, self._alive(rows_of(export, User.objects.get(pk=file.person_id), self.clock()))
            self.done += 1
            note_part(self.run, self.done, self.clock())

    def _alive(self, rows: Rows) -> Rows:
        """Say now and then that somebody works on it: a part of very many rows takes its time."""
        for number, row in enumerate(rows, 1):
            if number % ROWS_AT_ONCE == 0:
                note_part(self.run, self.done, self.clock())
            yield row


def rows_of(export: Export, person: User, now: datetime) -> Rows:
    """Return its rows, read some at a time for this person; between them nothing is held in the database."""
    rows = export.rows(person, now)
    while some := _some(rows, person):
        yield from some


def _some(rows: Rows, person: User) -> list[Mapping[str, Any]]:
    with reading(person.pk):
        return list(islice(rows, ROWS_AT_ONCE))


def data_of(person: User, now: datetime, parts: Iterator[tuple[Export, Rows]]) -> Iterator[str]:
    """Return all of it as JSON, in texts."""
    head = {"format": FORMAT, "version": VERSION, "made_at": now, "language": person.language}
    yield f'{_json(head)[:-1]}, "parts": {{'
    for number, (export, rows) in enumerate(parts):
        yield f"{',' if number else ''}\n{_json(export.name)}: ["
        yield from (f"{',' if place else ''}\n{_json(row)}" for place, row in enumerate(rows))
        yield "]"
    yield "\n}}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_moment)


def _moment(value: Any) -> str:
    """Moments in UTC, days as they are; what a translation is late for, as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


@contextmanager
def in_their_words(person: User, language: str) -> Iterator[None]:
    """Read as this person does: in a language, and by their clock."""
    with translation.override(language), timezone.override(ZoneInfo(person.time_zone)):
        yield


class Pieces(io.RawIOBase):
    """Where the zip is written to: it hands on a piece whenever one is full."""

    def __init__(self, hand_on: Callable[[int, bytes], None]) -> None:
        super().__init__()
        self._hand_on, self._waiting, self._number = hand_on, bytearray(), 0

    def writable(self) -> bool:
        """A zip that cannot look back says after each entry what others say before it."""
        return True

    def write(self, data: Any) -> int:
        """Take what is written."""
        self._waiting += data
        while len(self._waiting) >= PIECE:
            self._hand(PIECE)
        return len(data)

    def close(self) -> None:
        """Hand on the rest; without it nothing is whole."""
        if not self.closed and self._waiting:
            self._hand(len(self._waiting))
        super().close()

    def _hand(self, length: int) -> None:
        self._hand_on(self._number, bytes(self._waiting[:length]))
        del self._waiting[:length]
        self._number += 1
