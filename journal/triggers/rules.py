"""What a person has agreed on about what sets them off, and since when that has been in force."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agreements.kinds.base import kind_named
from agreements.kinds.terms import TRIGGERS
from agreements.letters.models import Agreement
from agreements.letters.versions import Accepted, accepted_of
from couples.seats.models import Membership


@dataclass(frozen=True)
class Rule:
    """An agreement in force that its author asked for: what helps them when this sets them off."""

    agreement_id: uuid.UUID
    triggers: tuple[str, ...]
    # What they asked for.
    please: str
    # Since when each of them has been among what it is about, without a break.
    since: Mapping[str, datetime]


def rules_of(seat: Membership | None, now: datetime) -> list[Rule]:
    """Return those that the holder of this seat began. Two queries for any number; none for nobody's seat."""
    if seat is None:
        return []
    mine = Agreement.objects.of(seat).now_in_force(now).filter(author=seat.user_id).with_words()
    helping = [each for each in mine if kind_named(each.kind).says_what_helps and _is_about_any(each)]
    accepted = accepted_of(helping)
    return [_rule(each, accepted.get(each.pk, ())) for each in helping]


def rule_about(trigger: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the one that has been about it longest; None where there is none."""
    about = (rule for rule in rules if trigger in rule.since)
    return min(about, key=lambda rule: rule.since[trigger], default=None)


def _is_about_any(agreement: Agreement) -> bool:
    return agreement.in_force is not None and bool(_triggers(agreement.in_force.settings))


def _rule(agreement: Agreement, accepted: Sequence[Accepted]) -> Rule:
    assert agreement.in_force
    since = {name: _since(name, agreement, accepted) for name in _triggers(agreement.in_force.settings)}
    return Rule(agreement.pk, tuple(since), agreement.in_force.words.get("please", ""), since)


def _since(trigger: str, agreement: Agreement, accepted: Sequence[Accepted]) -> datetime:
    """Other words for the rest of it, and looking at it again, begin nothing anew."""
    assert agreement.in_force_since
    since = agreement.in_force_since
    for settings, agreed_at in reversed(accepted):
        if trigger not in _triggers(settings):
            break
        since = agreed_at
    return since


def _triggers(settings: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(settings.get(TRIGGERS) or ())
