"""Cards: what one's own entries say of what sets one off. Page and API print it.

Everything is one's own: no function here is given a partner, and none reads rows of anybody but its person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from agreements.letters.private_lines import line_for
from basics import formats
from couples.people.models import User
from couples.seats.access import membership_of
from journal.copies.showing import CopyAsSeen, shown_from
from journal.entries.narrowing import Count, Narrowing, label_of
from journal.entries.reading import EntryAsRead, entries_of
from journal.entries.tags import tags_of
from journal.triggers.asking import Asking, asking_of
from journal.triggers.copies import EASIER
from journal.triggers.easing import Eased, eased
from journal.triggers.models import EasedAnswer
from journal.triggers.patterns import falls_together, most_often
from journal.triggers.picture import MOST_WEEKS, Picture, draw
from journal.triggers.rules import Rule, rule_about
from journal.words import emotion_labels

WEEKS = 8
LEAST = 3
A_WEEK, A_DAY = timedelta(weeks=1), timedelta(days=1)


@dataclass(frozen=True)
class CardAsSeen:
    """What one's entries of eight weeks say of one thing; under three of them, nothing."""

    trigger: str
    label: str
    total: Count
    # Those that fall into the same days or hours, where enough do.
    together: Count | None
    # The names of the feelings that came most often.
    feelings: Sequence[str]
    weeks: int = WEEKS

    @property
    def can_tell(self) -> bool:
        """Tell whether there are enough of them to say anything."""
        return self.total.number >= LEAST

    @property
    def most_often(self) -> Sequence[str]:
        """Return what pages call those feelings."""
        return emotion_labels(self.feelings)

    @property
    def most_often_said(self) -> str:
        """Return them as a sentence says them; empty where each came once."""
        return formats.all_of(self.most_often)

    @property
    def source(self) -> str:
        """Return by what its owner finds copies of it."""
        return f"trigger:{self.trigger}"


@dataclass(frozen=True)
class Drawn:
    """A card in the list: with its picture, and whether it is asked about by now."""

    card: CardAsSeen
    picture: Picture
    is_asked: bool


@dataclass(frozen=True)
class Cards:
    """All cards of a person, and what they wrote too little about.

    What has had an agreement for four weeks keeps its card however seldom it is noted: that may be how it eased.
    """

    cards: Sequence[Drawn]
    too_few: Sequence[CardAsSeen]


@dataclass(frozen=True)
class OneCard:
    """One card with all that belongs to it."""

    card: CardAsSeen
    picture: Picture
    # What one tells oneself.
    line: str
    rule: Rule | None
    # Whether it has been in force long enough to ask; and whether it is to be asked now.
    can_be_asked: bool
    is_asked: bool
    last: EasedAnswer | None
    # How it went by what was written down; None before an agreement has been in force for four weeks.
    compared: Eased | None
    copies: Sequence[CopyAsSeen]

    @property
    def answer(self) -> str:
        """Return what was answered last: easier, same or harder; empty for nothing."""
        return self.last.answer if self.last else ""

    @property
    def has_not_eased(self) -> bool:
        """Tell whether its owner has said lately that it is the same or harder, with an agreement in force about it."""
        return self.can_be_asked and not self.is_asked and self.rule is not None and self.answer != EASIER


def cards_of(person: User, now: datetime) -> Cards:
    """Return all cards, the fullest first. Each entry is decrypted once; as many queries whatever was written."""
    asking, zone = asking_of(person, now), person.time_zone
    entries = entries_of(person.pk, _eight_weeks("", asking.today).begins_at(zone), now)
    noted = [entry.trigger for entry in entries if entry.trigger]
    agreed, labels = asking.looked_back_at, _labels(person.pk)
    names = dict.fromkeys([*noted, *agreed])
    cards = [_card(name, labels, entries, asking.today, zone) for name in names]
    told = [card for card in cards if card.can_tell or card.trigger in agreed]
    told.sort(key=lambda card: -card.total.number)
    return Cards(
        cards=[Drawn(card, _drawn(card, entries, WEEKS, asking), asking.is_due(card.trigger)) for card in told],
        too_few=[card for card in cards if card.total.number and card not in told],
    )


def one_card(person: User, trigger: str, now: datetime) -> OneCard | None:
    """Return one card; None for what is none of this person's own nor of those that everybody is offered."""
    asking, zone, seat = asking_of(person, now), person.time_zone, membership_of(person)
    whole = _eight_weeks(trigger, asking.today)
    first = min(whole.first, asking.looks_back_to(trigger) or whole.first)
    entries = entries_of(person.pk, replace(whole, first=first).begins_at(zone), now)
    card = _card(trigger, _labels(person.pk), entries, asking.today, zone)
    if not card.label:
        return None
    weeks = min(MOST_WEEKS, -(-(asking.today - first).days // 7))
    return OneCard(
        card=card,
        picture=_drawn(card, entries, weeks, asking),
        line=line_for(person.pk, trigger),
        rule=rule_about(trigger, asking.rules),
        can_be_asked=asking.looks_back_to(trigger) is not None,
        is_asked=asking.is_due(trigger),
        last=asking.answers.get(trigger),
        compared=_compared(trigger, entries, asking),
        copies=shown_from(card.source, seat, now) if seat else [],
    )


def _eight_weeks(trigger: str, today: date) -> Narrowing:
    return Narrowing(trigger, today - WEEKS * A_WEEK + A_DAY, today)


def _card(
    trigger: str, labels: Mapping[str, str], entries: Sequence[EntryAsRead], today: date, zone: str
) -> CardAsSeen:
    days = _eight_weeks(trigger, today)
    mine = days.of(entries, zone)
    narrow = falls_together(days, mine, zone) if len(mine) >= LEAST else None
    return CardAsSeen(
        trigger=trigger,
        label=labels.get(trigger) or label_of([entry for entry in entries if entry.trigger == trigger]),
        total=Count(len(mine), days),
        together=Count(len(narrow.of(mine, zone)), narrow) if narrow else None,
        feelings=most_often(mine) if len(mine) >= LEAST else (),
    )


def _labels(person_id: int) -> Mapping[str, str]:
    return {tag.name: tag.label for tag in tags_of(person_id)}


def _drawn(card: CardAsSeen, entries: Sequence[EntryAsRead], weeks: int, asking: Asking) -> Picture:
    about = [entry for entry in entries if entry.trigger == card.trigger]
    return draw(about, weeks, asking.today, asking.zone, asking.began(card.trigger))


def _compared(trigger: str, entries: Sequence[EntryAsRead], asking: Asking) -> Eased | None:
    began = asking.began(trigger)
    return eased(trigger, began, asking.today, entries, asking.zone) if began else None
