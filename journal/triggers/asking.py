"""Has it eased? Asked once a month of whoever has agreed on something about it, and kept for them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from basics.localtime import local
from couples.people.models import User
from couples.seats.access import membership_of
from journal.triggers.easing import A_WEEK, weeks_to_compare
from journal.triggers.models import EasedAnswer
from journal.triggers.rules import Rule, rule_about, rules_of

ASKED_AGAIN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Asking:
    """What one person agreed on and answered, by now."""

    rules: Sequence[Rule]
    # The last answer about each trigger.
    answers: Mapping[str, EasedAnswer]
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        """Return the day on their clock."""
        return local(self.now, self.zone).date()

    def began(self, trigger: str) -> date | None:
        """Return the day on which the agreement about it began; None where there is none."""
        rule = rule_about(trigger, self.rules)
        return local(rule.since[trigger], self.zone).date() if rule else None

    def looks_back_to(self, trigger: str) -> date | None:
        """Return the first day that is compared; None until it has been in force for four weeks."""
        began = self.began(trigger)
        weeks = weeks_to_compare(began, self.today) if began else 0
        return began - weeks * A_WEEK if began and weeks else None

    @property
    def looked_back_at(self) -> Sequence[str]:
        """Return what has had an agreement for four weeks."""
        return [name for rule in self.rules for name in rule.triggers if self.looks_back_to(name)]

    def is_due(self, trigger: str) -> bool:
        """Tell whether it is to be asked now."""
        last = self.answers.get(trigger)
        return self.looks_back_to(trigger) is not None and (last is None or self.now - last.at >= ASKED_AGAIN_AFTER)


def asking_of(person: User, now: datetime) -> Asking:
    """Return what is known of this person, of nobody else's."""
    rows = EasedAnswer.objects.filter(person=person).order_by("at", "pk")
    return Asking(rules_of(membership_of(person), now), {row.trigger: row for row in rows}, person.time_zone, now)
