"""Letters by chance: whatever the two do, and however far the clock runs.

After each step: the other reads nothing but what its writer has tapped to send, and what a talk that has opened took.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from agreements.pauses.verbs import start_pause
from basics.refusals import Refusal
from checkins.rhythm.models import CheckIn
from couples.seats.leaving import leave
from journal.letters import answering, sending
from journal.letters import verbs as writing
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.showing import letters_of
from reminders.housekeeping import keep_house
from tests.helpers import letters
from tests.helpers.machines import seat_two
from tests.reminders.sending import send_due

BEGINNING = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
HOURS = [1, 9, 24, 7 * 24]
STEPS = ["write", "hold", "take_out", "change", "send", "save", "take_back", "answer", "pause", "talk", "wait", "leave"]
# How many steps were taken, in all runs of this process.
taken: Counter[str] = Counter()


class Letters:
    """Two people, their letters, and a clock."""

    def __init__(self) -> None:
        self.now = BEGINNING
        self.connect()

    def connect(self) -> None:
        """Seat two new people, who have written nothing."""
        self.seats = seat_two(self.now, ("Europe/Berlin", "Asia/Shanghai"))
        self.couple = self.seats[0].couple
        self.written: list[list[uuid.UUID]] = [[], []]
        self.tapped: set[uuid.UUID] = set()
        self.saved: dict[uuid.UUID, datetime] = {}
        # When talks opened.
        self.openings: list[datetime] = []
        self.is_over = False
        for who in (0, 1, 0, 1):
            self.begin_one(who)

    def do(self, name: str, verb: Callable[[], Any]) -> bool:
        """Take a step; that it is refused is an answer as well, and so is that there is no such letter any more."""
        taken["steps"] += 1
        with suppress(Refusal, LetterDraft.DoesNotExist, ComposedLetter.DoesNotExist):
            verb()
            taken[name] += 1
            return True
        return False

    def one_of(self, who: int, which: int, rather: Collection[uuid.UUID] = ()) -> uuid.UUID:
        """Return one that this person wrote, if there is one rather one of these."""
        wanted = [letter for letter in self.written[who] if letter in rather] or self.written[who]
        return wanted[which % len(wanted)]

    def step(self, chance: Random) -> None:
        """Do something, by chance."""
        who, which, whose, hours = chance.randrange(2), chance.randrange(4), chance.randrange(2), chance.choice(HOURS)
        self.take(chance.choice(STEPS), who, which, whose, hours)

    def take(self, name: str, *how: int) -> None:
        """Take a step, and look whether all that must hold does."""
        getattr(self, name)(*how)
        self.the_other_reads_what_was_tapped_or_opened_and_nothing_else()
        self.each_letter_is_there_once()

    def write(self, who: int, *_rest: int) -> None:
        self.begin_one(who)

    def begin_one(self, who: int) -> None:
        made: list[LetterDraft] = []
        if self.do("write", lambda: made.append(letters.letter_draft(self.seats[who].user, now=self.now))):
            self.written[who].append(made[0].pk)

    def hold(self, who: int, which: int, _whose: int, hours: int) -> None:
        letter, until = self.one_of(who, which), self.now + timedelta(hours=hours)
        self.do("hold", lambda: writing.hold(self.seats[who].user, letter, until, self.now))

    def take_out(self, who: int, which: int, *_rest: int) -> None:
        letter = self.one_of(who, which)
        self.do("take out", lambda: writing.take_out(self.seats[who].user, letter))

    def change(self, who: int, which: int, whose: int, _hours: int) -> None:
        """Whose letter it is does not matter: nobody changes another's."""
        letter, said = self.one_of(whose, which), letters.letter_said("in other words")
        is_changed = self.do("change", lambda: writing.change(self.seats[who].user, letter, said, self.now))
        assert who == whose or not is_changed

    def send(self, who: int, which: int, whose: int, _hours: int) -> None:
        letter = self.one_of(whose, which)
        if self.do("send", lambda: sending.send(self.seats[who], letter, self.now)):
            assert who == whose
            self.tapped.add(letter)

    def save(self, who: int, which: int, *_rest: int) -> None:
        letter = self.one_of(who, which)
        if self.do("save", lambda: sending.save_for_talk(self.seats[who], letter, self.now)):
            self.saved.setdefault(letter, self.now)

    def take_back(self, who: int, which: int, *_rest: int) -> None:
        letter = self.one_of(who, which, self.saved)
        if self.do("take back", lambda: sending.take_back(self.seats[who], letter, self.now)):
            self.saved.pop(letter)

    def answer(self, who: int, which: int, *_rest: int) -> None:
        letter = self.one_of(1 - who, which, self.tapped | self.saved.keys())
        self.do("answer", lambda: answering.answer(self.seats[who], letter, "read", self.now))

    def pause(self, who: int, *_rest: int) -> None:
        self.do("pause", lambda: start_pause(self.seats[who], self.now + timedelta(hours=1), self.now))

    def talk(self, *_rest: int) -> None:
        """A talk opens, a minute from now; where one of them has left, two others begin."""
        taken["talk"] += 1
        if self.is_over:
            return self.connect()
        at = self.now + timedelta(minutes=1)
        CheckIn.objects.create(couple=self.couple, starts_at=at, both_in_at=at, minutes=30, zone="UTC", slot=at)
        self.openings.append(at)
        self.now = at + timedelta(minutes=1)
        return None

    def wait(self, _who: int, _which: int, _whose: int, hours: int) -> None:
        """The clock runs on, and the service does all that it does by itself."""
        self.now += timedelta(hours=hours)
        send_due(self.now)
        keep_house(self.now)

    def leave(self, who: int, which: int, *_rest: int) -> None:
        """Seldom, or little else would happen."""
        if not who + which and not self.is_over:
            leave(self.seats[0], self.now)
            self.is_over = True
            taken["leave"] += 1

    def the_other_reads_what_was_tapped_or_opened_and_nothing_else(self) -> None:
        opened = {key for key, saved in self.saved.items() if any(saved <= opening for opening in self.openings)}
        for reader, seat in enumerate(self.seats):
            read = {letter.pk for letter in letters_of(seat, self.now) if not letter.is_mine}
            assert read == (self.tapped | opened) & {*self.written[1 - reader]}

    def each_letter_is_there_once(self) -> None:
        written = Counter(self.written[0] + self.written[1])
        rows = (model.objects.filter(pk__in=written) for model in (LetterDraft, ComposedLetter))
        assert Counter(key for found in rows for key in found.values_list("pk", flat=True)) == written
