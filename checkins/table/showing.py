"""The table of an opened talk: what two people have before them, in which order, and about how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from checkins.agenda.showing import OnTheTable
from checkins.answers.showing import Question, WholeCheckIn, whole_check_in
from checkins.questions.prompts import USUAL
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership
from journal.appreciations.showing import AppreciationAsSeen

# What the first and the last of the usual prompts ask for has a place of its own.
DID_GOOD, WISH = USUAL[0], USUAL[-1]


@dataclass(frozen=True)
class TableItem:
    """One thing on the table."""

    # By which a talk walks from one to the next; the same for both.
    key: str
    title: str
    minutes: int
    appreciations: Sequence[AppreciationAsSeen] = ()
    # What was asked, with what both said to it.
    questions: Sequence[Question] = ()
    topic: OnTheTable | None = None


@dataclass(frozen=True)
class Table:
    """All that lies on it, in its order; nothing before the talk is open."""

    items: Sequence[TableItem] = ()


def table_of(check_in: CheckIn, seat: Membership, now: datetime) -> Table:
    """Return what one of `check_ins_of` has on its table; the same items in the same order for both."""
    seen = whole_check_in(check_in, seat, now)
    return Table(list(_items(seen))) if seen.is_open else Table()


def _items(seen: WholeCheckIn) -> Iterator[TableItem]:
    did_good = [question for question in seen.questions if question.prompt == DID_GOOD]
    asked = [question for question in seen.questions if question.prompt not in (DID_GOOD, WISH)]
    wishes = [question for question in seen.questions if question.prompt == WISH]
    if seen.felt_good or did_good:
        yield TableItem("good", _("What felt good"), 3, appreciations=seen.felt_good, questions=did_good)
    letters = [item for item in seen.table if item.agreement_id]
    for item in (*letters, *(item for item in seen.table if not item.agreement_id)):
        yield TableItem(f"topic:{item.pk}", item.line, 5, topic=item)
    if asked:
        yield TableItem("question", _("One question"), 5, questions=asked)
    if wishes:
        yield TableItem("wishes", _("Until next time"), 3, questions=wishes)
