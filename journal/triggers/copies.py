"""What a copy of a card says, and one of how it went: no number, no day, no hour, no before and since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.kinds.triggers import labels_of
from basics.directions import own_words, said
from journal.copies.kinds import CopyKind, Passage
from journal.entries.reading import label_of_trigger
from journal.words import emotion_labels

# What a copy keeps of an answer: the same and harder are told alike, and so stored alike.
EASIER, NOT_YET = "easier", "not_yet"


class CardCopy(CopyKind):
    """A copy of what sets somebody off."""

    name = "card"

    def passages(self, said: Mapping[str, Any]) -> Sequence[Passage]:
        """Return the sentence, and what helps in their own words."""
        found = (
            Passage(sets_off(_label(said), said.get("feelings", ())), is_own=False),
            Passage(said.get("helps", ""), pgettext("shown to the other", "What helps me")),
        )
        return [passage for passage in found if passage.text]


class EasedCopy(CopyKind):
    """A copy of how it went."""

    name = "eased"

    def passages(self, said: Mapping[str, Any]) -> Sequence[Passage]:
        """Return what it is about, and whether it has become easier."""
        is_own = bool(said.get("own_trigger"))
        label = Passage(what_it_is_about(said), _("What sets me off"), is_own=is_own)
        return [label, Passage(how_it_went(str(said.get("answer", ""))), is_own=False)]


CARD_COPY, EASED_COPY = CardCopy(), EasedCopy()


def sets_off(label: str, feelings: Sequence[str]) -> str:
    """Return the one sentence on what sets somebody off, as they say it to the other."""
    words = emotion_labels(feelings)
    if not words:
        return said(_("‘%(trigger)s’ sets me off."), trigger=own_words(capfirst(label)))
    sentence = _("‘%(trigger)s’ sets me off, mostly %(feeling)s.")
    return said(sentence, trigger=own_words(capfirst(label)), feeling=words[0])


def what_it_is_about(said: Mapping[str, Any]) -> str:
    """Return what sets them off, as it begins a line."""
    return capfirst(_label(said))


def how_it_went(answer: str) -> str:
    """Return it as they say it to the other."""
    return _("It has become easier for me.") if answer == EASIER else _("It hasn't become easier yet.")


def eased_said(trigger: str, label: str, answer: str) -> dict[str, str]:
    """Return what a copy of how it went says."""
    return {**named(trigger, label), "answer": EASIER if answer == EASIER else NOT_YET}


def named(trigger: str, label: str) -> dict[str, str]:
    """Return what sets one off for a copy: by name, to be read in its reader's language, or in one's own words."""
    return {"trigger": trigger} if labels_of([trigger]) else {"own_trigger": label}


def _label(said: Mapping[str, Any]) -> str:
    return label_of_trigger(said.get("trigger", ""), said.get("own_trigger", ""))
