"""What a person has begun to write and not sent, kept for them alone while they write it.

For forms whose words another would read, or that another would have to answer: keeping them must send nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.limits import Room, take_turn
from basics.refusals import Refusal
from basics.transactions import acting
from couples.begun.models import BegunText
from couples.people.models import User

KEPT_FOR = timedelta(days=30)
# Some two hundred of the longest.
BEGUN = Room(1_000_000)


class BegunTooMuch(Refusal):
    """All that a person has begun is too long together."""

    name = "no-room"
    message = _("You have begun very many texts. Send or shorten another one first; this one is still here.")


def keep_begun(person: User, about: str, typed: Mapping[str, Any], now: datetime) -> None:
    """Keep what was changed in a form over what was kept of it before. Raises BegunTooMuch.

    Read, merged and written in one turn: of two pages that keep something at once, neither undoes the other.
    """
    if not typed:
        return
    with acting(person.pk):
        take_turn(person.pk)
        mine = BegunText.objects.filter(user=person)
        kept = mine.filter(about=about).first()
        together = {**(kept.typed if kept else {}), **typed}
        with BEGUN.kept_within(mine, person.pk, BegunTooMuch):
            mine.update_or_create(user=person, about=about, defaults={"typed": together, "kept_at": now})


def begun_by(person_id: int, about: str, now: datetime) -> Mapping[str, Any]:
    """Return what a person has begun in a form; nothing where they have not."""
    return all_begun_by(person_id, [about], now).get(about, {})


def all_begun_by(person_id: int, about: Iterable[str], now: datetime) -> Mapping[str, Mapping[str, Any]]:
    """Return the same of several forms, by what each is about. One query."""
    mine = BegunText.objects.filter(user=person_id, about__in=list(about), kept_at__gt=now - KEPT_FOR)
    return dict(mine.values_list("about", "typed"))


def forget_begun(person_id: int, about: str) -> None:
    """Forget what was sent, or is not to be sent any more."""
    BegunText.objects.filter(user=person_id, about=about).delete()


def forget_old_begun(now: datetime) -> int:
    """Delete what nobody went on with. Part of housekeeping."""
    return BegunText.objects.filter(kept_at__lte=now - KEPT_FOR).delete()[0]
