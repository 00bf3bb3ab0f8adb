"""Which rules a person may ask by: in force, with something to ask for, and by whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.calls import clock
from agreements.kinds.base import CallTerms, kind_named
from agreements.letters.models import Agreement, Version
from couples.seats.models import Membership


@dataclass(frozen=True)
class Rule:
    """An agreement by which this person may ask the other."""

    agreement: Agreement
    version: Version
    terms: CallTerms

    @property
    def title(self) -> str:
        """Return one line that tells it from others."""
        return kind_named(self.agreement.kind).title(self.version.terms)

    def due_at(self, called_at: datetime) -> datetime:
        """Return when an answer is due that is asked for at that moment."""
        return clock.due_at(called_at, self.terms.within_minutes, self.version.zone)

    def leaves_out_a_night(self, called_at: datetime) -> bool:
        """Tell whether it would be due earlier if nights counted."""
        return clock.leaves_out_a_night(called_at, self.terms.within_minutes, self.version.zone)


def rule_of(agreement: Agreement, version: Version) -> Rule | None:
    """Return the rule that these words are; None where nothing can be asked for."""
    terms = kind_named(agreement.kind).calls(version.terms)
    return Rule(agreement, version, terms) if terms else None


def callable_rules(seat: Membership, now: datetime) -> Sequence[Rule]:
    """Return all by which the holder of this seat may ask, by title. One query."""
    return sorted(_rules(seat, now), key=lambda rule: rule.title)


def callable_rule(seat: Membership, agreement_id: uuid.UUID, now: datetime) -> Rule:
    """Return one of them. Raises Agreement.DoesNotExist: of what may not be called and of what there is none alike."""
    found = Agreement.objects.of(seat).now_in_force(now).with_words().get(pk=agreement_id)
    rule = _callable_by(seat, found)
    if rule is None:
        raise Agreement.DoesNotExist
    return rule


def agreed_rule(seat: Membership, agreement_id: uuid.UUID) -> Agreement:
    """Return one by which either may ask, or could. Raises Agreement.DoesNotExist."""
    found = Agreement.objects.of(seat).filter(in_force__isnull=False).with_words().get(pk=agreement_id)
    if found.in_force is None or rule_of(found, found.in_force) is None:
        raise Agreement.DoesNotExist
    return found


def _rules(seat: Membership, now: datetime) -> Iterator[Rule]:
    for agreement in Agreement.objects.of(seat).now_in_force(now).with_words():
        if rule := _callable_by(seat, agreement):
            yield rule


def _callable_by(seat: Membership, agreement: Agreement) -> Rule | None:
    rule = rule_of(agreement, agreement.in_force) if agreement.in_force else None
    return rule if rule and rule.terms.may_be_asked_by(agreement.is_begun_by(seat)) else None
