"""What one sees of calls: by which rules one may ask, what one asked, what one is asked. Page and API print it.

Who asks sees the other's answers and promises and nothing else that they do; who is asked sees that it is over, and
not by what. Neither sees when the other did anything.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Subquery

from agreements.calls.callable import Rule, agreed_rule, callable_rule, callable_rules, rule_of
from agreements.calls.models import KEPT_FOR, MOST_HOLDING_REPLIES, Call, CallQuerySet, SavedAnswer
from agreements.calls.verbs import ANSWERING, ASKING
from agreements.letters.models import PrivateLine
from agreements.letters.private_lines import line_beside
from agreements.letters.reading import Letter, letter_of
from agreements.letters.showing import AgreementAsSeen
from agreements.pauses.running import running_pause
from basics.localtime import earliest
from couples.begun.verbs import all_begun_by, begun_by
from couples.people.models import User
from couples.seats.models import Membership


class State(StrEnum):
    """Where a call stands, for one of the two."""

    OPEN = "open"
    HELD = "held"
    ANSWERED = "answered"
    # For who asked: closed by themself.
    CLOSED = "closed"
    # For who asked: no answer can come any more.
    LAPSED = "lapsed"
    # For who was asked: there is nothing to answer, whatever it was.
    OVER = "over"


WAITING = (State.OPEN, State.HELD)


@dataclass(frozen=True)
class CallableRule:
    """A rule by which one may ask, as a list shows it."""

    agreement_id: uuid.UUID
    title: str
    # What was asked for, in its writer's words.
    asks_for: str
    within_minutes: int
    # The call that is open by it, whoever asked: asking once more opens that one.
    open_call: uuid.UUID | None
    # What one has begun to write and not sent, also while the two paused.
    begun: str


@dataclass(frozen=True)
class RuleAsSeen:
    """A rule as one reads it before one asks."""

    agreement_id: uuid.UUID
    partner: User
    title: str
    asks_for: str
    within_minutes: int
    letter: Letter
    # What one tells oneself meanwhile; one's own, for nobody else.
    coping_line: str
    # What one has begun to write and not sent.
    begun: str
    # By when there would be an answer, if it went now; and whether nights make that later.
    due_at: datetime
    nights_left_out: bool
    # While the two pause nothing is asked, until then.
    pausing_until: datetime | None
    open_call: uuid.UUID | None
    # When what stands here is no longer so, though nobody does anything.
    changes_at: datetime | None


@dataclass(frozen=True)
class CallAsSeen:
    """A call, as one of the two may know it."""

    id: uuid.UUID
    agreement_id: uuid.UUID
    # Whether one asked, or is asked.
    is_mine: bool
    partner: User
    state: State
    title: str
    # What the rule asks for, in its writer's words; within what time; and whether a line that says when is enough.
    asks_for: str
    within_minutes: int
    a_line_is_enough: bool
    letter: Letter
    # What was written when it was asked; nothing for who was asked, once it is over.
    line: str
    due_at: datetime
    nights_left_out: bool
    # For who asked: the time is over, also that of a promise, and there is no answer.
    time_is_over: bool
    # The last promise, and whether its time is still to come.
    promised_at: datetime | None
    is_promised: bool
    answer: str
    # One's own coping line, where one asked.
    coping_line: str
    # One's own kept answer to this rule, where one is asked.
    saved_answer: str
    # Whether one may still name a time, where one is asked; and the zone of the clock times that are offered then.
    may_hold: bool
    zone: str
    # In how many days an answer, or what has lapsed, is gone for both; 0 while it waits.
    days_left: int
    # When it reads otherwise though nobody does anything.
    changes_at: datetime
    # What one has begun to answer and not sent: on the call's own page.
    begun: str = ""

    @property
    def waits_for_me(self) -> bool:
        """Tell whether an answer of mine may still come."""
        return not self.is_mine and self.state in WAITING

    @property
    def is_over(self) -> bool:
        """Tell whether no answer can come any more, and there is none."""
        return self.state in (State.OVER, State.CLOSED, State.LAPSED)

    @property
    def is_closed(self) -> bool:
        """Tell whether one closed it oneself."""
        return self.state is State.CLOSED

    @property
    def is_lapsed(self) -> bool:
        """Tell whether one asked, and there was no answer."""
        return self.state is State.LAPSED


def callable_rules_of(seat: Membership, now: datetime) -> Sequence[CallableRule]:
    """Return the rules by which one may ask, by title. Three queries at most."""
    rules = callable_rules(seat, now)
    standing = dict(Call.objects.of(seat).open(now).values_list("agreement", "pk")) if rules else {}
    begun = all_begun_by(seat.user_id, [ASKING.of(rule.agreement.pk) for rule in rules], now) if rules else {}
    return [_listed(rule, standing.get(rule.agreement.pk), begun) for rule in rules]


def _listed(rule: Rule, open_call: uuid.UUID | None, begun: Mapping[str, Mapping[str, Any]]) -> CallableRule:
    agreement_id = rule.agreement.pk
    return CallableRule(
        agreement_id=agreement_id,
        title=rule.title,
        asks_for=rule.terms.please,
        within_minutes=rule.terms.within_minutes,
        open_call=open_call,
        begun=begun.get(ASKING.of(agreement_id), {}).get("line", ""),
    )


def rule_as_seen(seat: Membership, agreement_id: uuid.UUID, now: datetime) -> RuleAsSeen:
    """Return a rule before it is asked by. Raises Agreement.DoesNotExist for what may not be called."""
    rule, pause = callable_rule(seat, agreement_id, now), running_pause(seat, now)
    return RuleAsSeen(
        agreement_id=agreement_id,
        partner=seat.partner,
        title=rule.title,
        asks_for=rule.terms.please,
        within_minutes=rule.terms.within_minutes,
        letter=letter_of(rule.agreement, rule.version),
        coping_line=line_beside(seat.user_id, agreement_id),
        begun=begun_by(seat.user_id, ASKING.of(agreement_id), now).get("line", ""),
        due_at=rule.due_at(now),
        nights_left_out=rule.leaves_out_a_night(now),
        pausing_until=pause.ends_at if pause else None,
        open_call=Call.objects.of(seat).open(now).filter(agreement=agreement_id).values_list("pk", flat=True).first(),
        changes_at=earliest(pause.ends_at if pause else None, rule.agreement.ends_at),
    )


def call_as_seen(seat: Membership, call_id: uuid.UUID, now: datetime) -> CallAsSeen:
    """Return one call, with what its reader has begun to answer.

    Raises Call.DoesNotExist: of what is gone, another couple's and an unknown one alike.
    """
    seen = as_seen(_loaded(Call.objects.of(seat).there(now), seat).get(pk=call_id), seat, now)
    return replace(seen, begun=_begun_answer(seat, call_id, now)) if seen.waits_for_me else seen


def calls_there(seat: Membership, now: datetime) -> CallQuerySet:
    """Return all that one may still read, what one asked and what one is asked, in the order in which it was asked."""
    return _loaded(Call.objects.of(seat).there(now), seat).order_by("called_at", "pk")


def asked_of_me(seat: Membership, now: datetime) -> Sequence[CallAsSeen]:
    """Return what one is asked and has not answered, the first that is due first. Two queries, one if there is none."""
    waiting = _loaded(Call.objects.asking(seat).open(now), seat).order_by("due_at", "pk")
    return [as_seen(call, seat, now) for call in waiting]


def asked_by_me(seat: Membership, now: datetime) -> Sequence[CallAsSeen]:
    """Return what one asked and may still be answered, in the order in which it was asked. Two queries at most."""
    return [as_seen(call, seat, now) for call in calls_there(seat, now).by(seat).open(now)]


def asked_on_today(agreements: Iterable[AgreementAsSeen], seat: Membership, now: datetime) -> Sequence[CallAsSeen]:
    """Return the same beside what is agreed: without a rule by which the other may ask, nothing is read for it."""
    return asked_of_me(seat, now) if any(row.can_be_asked_of_me for row in agreements) else ()


def as_seen(call: Call, seat: Membership, now: datetime) -> CallAsSeen:
    """Return a call that was loaded for this person."""
    return _Seen(call, seat, now).whole()


def _loaded(calls: CallQuerySet, seat: Membership) -> CallQuerySet:
    """Load all that is shown of any number, with what this person alone has beside each rule."""
    lines = PrivateLine.objects.filter(agreement=OuterRef("agreement"), user=seat.user_id)
    saved = SavedAnswer.objects.filter(agreement=OuterRef("agreement"), person=seat.user_id)
    own = {"coping_line": Subquery(lines.values("words")[:1]), "saved_answer": Subquery(saved.values("words")[:1])}
    related = calls.select_related("agreement", "version").prefetch_related("holding_replies")
    return related.annotate(**own)


def saved_answer(seat: Membership, agreement_id: uuid.UUID) -> str:
    """Return one's own answer to a rule; empty without one. Raises Agreement.DoesNotExist."""
    mine = SavedAnswer.objects.filter(agreement=agreed_rule(seat, agreement_id), person=seat.user_id).first()
    return mine.words if mine else ""


def _begun_answer(seat: Membership, call_id: uuid.UUID, now: datetime) -> str:
    return str(begun_by(seat.user_id, ANSWERING.of(call_id), now).get("words", ""))


class _Seen:
    """One call for one person."""

    def __init__(self, call: Call, seat: Membership, now: datetime) -> None:
        self.call, self.seat, self.now = call, seat, now
        self.is_mine = call.is_mine(seat)
        self.promised_at = call.promise.promised_at if call.promise else None
        self.rule = self._rule()

    def whole(self) -> CallAsSeen:
        call, state = self.call, self._state()
        is_over = state is State.OVER
        return CallAsSeen(
            id=call.pk,
            agreement_id=call.agreement_id,
            is_mine=self.is_mine,
            partner=self.seat.partner,
            state=state,
            title=self.rule.title,
            asks_for=self.rule.terms.please,
            within_minutes=self.rule.terms.within_minutes,
            a_line_is_enough=self.rule.terms.a_line_is_enough,
            letter=letter_of(call.agreement, call.version),
            line="" if is_over else call.line,
            due_at=call.due_at,
            nights_left_out=self.rule.leaves_out_a_night(call.called_at),
            time_is_over=self._time_is_over(state),
            promised_at=None if is_over else self.promised_at,
            is_promised=not is_over and self.promised_at is not None and self.now < self.promised_at,
            answer=call.answer,
            coping_line=(call.coping_line or "") if self.is_mine else "",
            saved_answer=(call.saved_answer or "") if self._is_asked(state) else "",
            may_hold=self._is_asked(state) and len(call.holding_replies.all()) < MOST_HOLDING_REPLIES,
            zone=call.version.zone,
            days_left=self._days_left(state),
            changes_at=self._changes_at(state),
        )

    def _rule(self) -> Rule:
        rule = rule_of(self.call.agreement, self.call.version)
        if rule is None:
            raise ValueError(f"{self.call} is by words that ask for nothing")
        return rule

    def _state(self) -> State:
        call = self.call
        if call.answered_at:
            return State.ANSWERED
        if call.closed_at is None and self.now < call.lapses_at:
            return State.HELD if self.promised_at else State.OPEN
        if not self.is_mine:
            return State.OVER
        return State.CLOSED if call.closed_at and call.closed_at < call.lapses_at else State.LAPSED

    @property
    def _time_is_over_at(self) -> datetime:
        """Whoever named a time is not waited for before it, and what was agreed is not cut short by it."""
        return max(self.call.due_at, self.promised_at or self.call.due_at)

    def _time_is_over(self, state: State) -> bool:
        waited = state in (*WAITING, State.LAPSED)
        return self.is_mine and waited and self._time_is_over_at <= self.now

    def _is_asked(self, state: State) -> bool:
        return not self.is_mine and state in WAITING

    def _days_left(self, state: State) -> int:
        left = self.call.over_at + KEPT_FOR - self.now
        return 0 if state in (*WAITING, State.OVER) else math.ceil(left / timedelta(days=1))

    def _changes_at(self, state: State) -> datetime:
        """Return the next of what the clock alone changes; a day less is left at the same time of each day.

        To who was asked it does not tell when the other closed it.
        """
        over = self.call.lapses_at if state is State.OVER else self.call.over_at
        days = [over + timedelta(days=number) for number in range(KEPT_FOR.days + 1)]
        moments = [self.promised_at, self._time_is_over_at, *days, self.call.agreement.ends_at]
        return min(when for when in moments if when and when > self.now)
