"""Two people who ask each other by chance: whatever they do, in whatever order, before, at and after each moment.

After each step: one call a rule is open, nobody reads of the other what is neither an answer nor a promise, nothing is
told of what is over, and what was over for a week is nowhere.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agreements.calls import verbs as calling
from agreements.calls.forgetting import forget_calls
from agreements.calls.models import KEPT_FOR, Call, HoldingReply
from agreements.calls.reminders import CALL, KINDS
from agreements.calls.showing import State, asked_of_me, calls_there
from agreements.calls.showing import as_seen as call_seen
from agreements.kinds.base import kind_named
from agreements.kinds.form import first_terms
from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.pauses.verbs import return_early, start_pause
from basics.refusals import Refusal
from couples.live.verbs import present_revision
from couples.seats.leaving import leave
from couples.seats.models import Membership
from reminders.models import Notice, Reminder
from reminders.models import State as RowState
from tests.helpers.machines import seat_two

BEGINNING = datetime(2027, 3, 26, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHO, WHICH = st.sampled_from([0, 1]), st.sampled_from([0, 1])
MOSTLY = st.sampled_from([True, True, True, False])
ZONES = ("Europe/Berlin", "Asia/Shanghai")
# How many steps were taken, in all runs of this process.
taken: Counter[str] = Counter()


class Calls(RuleBasedStateMachine):
    """Two people, a rule of one and a rule for both, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGINNING
        self.looked_after: tuple[int, datetime] | None = None
        self.connect()

    def connect(self) -> None:
        """Seat two new people and let them agree."""
        self.seats = seat_two(self.now, ZONES)
        self.couple = self.seats[0].couple
        self.agreements = [self.agree("other", 120), self.agree("both", 24 * 60)]

    def agree(self, who: str, minutes: int) -> Agreement:
        """Put a rule in force that the first of the two began."""
        kind = kind_named("response_rule")
        values = {"when": "w", "feel": "f", "need": "n", "please": "p", "who": who, "within_minutes": minutes}
        agreement = consent.propose(self.seats[0], kind, first_terms(kind.form_class, values), uuid.uuid4(), self.now)
        consent.accept(agreement, self.seats[1], 1, self.now)
        return agreement

    def do(self, name: str, verb: Callable[[], Any]) -> bool:
        """Take a step; that it is refused is an answer as well."""
        taken["steps"] += 1
        with suppress(Refusal, ObjectDoesNotExist):
            verb()
            taken[name] += 1
            return True
        return False

    def any_call(self, which: int) -> Call | None:
        """Return one of the last two; where there is none the first of the two asks."""
        if not Call.objects.filter(couple=self.couple).open(self.now).exists():
            self.ask(0, which)
        calls = list(Call.objects.filter(couple=self.couple).order_by("called_at", "pk"))
        return calls[-1 - which % len(calls)] if calls else None

    def reads(self, who: int) -> str:
        """Return all that this one reads, the revision of open pages too."""
        seat = self.seats[who]
        seen = [call_seen(call, seat, self.now) for call in calls_there(seat, self.now)]
        rows = Reminder.objects.filter(user=seat.user_id, subject__startswith="call:").order_by("pk")
        told = list(rows.values_list("kind", "subject", "occurrence", "state"))
        return f"{seen} {asked_of_me(seat, self.now)} {told} {present_revision(seat.user_id, self.now)}"

    @rule(who=WHO, which=WHICH)
    def ask(self, who: int, which: int) -> None:
        agreement, seat = self.agreements[which], self.seats[who]
        line = f"LINE-{taken['steps']}"
        self.do("ask", lambda: calling.ask(seat, agreement.pk, line, uuid.uuid4(), self.now))

    @rule(is_asked=MOSTLY, which=WHICH, keeps=st.booleans())
    def answer(self, is_asked: bool, which: int, keeps: bool) -> None:
        call = self.any_call(which)
        if call:
            seat = self.seat_of(call, is_asked)
            self.do("answer", lambda: calling.answer(seat, call.pk, "ANSWER", keeps, self.now))

    @rule(is_asked=MOSTLY, which=WHICH, minutes=st.sampled_from([-5, 0, 5, 30, 700, 1440, 1441]))
    def hold(self, is_asked: bool, which: int, minutes: int) -> None:
        call, at = self.any_call(which), self.now + timedelta(minutes=minutes)
        if call:
            self.do("hold", lambda: calling.hold(self.seat_of(call, is_asked), call.pk, at, self.now))

    def seat_of(self, call: Call, is_asked: bool) -> Membership:
        """Return the seat of who is asked, or of who asks, who has nothing to answer."""
        return next(seat for seat in self.seats if (seat.user_id == call.answerer_id) is is_asked)

    @rule(who=WHO, which=WHICH)
    def write_unsent(self, who: int, which: int) -> None:
        """What one begins and does not send moves nothing of the other's."""
        call, before = self.any_call(which), self.reads(1 - who)
        if call:
            self.do("write", lambda: calling.begin_answer(self.seats[who], call.pk, "UNSENT", self.now))
            self.do("begin", lambda: calling.begin(self.seats[who], self.agreements[which].pk, "UNSENT", self.now))
        assert self.reads(1 - who) == before

    @rule(who=WHO, which=WHICH)
    def close(self, who: int, which: int) -> None:
        call = self.any_call(which)
        told = Reminder.objects.filter(user=self.seats[1 - who].user_id).count()
        if call and self.do("close", lambda: calling.close(self.seats[who], call.pk, self.now)):
            assert Reminder.objects.filter(user=self.seats[1 - who].user_id).count() == told, "it tells nobody"

    @rule(who=WHO, rarely=st.integers(0, 3))
    def pause(self, who: int, rarely: int) -> None:
        if not rarely:
            self.do("pause", lambda: start_pause(self.seats[who], self.now + HOUR, self.now))

    @rule(who=WHO)
    def come_back(self, who: int) -> None:
        self.do("come back", lambda: return_early(None, self.seats[who], self.now))

    @rule(who=WHO, which=WHICH, rarely=st.integers(0, 5))
    def end(self, who: int, which: int, rarely: int) -> None:
        """What waits goes with its rule; another one comes in its place."""
        if rarely:
            return
        agreement = self.agreements[which]
        self.do("end", lambda: consent.end(agreement, self.seats[who], self.now))
        assert not Call.objects.filter(agreement=agreement, answered_at__isnull=True).exists()
        self.agreements[which] = self.agree("both" if which else "other", 120)

    @rule(who=WHO, rarely=st.integers(0, 9))
    def leave(self, who: int, rarely: int) -> None:
        if rarely:
            return
        self.do("leave", lambda: leave(self.seats[who], self.now))
        self.nothing_is_left_of([])
        self.connect()

    @rule(hours=st.sampled_from([0.05, 1, 30, 200]), keeps_house=st.booleans())
    def let_pass(self, hours: float, keeps_house: bool) -> None:
        """Do nothing; whether or not a job has run."""
        self.now += timedelta(hours=hours)
        taken["steps"] += 1
        if keeps_house:
            self.keep_house()

    @rule(which=WHICH, name=st.sampled_from(["due_at", "lapses_at"]), seconds=st.sampled_from([-1, 0, 1]))
    def go_near(self, which: int, name: str, seconds: int) -> None:
        call = self.any_call(which)
        if call:
            self.now = max(self.now, getattr(call, name) + timedelta(seconds=seconds))

    def keep_house(self) -> None:
        forget_calls(self.now)
        calls = Call.objects.filter(couple=self.couple)
        assert all(self.now < call.over_at + KEPT_FOR for call in calls)
        self.nothing_is_left_of([CALL.of(call.pk) for call in calls])

    def nothing_is_left_of(self, known: list[str]) -> None:
        """No row about a call that is gone."""
        for model in (Reminder, Notice):
            told = model.objects.filter(user__in=[seat.user_id for seat in self.seats], subject__startswith="call:")
            assert not told.exclude(subject__in=known).exists()

    @invariant()
    def what_must_hold_holds(self) -> None:
        """Look after each step, and each time the clock went on; most rules do neither, most of the time."""
        after = (taken["steps"], self.now)
        if after != self.looked_after:
            self.looked_after = after
            self.look()

    def look(self) -> None:
        self.one_call_a_rule_is_open_and_two_promises_are_the_most()
        self.nobody_asks_seven_times_a_day()
        for seat in self.seats:
            self.what_one_reads_is_ones_to_read(seat)
        self.what_is_still_to_be_told_is_true()

    def one_call_a_rule_is_open_and_two_promises_are_the_most(self) -> None:
        calls = Call.objects.filter(couple=self.couple)
        assert max(Counter(calls.open(self.now).values_list("agreement", flat=True)).values(), default=0) <= 1
        said = Counter(HoldingReply.objects.filter(couple=self.couple).values_list("call", flat=True))
        assert max(said.values(), default=0) <= 2

    def nobody_asks_seven_times_a_day(self) -> None:
        lately = Call.objects.filter(couple=self.couple, called_at__gt=self.now - DAY)
        assert max(Counter(lately.values_list("caller", flat=True)).values(), default=0) <= 6

    def what_one_reads_is_ones_to_read(self, seat: Membership) -> None:
        for seen in (call_seen(call, seat, self.now) for call in calls_there(seat, self.now)):
            assert self.now < seen.changes_at
            if seen.is_mine:
                assert (seen.saved_answer, seen.begun, seen.may_hold) == ("", "", False)
                assert seen.state is not State.OVER
            else:
                assert seen.coping_line == ""
                assert not seen.time_is_over
                assert seen.state not in (State.CLOSED, State.LAPSED), "which of them is not theirs to know"
            if seen.state is State.OVER:
                assert (seen.line, seen.answer, seen.promised_at, seen.days_left) == ("", "", None, 0)

    def what_is_still_to_be_told_is_true(self) -> None:
        rows = Reminder.objects.filter(subject__startswith="call:", state=RowState.PENDING, channel="in_app")
        calls = {CALL.of(call.pk): call for call in Call.objects.filter(couple=self.couple)}
        for kind in KINDS:
            mine = [row for row in rows if row.kind == kind.name and row.subject in calls]
            dropped = kind.decide(mine, self.now)
            for row in mine:
                call = calls[row.subject]
                assert row.user_id == (call.caller_id if kind.name == "call_answered" else call.answerer_id)
                if kind.name == "promise" and row.due_at > self.now:
                    assert row.pk not in dropped, "what was promised last is reminded of"
                is_waiting = call.answered_at is None and call.closed_at is None and self.now < call.lapses_at
                assert is_waiting or kind.name == "call_answered" or row.pk in dropped
