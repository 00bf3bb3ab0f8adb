"""Asking for one's file, making it piece by piece, fetching it, putting it away. Nobody else is told of any of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from basics.limits import Limit, take_turn
from basics.refusals import Refusal
from basics.transactions import acting, serving
from couples.people.models import User
from pages.export.models import MOST_TRIES, ExportedChunk, ExportedFile

A_DAY = Limit(3, timedelta(days=1))


class ExportedEnough(Refusal):
    """Each is made of all that there is, which takes its time."""

    name = "too-many-requests"
    message = _("Three were made within a day. You can make another one tomorrow.")


class TakenOver(Exception):
    """Somebody else makes this file now, or nobody is to."""


def ask_for_export(person: User, submission: uuid.UUID, now: datetime) -> ExportedFile:
    """Ask for the file. While one is being made it is that one; a new one takes the place of what stood there.

    What failed does not count among those of the day. Raises ExportedEnough.
    """
    with acting(person.pk):
        take_turn(person.pk)
        mine = ExportedFile.objects.filter(person=person)
        asked_before = mine.to_be_made().first() or mine.filter(submission=submission).first()
        if asked_before:
            return asked_before
        A_DAY.refuse_beyond(mine.filter(failed_at__isnull=True), "asked_at", now, person.pk, ExportedEnough)
        _put_away(mine.standing(), now)
        return ExportedFile.objects.create(person=person, submission=submission, asked_at=now)


def put_away(person: User, now: datetime) -> None:
    """Delete what was made, or is being made, at once."""
    with acting(person.pk):
        _put_away(ExportedFile.objects.filter(person=person).standing(), now)


def _put_away(files: models.QuerySet[ExportedFile], now: datetime) -> None:
    """First the rows: whoever writes another piece asks them, and waits for this to end."""
    keys = list(files.values_list("pk", flat=True))
    ExportedFile.objects.filter(pk__in=keys, closed_at__isnull=True).update(closed_at=now)
    ExportedChunk.objects.filter(file__in=keys).delete()


# What a worker does.


def take_silent(now: datetime) -> list[str]:
    """Take one that waits and that nobody works on, by the name of a new run; of all that wait one at a time.

    So however many ask at once, one worker is busy with it and the others go on sending. What three runs did not
    finish, has failed.
    """
    with serving():
        silent = ExportedFile.objects.silent(now)
        waiting = ExportedFile.objects.to_be_made().count()
        if not waiting or waiting > silent.count():
            return []
        silent.filter(tries__gte=MOST_TRIES).update(failed_at=now)
        oldest = list(silent.order_by("asked_at", "pk").values_list("pk", flat=True)[:1])
        run = uuid.uuid4()
        taken = silent.filter(pk__in=oldest).update(run=run, worked_at=now, tries=F("tries") + 1, parts_done=0)
        return [str(run)] if taken else []


def begin(run: uuid.UUID, parts: int, now: datetime) -> ExportedFile:
    """Return the file of a run, with nothing of what an earlier one made of it. Raises TakenOver."""
    with transaction.atomic():
        _go_on(run, now, parts=parts, parts_done=0)
        file = ExportedFile.objects.select_related("person").get(run=run)
        file.chunks.all().delete()
        return file


def keep_chunk(run: uuid.UUID, file_id: uuid.UUID, number: int, content: bytes, now: datetime) -> None:
    """Keep the next piece. Raises TakenOver."""
    with transaction.atomic():
        _go_on(run, now, size=F("size") + len(content) if number else len(content))
        ExportedChunk.objects.create(file_id=file_id, number=number, content=content)


def note_part(run: uuid.UUID, done: int, now: datetime) -> None:
    """Say how far it is. Raises TakenOver."""
    _go_on(run, now, parts_done=done)


def finish(run: uuid.UUID, now: datetime) -> None:
    """Say that it can be fetched. Raises TakenOver."""
    _go_on(run, now, ready_at=now)


def give_up(run: uuid.UUID, now: datetime) -> None:
    """Say that it did not work, and leave nothing of it."""
    with transaction.atomic():
        if ExportedFile.objects.to_be_made().filter(run=run).update(failed_at=now):
            ExportedChunk.objects.filter(file__run=run).delete()


def _go_on(run: uuid.UUID, now: datetime, **said: object) -> None:
    """Every step of a run begins with this: the row says whether its work still counts."""
    if not ExportedFile.objects.to_be_made().filter(run=run).update(worked_at=now, **said):
        raise TakenOver


# What its owner does with it.


def note_fetched(file: ExportedFile, now: datetime) -> bool:
    """Count the time from the first time that it was fetched; tell whether it is still there."""
    with acting(file.person_id):
        mine = ExportedFile.objects.filter(pk=file.pk)
        mine.fetchable(now).filter(fetched_at__isnull=True).update(fetched_at=now)
        return mine.fetchable(now).exists()


def forget_exports(now: datetime) -> None:
    """Put away whose time is over; after a day nothing is left of them either."""
    with transaction.atomic():
        _put_away(ExportedFile.objects.outlived(now), now)
    ExportedFile.objects.filter(closed_at__isnull=False, asked_at__lte=now - A_DAY.within).delete()
