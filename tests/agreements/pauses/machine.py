"""One couple's pauses by chance: whatever the two do in whatever order, what must hold holds after each step."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agreements.pauses.extending import More, ask_for_more
from agreements.pauses.models import Pause, ReturnPage, Stretch
from agreements.pauses.returning import Written, hand_in_page, keep_about, let_return_pages_go, put_away
from agreements.pauses.showing import pause_as_seen, todays_pause
from agreements.pauses.verbs import forget_pauses, return_early, start_pause, take_back_slip
from basics.refusals import Refusal
from checkins.agenda.models import Topic
from checkins.agenda.verbs import queue_pause_topic
from couples.seats.leaving import leave
from tests.helpers.machines import seat_two

BEGINNING = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LENGTHS = st.sampled_from([20, 30, 60, 240, 700, 721, 900, 1440]).map(lambda minutes: timedelta(minutes=minutes))
# Up to a slip's end, the moments before and after an end, 72 hours, and a week.
STEPS = st.sampled_from([1, 5, 11, 60, 540, 1200, 1800, 3600, 7300, 43_300, 86_400, 262_800, 605_000])
WHO = st.sampled_from([0, 1])
# How many steps were taken, in all runs of this process.
taken: Counter[str] = Counter()


class Pauses(RuleBasedStateMachine):
    """Two people, their pauses, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGINNING
        self.connect()

    def connect(self) -> None:
        """Seat two new people."""
        self.seats = seat_two(self.now)
        self.couple = self.seats[0].couple

    def last(self) -> Pause | None:
        return Pause.objects.filter(couple=self.couple).order_by("-started_at").first()

    def do(self, name: str, verb: Callable[[], Any]) -> None:
        """Take a step; that it is refused is an answer as well."""
        taken["steps"] += 1
        with suppress(Refusal):
            verb()
            taken[name] += 1

    @rule(who=WHO, length=LENGTHS)
    def start(self, who: int, length: timedelta) -> None:
        self.do("start", lambda: start_pause(self.seats[who], self.now + length, self.now))

    @rule(who=WHO)
    def slip(self, who: int) -> None:
        self.do("slip", lambda: take_back_slip(None, self.seats[who], self.now))

    @rule(who=WHO)
    def come_back(self, who: int) -> None:
        self.do("come back", lambda: return_early(None, self.seats[who], self.now))

    @rule(who=WHO, length=LENGTHS, minutes=st.sampled_from([None, -9, 1, 59]))
    def extend(self, who: int, length: timedelta, minutes: int | None) -> None:
        if minutes is not None:
            self.go_near_the_end(minutes)
        self.do("extend", lambda: ask_for_more(None, self.seats[who], More(length=length), self.now))

    @rule(who=WHO)
    def say_what_about(self, who: int) -> None:
        self.do("about", lambda: keep_about(None, self.seats[who], secret(who), self.now))

    @rule(who=WHO)
    def write(self, who: int) -> None:
        written = Written(felt=secret(who), need=secret(who))
        self.do("write", lambda: hand_in_page(None, self.seats[who], written, self.now))

    @rule(who=WHO)
    def talk(self, who: int) -> None:
        self.do("talk", lambda: put_away(None, self.seats[who], self.now))

    @rule(who=WHO)
    def save(self, who: int) -> None:
        last = self.last()
        if last:
            self.do("save", lambda: queue_pause_topic(self.seats[who], secret(who), last.pk, self.now))

    @rule(who=WHO, rarely=st.integers(0, 9))
    def leave(self, who: int, rarely: int) -> None:
        if rarely:
            return
        self.do("leave", lambda: leave(self.seats[who], self.now))
        for model in (Pause, Stretch, ReturnPage):
            assert not model._default_manager.filter(couple=self.couple).exists(), model
        self.connect()

    @rule(minutes=st.sampled_from([-9, 0, 1, 59, 61]))
    def near_the_end(self, minutes: int) -> None:
        self.go_near_the_end(minutes)

    def go_near_the_end(self, minutes: int) -> None:
        """Go where most of what can happen happens."""
        pause = self.last()
        if pause:
            self.pass_time(max(1, int((pause.over_at - self.now).total_seconds()) + 60 * minutes))

    @rule(seconds=STEPS)
    def let_pass(self, seconds: int) -> None:
        self.pass_time(seconds)

    def pass_time(self, seconds: int) -> None:
        """Keep house as it is done about once a minute."""
        self.now += timedelta(seconds=seconds)
        self.do("clock", lambda: (forget_pauses(self.now), let_return_pages_go(self.now)))
        Topic.objects.filter(couple=self.couple).delete()

    @invariant()
    def at_most_one_runs(self) -> None:
        assert Pause.objects.running(self.now).filter(couple=self.couple).count() <= 1

    @invariant()
    def nobody_sees_the_others_slip(self) -> None:
        for pause in Pause.objects.filter(couple=self.couple, known_at__gt=self.now):
            other = next(seat for seat in self.seats if seat.user_id != pause.started_by_id)
            assert pause_as_seen(other, self.now).running is None
            assert f"{pause.pk}" not in f"{pause_as_seen(other, self.now)}{todays_pause(other, self.now)}"

    @invariant()
    def each_extends_once_a_pause(self) -> None:
        more = Stretch.objects.filter(couple=self.couple, is_extension=True).values_list("pause", "person")
        assert len(set(more)) == len(more)

    @invariant()
    def a_day_in_all_at_most(self) -> None:
        pauses = Pause.objects.filter(couple=self.couple)
        assert all(pause.ends_at - pause.started_at <= DAY for pause in pauses)

    @invariant()
    def limits_are_kept(self) -> None:
        for seat in self.seats:
            mine = [each for each in Stretch.objects.filter(person=seat.user_id).order_by("starts_at") if each.length]
            spans = [(each.starts_at, each.ends_at) for each in mine]
            assert all(within(spans, end - 48 * HOUR, end) <= 24 * HOUR for _start, end in spans)
            assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans)), "none twice"
            long = [start for start, lasted in by_pause(mine) if lasted > 12 * HOUR]
            assert all(len([other for other in long if start - 7 * DAY < other <= start]) <= 3 for start in long)

    @invariant()
    def what_one_wrote_opens_with_the_others(self) -> None:
        for who, seat in enumerate(self.seats):
            shown = pause_as_seen(seat, self.now)
            if secret(1 - who) in f"{shown}":
                assert shown.back
                assert shown.back.opened
                assert ReturnPage.objects.filter(pause=shown.back.id, in_at__isnull=False).count() == 2

    @invariant()
    def after_72_hours_nothing_is_left(self) -> None:
        pages = ReturnPage.objects.filter(couple=self.couple).select_related("pause")
        assert all(page.pause.over_at > self.now - 72 * HOUR for page in pages)


def secret(who: int) -> str:
    """Return what only this one of the two writes."""
    return f"what only {who} knows"


def within(spans: list[tuple[datetime, datetime]], start: datetime, end: datetime) -> timedelta:
    """Return how much of these lies between two moments, a minute at a time being too slow."""
    return sum((max(min(last, end) - max(first, start), timedelta(0)) for first, last in spans), timedelta(0))


def by_pause(stretches: list[Stretch]) -> list[tuple[datetime, timedelta]]:
    """Return when one's part of each pause began, and how long it is in all."""
    pauses = dict.fromkeys(each.pause_id for each in stretches)
    parts = [[each for each in stretches if each.pause_id == pause] for pause in pauses]
    return [(part[0].starts_at, sum((each.ends_at - each.starts_at for each in part), timedelta(0))) for part in parts]
