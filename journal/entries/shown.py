"""What a copy of an entry says, in three sizes: nothing of it but what was chosen, and no time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.refusals import Refusal
from basics.submissions import body_hash
from basics.transactions import reading
from couples.seats.models import Membership
from journal.copies import verbs as copying
from journal.copies.kinds import CopyKind, Passage
from journal.copies.models import ShownCopy
from journal.entries.models import Entry
from journal.entries.reading import STRENGTHS, EntryAsRead, as_read, label_of_trigger
from journal.words import emotion_labels

# From the least to all of it; the least is what is offered first.
SIZES: Mapping[str, tuple[str, ...]] = {
    "feeling": ("feelings",),
    "trigger": ("feelings", "trigger", "own_trigger"),
    "everything": ("feelings", "trigger", "own_trigger", "strength", "text", "thought"),
}
SIZE_LABELS = {
    "feeling": gettext_lazy("Only the feeling"),
    "trigger": gettext_lazy("And what set it off"),
    "everything": gettext_lazy("Everything"),
}


class NothingToShow(Refusal):
    """Of this size it would be empty."""

    field = "size"
    message = gettext_lazy("There is nothing of that to show. Choose more of it, or let it be.")


class ChangedSince(Refusal):
    """It says something else by now than what its writer has read before showing it."""

    name = "changed"
    field = "size"
    message = gettext_lazy("This has changed since you opened it. Read it again before you show it.")


class EntryCopy(CopyKind):
    """A copy of something that was noticed."""

    name = "entry"

    def passages(self, said: Mapping[str, Any]) -> Sequence[Passage]:
        """Return it in the order in which one would say it."""
        strength = STRENGTHS.get(said.get("strength", -1), "")
        trigger = label_of_trigger(said.get("trigger", ""), said.get("own_trigger", ""))
        found = (
            Passage(" · ".join(emotion_labels(said.get("feelings", ()))), _("What I felt"), is_own=False),
            Passage(trigger, _("What set it off"), is_own=bool(said.get("own_trigger"))),
            Passage(str(strength), _("How strong"), is_own=False),
            Passage(said.get("text", ""), _("What happened, in my words")),
            Passage(said.get("thought", ""), _("A thought that keeps coming back")),
        )
        return [passage for passage in found if passage.text]


ENTRY_COPY = EntryCopy()


def chosen(entry: EntryAsRead, size: str) -> Mapping[str, Any]:
    """Return what a copy of this size would hold: the words of now, whatever becomes of the entry."""
    whole: dict[str, Any] = {
        "feelings": [name for name in (entry.feeling, *entry.words) if name],
        "trigger": entry.trigger,
        "own_trigger": entry.own_trigger,
        "strength": entry.strength,
        "text": entry.text,
        "thought": entry.thought,
    }
    return {name: whole[name] for name in SIZES[size] if whole[name] not in ("", None, [])}


@dataclass(frozen=True)
class Size:
    """One way to show it, with exactly what the other would read."""

    name: str
    label: str
    passages: Sequence[Passage]

    @property
    def words(self) -> str:
        """Return by what it is known whether it still says the same."""
        return _known_by(self.passages)


def sizes_of(entry: EntryAsRead) -> Sequence[Size]:
    """Return the ways in which one can be shown, from the least; one that would say nothing more is left out."""
    found: list[Size] = []
    for name, label in SIZE_LABELS.items():
        passages = ENTRY_COPY.passages(chosen(entry, name))
        if passages and (not found or passages != found[-1].passages):
            found.append(Size(name, str(label), passages))
    return found


def source_of(key: uuid.UUID) -> str:
    """Return by what its giver finds copies of an entry."""
    return f"entry:{key}"


def _known_by(passages: Sequence[Passage]) -> str:
    return body_hash([str(passage.text) for passage in passages])


def show_entry(
    seat: Membership, key: uuid.UUID, size: str, submission: uuid.UUID, now: datetime, words: str = ""
) -> ShownCopy:
    """Show the other a copy of one of one's own; one that was shown within a day says from now on what is chosen here.

    With `words`, those of the size as it was read, only what still says the same. Raises NothingToShow, ChangedSince,
    ShownEnough, CopiesTooLong, SentDifferently, NotConnected, Entry.DoesNotExist.
    """
    with reading(seat.user_id):
        entry = as_read(Entry.objects.get(pk=key, person=seat.user_id))
    said = chosen(entry, size)
    passages = ENTRY_COPY.passages(said)
    if not passages:
        raise NothingToShow
    if words and words != _known_by(passages):
        raise ChangedSince
    return copying.show(seat, ENTRY_COPY, source_of(key), said, submission, now)
