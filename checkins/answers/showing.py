"""What one person sees of a check-in at one moment. Before it opens, nothing here tells what the other has done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from basics.localtime import local, moment
from checkins.agenda.showing import OnTheTable, Waiting, waiting_topics
from checkins.answers.carrying import take_label
from checkins.answers.models import Seal
from checkins.answers.starting import has_said
from checkins.answers.verbs import SOMETHING_GOOD
from checkins.answers.written import Question, written_at
from checkins.questions.content import is_heavy
from checkins.questions.prompts import said
from checkins.rhythm.models import OPEN_FOR, TIME_LASTS, CheckIn, CheckInQuerySet
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from checkins.theme.models import Theme
from checkins.theme.showing import ThemeAsSeen, theme_of
from couples.begun.verbs import begun_by
from couples.people.models import User
from couples.seats.models import Membership
from journal.appreciations.showing import AppreciationAsSeen, opened_with, waiting_of
from journal.appreciations.verbs import NEW_APPRECIATION


@dataclass(frozen=True)
class DayAfter:
    """The day after a talk's time, by the clock that was agreed on: the same for both."""

    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, check_in: CheckIn) -> DayAfter:
        """Return it; of a talk in the morning it is the next day, of one late at night it begins after the night."""
        midnights = [_midnight_after(check_in, days) for days in (1, 2)]
        return cls(max(midnights[0], check_in.starts_at + TIME_LASTS), midnights[1])


def _midnight_after(check_in: CheckIn, days: int) -> datetime:
    day = local(check_in.starts_at, check_in.zone).date() + timedelta(days=days)
    return moment(day, time(), check_in.zone)


@dataclass(frozen=True)
class CheckInAsSeen:
    """A check-in as a list shows it."""

    pk: uuid.UUID
    seen_at: datetime
    starts_at: datetime
    minutes: int
    zone: str
    answers_until: datetime
    is_cancelled: bool
    has_begun: bool
    # Whether its time came so long ago that nobody would say that it is time.
    time_is_over: bool
    is_open: bool
    # Whether both started it without writing: they are at its table, and what they wrote stays closed.
    was_started: bool
    started_at: datetime | None
    was_returned: bool
    takes_answers: bool
    handed_in: bool
    is_one_question: bool
    # Which of its prompts was drawn for it; the first one where none was.
    first_prompt: str
    # The day after it, if it did not come to it.
    day_after: DayAfter

    @property
    def is_on(self) -> bool:
        """Tell whether the two are at its table."""
        return self.is_open or self.was_started

    @property
    def is_ahead_or_due(self) -> bool:
        """Tell whether it stands among the talks to come. A light question has a card of its own, begun or not."""
        return not self.is_on and not self.is_one_question

    @property
    def has_just_started(self) -> bool:
        """Tell whether the two started it without writing, and sit together still: at whatever hour that was."""
        return self.was_started and self.started_at is not None and self.seen_at < self.started_at + TIME_LASTS

    @property
    def came_to_nothing(self) -> bool:
        """Tell whether it is the day after its time and the two did not talk: the same whatever either did for it."""
        is_day_after = self.day_after.begins <= self.seen_at < self.day_after.ends
        return is_day_after and self.takes_answers and not self.is_one_question

    @property
    def first_question(self) -> str:
        """Return the question of the week, in the reader's language: what it asks, for who looks ahead to it.

        A query, where the two wrote it themselves: for the one talk that a page is about, and for no list.
        """
        return said([self.first_prompt])[self.first_prompt]

    @property
    def asks(self) -> str:
        """Return of one question, which; an empty text for a talk of several."""
        return self.first_question if self.is_one_question else ""

    @property
    def changes_at(self) -> datetime | None:
        """Return when it reads otherwise though nobody does anything: at its time, after it, and when answers go back.

        It depends on nothing that the other has done before the time; that a light question was begun is such a thing.
        """
        if self.is_one_question:
            return None
        changes = (
            self.starts_at,
            self.starts_at + TIME_LASTS,
            self.day_after.begins,
            self.day_after.ends,
            self.answers_until,
        )
        return min(each for each in changes if each > self.seen_at) if self.takes_answers else None


@dataclass(frozen=True)
class WholeCheckIn(CheckInAsSeen):
    """A check-in with its questions. The take-aways are empty before the answers are open."""

    partner: User
    questions: Sequence[Question]
    # What I wrote to a question that another one took the place of; the other never sees it.
    set_aside: Sequence[Question]
    # Which of the questions was drawn for it, and whether it is one of the heavy ones.
    drawn: str
    is_heavy: bool
    my_take_away: str
    # Whether mine can be written or changed.
    takes_take_away: bool
    their_take_away: str
    # What it opened with to talk about; nothing before.
    table: Sequence[OnTheTable]
    # What waits for it, while it takes answers.
    waiting: Waiting
    # What I am writing and have not shared: other words than mine that both see. Empty where there is nothing.
    my_begun_take_away: str
    # What felt good: first on the table.
    felt_good: Sequence[AppreciationAsSeen]
    # What I have written down for it that was good, and what of that I have only begun.
    my_good: Sequence[AppreciationAsSeen]
    my_begun_good: str
    # Whether it can be started without writing, and whether I have said that I would: the other does not know.
    can_start: bool
    i_would_start: bool
    # Whether the two compare what they need, and what of that is mine.
    theme: ThemeAsSeen
    # To take what I wrote to the next talk; empty where there is nothing to take, or nowhere.
    take_label: str

    @property
    def drawn_question(self) -> str:
        """Return what the drawn one asks."""
        return next((question.question for question in self.questions if question.prompt == self.drawn), "")

    @property
    def wrote_something(self) -> bool:
        """Tell whether I wrote to one of its questions."""
        return any(question.mine and question.mine.words for question in self.questions)

    @property
    def has_closed_words(self) -> bool:
        """Tell whether I wrote something that stays mine though the two are at its table."""
        closed = [*self.set_aside, *(self.questions if self.was_started else ())]
        return any(question.mine and question.mine.words for question in closed)

    @property
    def my_answers(self) -> Mapping[str, Any]:
        """Return what I answered so far, as the form takes it."""
        mine = {question.prompt: question.mine for question in self.questions if question.mine}
        texts = {prompt: answer.words for prompt, answer in mine.items()}
        not_today = {f"{prompt}_not_today": answer.not_today for prompt, answer in mine.items()}
        aloud = {f"{prompt}_aloud": answer.aloud for prompt, answer in mine.items()}
        beside = {SOMETHING_GOOD: self.my_begun_good, "needs_not_today": self.theme.not_today}
        return {**texts, **not_today, **aloud, **beside}


def check_ins_of(seat: Membership) -> CheckInQuerySet:
    """Return the couple's check-ins, each with whether it has a theme, and whether this person's own answers are in."""
    mine = Seal.objects.filter(check_in=OuterRef("pk"), author=seat.user_id)
    themes = Theme.objects.filter(check_in=OuterRef("pk"))
    found = CheckIn.objects.of(seat).annotate(mine_are_in=Exists(mine))  # type: ignore[no-redef]  # declared there
    return found.annotate(is_themed=Exists(themes))  # type: ignore[no-redef]


def check_in_as_seen(check_in: CheckIn, seat: Membership, now: datetime) -> CheckInAsSeen:
    """Return one of `check_ins_of` as the holder of this seat sees it at `now`."""
    return CheckInAsSeen(**_seen(check_in, seat, now))


def as_seen(check_ins: Iterable[CheckIn], seat: Membership, now: datetime) -> list[CheckInAsSeen]:
    """Return rows of `check_ins_of` as the holder of this seat sees them at `now`."""
    return [check_in_as_seen(check_in, seat, now) for check_in in check_ins]


def current_check_ins(seat: Membership, now: datetime) -> list[CheckInAsSeen]:
    """Return those that can be prepared or answered, and those that opened within the last 72 hours."""
    return as_seen(check_ins_of(seat).current(now), seat, now)


def whole_check_in(check_in: CheckIn, seat: Membership, now: datetime) -> WholeCheckIn:
    """Return one of `check_ins_of` with all that the holder of this seat may read of it at `now`."""
    written = written_at([check_in], seat, now)[check_in.pk]
    mine = written.my_take_away
    begun = begun_by(seat.user_id, CHECK_IN_SUBJECT.of(check_in.pk), now) if check_in.is_on(now) else {}
    takes_good = check_in.takes_good and check_in.takes_answers(now)
    begun_good = begun_by(seat.user_id, NEW_APPRECIATION, now) if takes_good else {}
    return WholeCheckIn(
        **_seen(check_in, seat, now),
        partner=seat.partner,
        questions=written.questions,
        set_aside=written.set_aside,
        drawn=check_in.drawn,
        is_heavy=is_heavy(check_in.drawn),
        my_take_away=mine.words if mine else "",
        takes_take_away=check_in.is_on(now) and not check_in.is_one_question and not (mine and mine.is_fixed(now)),
        their_take_away=written.their_take_away.words if written.their_take_away else "",
        table=written.table,
        felt_good=opened_with(check_in.pk, seat, now) if check_in.is_open(now) else [],
        can_start=check_in.can_start(now),
        i_would_start=check_in.can_start(now) and has_said(check_in, seat, now),
        theme=theme_of(check_in, seat, check_in.is_themed),
        take_label=take_label(check_in, seat, now),
        my_good=waiting_of(seat, now) if takes_good else [],
        my_begun_good=begun_good.get(SOMETHING_GOOD, ""),
        waiting=waiting_topics(seat, now) if check_in.takes_answers(now) else Waiting(),
        my_begun_take_away="" if mine and begun.get("words") == mine.words else begun.get("words", ""),
    )


def _seen(check_in: CheckIn, seat: Membership, now: datetime) -> dict[str, Any]:
    return {
        "pk": check_in.pk,
        "starts_at": check_in.starts_at,
        "minutes": check_in.minutes,
        "zone": check_in.zone,
        "answers_until": check_in.starts_at + OPEN_FOR,
        "is_cancelled": check_in.cancelled_at is not None,
        "has_begun": check_in.has_begun(now),
        "time_is_over": now >= check_in.starts_at + TIME_LASTS,
        "is_open": check_in.is_open(now),
        "was_started": check_in.was_started,
        "started_at": check_in.started_at,
        "was_returned": check_in.was_returned(now),
        "takes_answers": check_in.takes_answers(now),
        "handed_in": check_in.mine_are_in,
        "is_one_question": check_in.is_one_question,
        "day_after": DayAfter.of(check_in),
        "seen_at": now,
        "first_prompt": check_in.drawn or check_in.prompts[0],
    }
