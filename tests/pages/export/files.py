"""The file that a person takes with them, made as a worker makes it and opened as they would."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from datetime import datetime
from typing import Any

from django.utils import timezone

from basics.keeping import all_exports
from couples.people.models import User
from pages.export import making
from pages.export.models import ExportedFile
from pages.export.verbs import ask_for_export, put_away, take_silent


def made(person: User, now: datetime | None = None) -> ExportedFile:
    """Have it made, by a worker that finds nothing else to do."""
    moment = now or timezone.now()
    asked = ask_for_export(person, uuid.uuid4(), moment)
    [run] = take_silent(moment)
    making.make(run, lambda: moment)
    asked.refresh_from_db()
    return asked


def file_ready(person: User, content: bytes = b"x") -> ExportedFile:
    """Return one of this person's that is there, with hardly anything in it: to make one takes long."""
    now = timezone.now()
    file = ExportedFile.objects.create(person=person, asked_at=now, ready_at=now, size=len(content))
    file.chunks.create(number=0, content=content)
    return file


def opened(file: ExportedFile) -> dict[str, str]:
    """Return its parts by name. Whatever an unzipper would find wrong with it is raised."""
    whole = b"".join(file.chunks.order_by("number").values_list("content", flat=True))
    assert len(whole) == file.size
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def exported(person: User, now: datetime | None = None) -> dict[str, str]:
    """Return the same of a new one, and leave nothing of it that counts."""
    parts = opened(made(person, now))
    put_away(person, now or timezone.now())
    ExportedFile.objects.filter(person=person).delete()
    return parts


def data_of(person: User) -> dict[str, list[dict[str, Any]]]:
    """Return what it holds for programs, by part, without the two pages beside it, which take longest to make.

    That this is what stands in the file, tests/pages/export/test_contents.py sees.
    """
    now, reader = timezone.now(), User.objects.get(pk=person.pk)
    with making.in_their_words(reader, reader.language):
        rows = ((export, making.rows_of(export, reader, now)) for export in all_exports())
        parts: dict[str, list[dict[str, Any]]] = json.loads("".join(making.data_of(reader, now, rows)))["parts"]
    return parts
