"""The table of an opened talk: what two people have before them, in which order, and about how long it takes.

All of it is derived from what both can read, so that two phones at one table show the same; nobody's looking at it is
kept anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.letters.showing import agreements_of
from agreements.trials.fitting import Fit, asked_at_a_talk, quarter_of, with_what_was_told
from basics.directions import own_words, said
from basics.localtime import local, moment
from checkins.agenda.showing import OnTheTable
from checkins.answers.showing import WholeCheckIn, whole_check_in
from checkins.questions.prompts import GOOD, WISH
from checkins.rhythm.models import CheckIn, CheckInQuerySet
from checkins.table.reading import ReadOut, read_out
from checkins.theme.showing import Compared, compared
from checkins.tries.showing import TryAsSeen, tries_for_table, wishes_on_table
from couples.seats.models import Membership
from journal.appreciations.showing import AppreciationAsSeen
from journal.letters.showing import LetterAsSeen, opened_with

# So many talks of a couple offer ten minutes and nothing else: short ones are come back to.
SHORT_AT_FIRST = 4


@dataclass(frozen=True)
class Part:
    """One sort of thing on the table, and about how long one of it takes."""

    title: Any
    minutes: int
    # Within ten minutes in all; nothing for what stays out of them.
    in_ten_minutes: int = 0


# In the order of the table; the last one ends with what each takes along.
PARTS = {
    "good": Part(gettext_lazy("What felt good"), 3, 2),
    "letters": Part(gettext_lazy("A letter"), 5, 3),
    "tries": Part(gettext_lazy("What we wanted to try"), 3),
    "again": Part(gettext_lazy("To look at again"), 5, 2),
    "topics": Part(gettext_lazy("To talk about"), 5, 2),
    "question": Part(gettext_lazy("One question"), 5, 3),
    "needs": Part(gettext_lazy("What each of us needs most"), 5, 3),
    "fits": Part(gettext_lazy("Does it still fit?"), 5),
    "wishes": Part(gettext_lazy("Until next time"), 3, 1),
}
LAST = [*PARTS][-1]
# What was heavy lies beside the one question that was drawn.
SEVERAL_QUESTIONS = gettext_lazy("What we ask each other")


@dataclass(frozen=True)
class TableItem:
    """One thing on the table."""

    # By which a talk walks from one to the next; the same for both.
    key: str
    title: str
    minutes: int
    part: str
    appreciations: Sequence[AppreciationAsSeen] = ()
    # What was asked, with what both said to it.
    read_outs: Sequence[ReadOut] = ()
    topic: OnTheTable | None = None
    letter: LetterAsSeen | None = None
    tries: Sequence[TryAsSeen] = ()
    # What each needs most, one's beside the other's.
    compared: Compared | None = None
    # What the two have agreed on, to be looked at once a quarter.
    fits: Sequence[Fit] = ()

    @property
    def line(self) -> str:
        """Return what it is about: of a question what it asks, and of several each on a line of its own."""
        return "\n".join(each.question for each in self.read_outs) if self.part == "question" else self.title

    @property
    def part_title(self) -> str:
        """Return what the part is called that it belongs to."""
        return str(SEVERAL_QUESTIONS if self.asks_several else PARTS[self.part].title)

    @property
    def asks_several(self) -> bool:
        """Tell whether more was asked than the one drawn question."""
        return self.part == "question" and len(self.read_outs) > 1


@dataclass(frozen=True)
class Section:
    """The items of one part, which are read on one screen."""

    part: str
    items: Sequence[TableItem]

    @property
    def title(self) -> str:
        """Return what the part is called."""
        return self.items[0].part_title

    @property
    def minutes(self) -> int:
        """Return about how long all of it takes."""
        return sum(item.minutes for item in self.items)


@dataclass(frozen=True)
class Table:
    """All that lies on it, in its order; nothing before the talk is open."""

    talk: WholeCheckIn
    items: Sequence[TableItem] = ()
    # Whether it opened so lately that the two sit down to it.
    is_news: bool = False
    # Whether more than ten minutes are offered.
    offers_whole: bool = False

    @property
    def turns_over(self) -> bool:
        """Tell whether the two come to it one part after the other."""
        return self.is_news and not self.talk.is_one_question

    @property
    def left(self) -> Sequence[TableItem]:
        """Return which topics ten minutes leave for another time."""
        taken = {item.key for item in self.ten_minutes}
        return [item for item in self.items if item.topic and item.key not in taken]

    @cached_property
    def ten_minutes(self) -> Sequence[TableItem]:
        """Return what ten minutes hold: what felt good, one topic of each one's choice, the question and the wishes.

        What the two tried is asked about beside what they wish for: unasked it would be over.
        """
        chosen = _chosen(self.items)
        tries = [each for item in self.items for each in item.tries]
        fits = [item for item in self.items if PARTS[item.part].in_ten_minutes]
        short = [_shortened(item) for item in fits if item.topic is None or item.key in chosen]
        return [replace(item, tries=tries) if item.part == LAST else item for item in short]


def sections(items: Sequence[TableItem]) -> Sequence[Section]:
    """Return items by their parts, which stand in their order already."""
    return [Section(part, list(same)) for part, same in groupby(items, key=lambda item: item.part)]


def _shortened(item: TableItem) -> TableItem:
    return replace(item, minutes=PARTS[item.part].in_ten_minutes)


def _chosen(items: Sequence[TableItem]) -> set[str]:
    """Return the keys of what each has chosen of their own; the first of it where they have not."""
    own: dict[int, list[tuple[bool, str]]] = {}
    for item in items:
        for topic in item.topic.topics if item.topic else ():
            own.setdefault(topic.writer.pk, []).append((not topic.is_picked, item.key))
    return {min(found, key=lambda each: each[0])[1] for found in own.values()}


def table_of(check_in: CheckIn, seat: Membership, now: datetime) -> Table:
    """Return what one of `check_ins_of` has on its table; the same items in the same order for both."""
    seen = whole_check_in(check_in, seat, now)
    if not check_in.is_on(now):
        return Table(seen)
    before = CheckIn.objects.of(seat).alive().talks().filter(starts_at__lt=check_in.starts_at)
    read_outs = _read_outs(check_in, seen, seat, before.count(), now)
    were_on = before.on(now).count()
    items = [*_items(seen, read_outs), *_letters(check_in, seat, now), *_tries(check_in, seat, now)]
    items += _needs(check_in, seat, now)
    items += _fits(check_in, before, were_on, seat, now)
    items.sort(key=lambda item: [*PARTS].index(item.part))
    return Table(seen, items, check_in.on_lately(now), were_on >= SHORT_AT_FIRST)


def _read_outs(
    check_in: CheckIn, seen: WholeCheckIn, seat: Membership, before: int, now: datetime
) -> Sequence[ReadOut]:
    """Return what was asked with what both wrote; where they started without writing, what they ask each other."""
    if not seen.is_open:
        return [ReadOut(each.prompt, each.question) for each in seen.questions]
    wishes = wishes_on_table(check_in, seat, now)
    turns = enumerate(seen.questions, start=before)
    return [read_out(each, seat, turn, wishes if each.prompt == WISH else ()) for turn, each in turns]


def _letters(check_in: CheckIn, seat: Membership, now: datetime) -> Iterator[TableItem]:
    opened = opened_with(check_in.pk, seat, now, check_in.topics_settled) if check_in.is_open(now) else ()
    for letter in opened:
        title = said(_("A letter from %(name)s"), name=own_words(letter.writer.name))
        yield TableItem(f"letter:{letter.pk}", title, PARTS["letters"].minutes, "letters", letter=letter)


def _tries(check_in: CheckIn, seat: Membership, now: datetime) -> Iterator[TableItem]:
    tries = tries_for_table(check_in, seat, now)
    if tries:
        yield _item("tries", tries=tries)


def _needs(check_in: CheckIn, seat: Membership, now: datetime) -> Iterator[TableItem]:
    if both := compared(check_in, seat, now):
        yield _item("needs", compared=both)


def _fits(
    check_in: CheckIn, before: CheckInQuerySet, were_on: int, seat: Membership, now: datetime
) -> Iterator[TableItem]:
    """Lay all that holds on the first table of a quarter that is offered whole, while the two sit at it."""
    if check_in.is_one_question or were_on < SHORT_AT_FIRST or not check_in.on_lately(now):
        return
    day = local(check_in.starts_at, check_in.zone).date()
    begun = moment(quarter_of(day), time(), check_in.zone)
    # Of those before it that came to a table, only the fifth one and later were offered whole.
    if were_on > SHORT_AT_FIRST and before.on(now).filter(starts_at__gte=begun).exists():
        return
    if fits := asked_at_a_talk(agreements_of(seat, now), day):
        yield _item("fits", fits=with_what_was_told(seat, fits))


def _items(seen: WholeCheckIn, read_outs: Sequence[ReadOut]) -> Iterator[TableItem]:
    asked = [each for each in read_outs if each.prompt not in (GOOD, WISH)]
    if not seen.is_one_question:
        did_good = [each for each in read_outs if each.prompt == GOOD]
        yield _item("good", appreciations=seen.felt_good, read_outs=did_good)
        yield _item("wishes", read_outs=[each for each in read_outs if each.prompt == WISH])
    if asked:
        yield _item("question", read_outs=asked)
    for topic in seen.table:
        part = "again" if topic.agreement_id else "topics"
        yield TableItem(f"topic:{topic.pk}", topic.line, PARTS[part].minutes, part, topic=topic)


def _item(part: str, **shown: Any) -> TableItem:
    return TableItem(part, str(PARTS[part].title), PARTS[part].minutes, part, **shown)
