"""One agreement on trial by chance: whatever the two do, in whatever order, before, at and after its day.

After each step: in force past its day only if both chose a keeping answer since it began, and what the other reads
before the answers open does not depend on what was answered.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agreements.drafts.models import Draft
from agreements.kinds.base import kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters import consent
from agreements.letters.ending import close_all_over
from agreements.letters.models import Agreement, Version
from agreements.letters.showing import agreement_as_seen, agreements_of, todays_agreements_of
from agreements.trials.answers import ANSWERS, LET_GO
from agreements.trials.models import TrialAnswer
from agreements.trials.showing import due_trials, trial_of
from agreements.trials.verbs import Said, answer_trial
from basics.refusals import Refusal
from couples.seats.leaving import leave
from tests.helpers.machines import seat_two

BEGINNING = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
WEEKS = timedelta(weeks=4)
WHO = st.sampled_from([0, 1])
ZONES = ("Europe/Berlin", "Asia/Shanghai")
# How many steps were taken, in all runs of this process.
taken: Counter[str] = Counter()


class Trials(RuleBasedStateMachine):
    """Two people, a cool-down of which they can have one, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGINNING
        self.looked_after: tuple[int, datetime] | None = None
        # The versions that were looked at: none is ever edited.
        self.looked_at: set[int] = set()
        self.connect()

    def connect(self) -> None:
        """Seat two new people and let them agree."""
        self.seats = seat_two(self.now, ZONES)
        self.couple = self.seats[0].couple
        self.begin()

    def begin(self) -> None:
        """Agree on the words anew: they are tried for four weeks."""
        # What each said of which version, as far as the verbs took it; and the versions that may be in force.
        self.said: dict[int, dict[int, str]] = {}
        kind, until = kind_named("cool_down"), (self.now + WEEKS).date().isoformat()
        terms = first_terms(kind.form_class, {**kind.starters[0].values, TRIAL_UNTIL: until})
        self.agreement = consent.propose(self.seats[0], kind, terms, uuid.uuid4(), self.now)
        assert consent.accept(self.agreement, self.seats[1], 1, self.now), "what is over keeps no place"

    def fresh(self) -> Agreement:
        return Agreement.objects.with_words().get(pk=self.agreement.pk)

    def do(self, name: str, verb: Callable[[], Any]) -> bool:
        """Take a step; that it is refused is an answer as well."""
        taken["steps"] += 1
        with suppress(Refusal):
            verb()
            taken[name] += 1
            return True
        return False

    @rule(who=WHO, answer=st.sampled_from([*ANSWERS]), minutes=st.sampled_from([None, None, -1, 0, 1]))
    def answer(self, who: int, answer: str, minutes: int | None) -> None:
        """Answer anywhere in the trial, or right before, at and after its end."""
        self.begin_anew()
        self.go_near_the_end(minutes)
        words = self.fresh().in_force
        assert words, "it was agreed on"
        sealed = f"SEALED-{taken['steps']}"
        terms = Terms({"word": sealed}, {}) if answer == "change" else Terms()
        before = self.what_is_read(1 - who)
        said = Said(answer, terms)
        if self.do(answer, lambda: answer_trial(self.agreement, self.seats[who], words.number, said, self.now)):
            self.said.setdefault(words.number, {})[who] = answer
            if TrialAnswer.objects.filter(version=words).exists():
                assert self.what_is_read(1 - who) == before, "until both are in, nothing of it shows"
                assert sealed not in before

    def what_is_read(self, who: int) -> str:
        """Return all that this one reads of it, as it is assembled for page and API."""
        seat, agreement = self.seats[who], self.fresh().as_of(self.now)
        today = todays_agreements_of(seat, self.now)
        drafts = list(Draft.objects.filter(author=seat.user_id).values())
        trial = trial_of(agreement, seat)
        listed = agreements_of(seat, self.now)
        return (
            f"{[today, due_trials(seat, today, self.now), listed, agreement_as_seen(agreement, seat), trial, drafts]}"
        )

    @rule(who=WHO, longer=st.booleans(), rarely=st.integers(0, 2))
    def amend(self, who: int, longer: bool, rarely: int) -> None:
        if rarely:
            return
        newest = self.fresh().newest
        if newest is None:
            return
        until = (self.now + 2 * WEEKS).date().isoformat() if longer else newest.settings.get(TRIAL_UNTIL)
        terms = Terms({"word": f"other {taken['steps']}"}, {TRIAL_UNTIL: until})
        amend = (self.agreement, self.seats[who], terms, newest.number, uuid.uuid4(), self.now)
        self.do("amend", lambda: consent.amend(*amend))

    @rule(who=WHO, yes=st.booleans())
    def answer_letter(self, who: int, yes: bool) -> None:
        letter = self.fresh().proposal
        if letter and letter.author_id != self.seats[who].user_id:
            verb = consent.accept if yes else consent.decline
            self.do("answer a letter", lambda: verb(self.agreement, self.seats[who], letter.number, self.now))

    @rule(who=WHO, rarely=st.integers(0, 5))
    def end(self, who: int, rarely: int) -> None:
        if not rarely:
            self.do("end", lambda: consent.end(self.agreement, self.seats[who], self.now))

    @rule(who=WHO, rarely=st.integers(0, 9))
    def leave(self, who: int, rarely: int) -> None:
        if rarely:
            return
        self.do("leave", lambda: leave(self.seats[who], self.now))
        assert not TrialAnswer.objects.filter(couple=self.couple).exists()
        assert not Agreement.objects.now_in_force(self.now).filter(couple=self.couple).exists()
        self.connect()

    @rule(hours=st.sampled_from([1, 30, 200, 500]), keeps_house=st.booleans())
    def let_pass(self, hours: int, keeps_house: bool) -> None:
        """Do nothing; whether or not a job has run."""
        self.pass_time(timedelta(hours=hours), keeps_house)

    @rule(minutes=st.sampled_from([-1, 0, 1]))
    def near_the_end(self, minutes: int) -> None:
        self.go_near_the_end(minutes)

    def go_near_the_end(self, minutes: int | None) -> None:
        ends_at = self.fresh().ends_at
        if minutes is not None and ends_at:
            self.pass_time(max(timedelta(0), ends_at + timedelta(minutes=minutes) - self.now), False)

    def pass_time(self, time_passed: timedelta, keeps_house: bool) -> None:
        self.now += time_passed
        if keeps_house:
            self.do("clock", lambda: close_all_over(self.now))

    @rule()
    def begin_anew(self) -> None:
        """Once it is over, its place is free, whether or not anything has closed it."""
        if not Agreement.objects.now_in_force(self.now).filter(couple=self.couple).exists():
            self.do("begin anew", self.begin)

    @invariant()
    def what_must_hold_holds(self) -> None:
        """Look after each step, and each time the clock went on; most rules do neither, most of the time."""
        after = (taken["steps"], self.now)
        if after != self.looked_after:
            self.looked_after = after
            self.look()

    def look(self) -> None:
        agreement, couple = self.fresh().as_of(self.now), self.couple
        in_force = [*Agreement.objects.now_in_force(self.now).filter(couple=couple).values_list("pk", flat=True)]
        assert in_force == ([agreement.pk] if agreement.is_in_force else []), "at most one, by each of two readers"
        if agreement.is_in_force and agreement.in_force:
            self.past_its_day_it_is_in_force_only_if_both_kept_it(agreement.in_force)
        of_closed = TrialAnswer.objects.filter(couple=couple, version__agreement__ended_at__isnull=False)
        assert not of_closed.exists(), "what is over keeps nothing sealed once it is closed"

    def past_its_day_it_is_in_force_only_if_both_kept_it(self, words: Version) -> None:
        assert words.trial_ends_at is None or self.now < words.trial_ends_at
        if words.pk in self.looked_at:
            return
        self.looked_at.add(words.pk)
        if words.renews_id:
            said = self.said[Version.objects.values_list("number", flat=True).get(pk=words.renews_id)]
            assert len(said) == 2
            assert LET_GO not in said.values(), "both chose a keeping answer"
            kept = set(said.values()) == {"keep"}
            assert (words.trial_until is None) == kept
        assert words.consents.count() == 2, "both consent, or nothing is in force"
