"""Coming back: what each writes for it, sealed until both are in; and putting the page away. Nothing of it is required.

Nobody learns whether, when or what the other has written before it opens, nor who came back, how often, how late.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from agreements.pauses.models import RETURNS_KEPT_FOR, Pause, ReturnPage
from agreements.pauses.reminders import announce_opening
from agreements.pauses.running import latest_pause
from agreements.pauses.verbs import keep_pausing
from basics.refusals import Refusal
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.seats.leaving import hold_couple
from couples.seats.models import Membership

# Feelings to choose from, by the names that are stored.
FEELINGS: Mapping[str, Any] = {
    "hurt": gettext_lazy("hurt"),
    "unseen": gettext_lazy("unseen"),
    "wronged": gettext_lazy("wronged"),
    "sad": gettext_lazy("sad"),
    "lonely": gettext_lazy("lonely"),
    "worried": gettext_lazy("worried"),
    "angry": gettext_lazy("angry"),
    "tired": gettext_lazy("tired"),
    "overwhelmed": gettext_lazy("overwhelmed"),
    "ashamed": gettext_lazy("ashamed"),
    "hopeful": gettext_lazy("hopeful"),
}


class NothingToComeBackFrom(Refusal):
    """Another pause runs or has run, or too much time has passed."""

    name = "changed"
    message = gettext_lazy("That page was about an earlier pause. What you typed is still here; copy it to keep it.")


class NothingWritten(Refusal):
    """An empty page opens nothing."""

    field = "felt"
    message = gettext_lazy("A word or two is enough; nothing of it has to be long.")


class OpenAlready(Refusal):
    """Both have it before them."""

    name = "fixed"
    message = gettext_lazy("What you both wrote is open, so it stays as it is. What you typed is still in the field.")


class InAlready(Refusal):
    """Half a sentence must not open because a page keeps itself."""

    name = "changed"
    message = gettext_lazy("Yours is in. What you change now counts once you send it.")


@dataclass(frozen=True)
class Written:
    """What one person wrote, or writes. What is None stays as it is kept."""

    about: str | None = None
    chosen: Sequence[str] = ()
    felt: str = ""
    need: str = ""

    @classmethod
    def on(cls, page: ReturnPage | None) -> Written:
        """Return what stands on a page; nothing where there is none."""
        return cls(**{"about": "", **(page.words if page else {})})

    def over(self, kept: Written) -> Written:
        """Return what stands once this is written over what was kept."""
        about = kept.about if self.about is None else self.about
        return Written(about, list(self.chosen), self.felt, self.need)

    @property
    def says_something(self) -> bool:
        """Tell whether there is anything to open."""
        return bool(self.chosen or self.felt.strip() or self.need.strip())


def page_of(pause: Pause, seat: Membership) -> ReturnPage | None:
    """Return this person's own page about a pause."""
    return ReturnPage.objects.filter(pause=pause.pk, author=seat.user_id).first()


def keep_about(pause_id: uuid.UUID | None, seat: Membership, about: str, now: datetime) -> None:
    """Keep what the pause is about, for the return; an empty line takes it away. Nobody else reads it before it opens.

    Raises NothingToComeBackFrom, OpenAlready, NotConnected.
    """
    with acting(seat.user_id):
        pause = _pause_to_write_about(pause_id, seat, now)
        kept = Written.on(page_of(pause, seat))
        _store(pause, seat, Written(about, kept.chosen, kept.felt, kept.need))
        raise_revisions([seat.user_id])


def keep_page(pause_id: uuid.UUID | None, seat: Membership, written: Written, now: datetime) -> None:
    """Keep one's page while it is written, for its writer alone, until it is in.

    Raises InAlready, NothingToComeBackFrom, OpenAlready, NotConnected.
    """
    with acting(seat.user_id):
        pause = _pause_to_come_back_from(pause_id, seat, now)
        kept = page_of(pause, seat)
        if kept and kept.in_at:
            raise InAlready
        _store(pause, seat, written.over(Written.on(kept)))


def hand_in_page(pause_id: uuid.UUID | None, seat: Membership, written: Written, now: datetime) -> bool:
    """Say that one's page is in; return whether both are open now. Until they open it can be changed.

    Raises NothingWritten, NothingToComeBackFrom, OpenAlready, NotConnected.
    """
    if not written.says_something:
        raise NothingWritten
    with acting(seat.user_id):
        pause = _pause_to_come_back_from(pause_id, seat, now)
        _store(pause, seat, written.over(Written.on(page_of(pause, seat))), in_at=now)
        is_open = _open_if_both_are_in(pause, now)
        if is_open:
            announce_opening(pause, seat.both, now)
        # Before it opens nothing may move on the other's page.
        raise_revisions(seat.both if is_open else [seat.user_id])
        return is_open


def _pause_to_write_about(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> Pause:
    """Take the couple's row first: of two who hand in at once, the second counts both."""
    keep_pausing(seat)
    pause = latest_pause(seat, now)
    if pause is None or pause_id not in (None, pause.pk) or not is_there(pause, now):
        raise NothingToComeBackFrom
    if pause.opened_at:
        raise OpenAlready
    return pause


def _pause_to_come_back_from(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> Pause:
    pause = _pause_to_write_about(pause_id, seat, now)
    if pause.is_running(now):
        raise NothingToComeBackFrom
    return pause


def is_there(pause: Pause, now: datetime) -> bool:
    """Tell whether what was written about a pause is still there."""
    return now < pause.over_at + RETURNS_KEPT_FOR


def _store(pause: Pause, seat: Membership, written: Written, **also: Any) -> None:
    ReturnPage.objects.update_or_create(
        pause=pause,
        author=seat.user,
        defaults={"words": asdict(written), **also},
        create_defaults={"words": asdict(written), "couple_id": pause.couple_id, **also},
    )


def _open_if_both_are_in(pause: Pause, now: datetime) -> bool:
    """One write either way: not even how long this takes tells whether the other is in."""
    is_open = ReturnPage.objects.filter(pause=pause.pk, in_at__isnull=False).count() == 2
    opened_at = Value(now if is_open else None, DateTimeField())
    Pause.objects.filter(pk=pause.pk).update(opened_at=Coalesce(F("opened_at"), opened_at))
    return is_open


def put_away(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> None:
    """Let the page step back, for this person alone: they are talking, or it waits for the next talk.

    Raises NothingToComeBackFrom, NotConnected.
    """
    with acting(seat.user_id):
        keep_pausing(seat)
        if not step_back(pause_id, seat, now):
            raise NothingToComeBackFrom


def step_back(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> bool:
    """Put the page away if there still is one about that pause; tell whether. For verbs that hold the couple's row."""
    pause = latest_pause(seat, now)
    if pause is None or pause_id not in (None, pause.pk) or not is_there(pause, now):
        return False
    mine, away = {"pause": pause, "author": seat.user}, {"is_put_away": True}
    ReturnPage.objects.update_or_create(**mine, defaults=away, create_defaults={"couple_id": seat.couple_id, **away})
    raise_revisions([seat.user_id])
    return True


# What the rooms above do with a page before it goes: in their hands it stays with its writer, or it would be lost.
_keepers: list[Callable[[ReturnPage], object]] = []


def register_keeper(keep: Callable[[ReturnPage], object]) -> None:
    """Have `keep(page)` called for each page before it goes, in the transaction in which it goes."""
    _keepers[:] = [keep]


def let_return_pages_go(now: datetime) -> int:
    """Let go what nobody may read any more: 72 hours after the end, or once a new pause runs. Part of housekeeping."""
    couples = set(ReturnPage.objects.gone(now).values_list("couple", flat=True))
    return sum(_let_go_of(couple_id, now) for couple_id in couples)


def _let_go_of(couple_id: uuid.UUID, now: datetime) -> int:
    """Take the couple's row first, as whoever writes does: what is written in the last moment goes along."""
    with transaction.atomic():
        hold_couple(couple_id)
        return let_go(ReturnPage.objects.gone(now).filter(couple=couple_id))


def let_go(pages: QuerySet[ReturnPage]) -> int:
    """Keep these for who wrote them, and delete them. For verbs that hold the couple's row."""
    found = list(pages.select_related("author", "pause"))
    for page in found:
        for keep in _keepers:
            keep(page)
    ReturnPage.objects.filter(pk__in=[page.pk for page in found]).delete()
    return len(found)
