"""What the machines that walk two people by chance have in common: the two, and how a short walk goes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from couples.people.models import User
from couples.seats.models import Couple, Membership


def seat_two(now: datetime, zones: Sequence[str] = ("UTC", "UTC")) -> list[Membership]:
    """Seat two new people, each in a zone, without all that connecting is."""
    couple = Couple.objects.create(connected_at=now)
    people = [
        User.objects.create(email=f"{uuid.uuid4().hex}@example.org", name=name, time_zone=zone)
        for name, zone in zip(("Ana", "Ben"), zones, strict=True)
    ]
    seats = [
        Membership.objects.create(couple=couple, user=person, seat=number) for number, person in enumerate(people, 1)
    ]
    for seat, other in zip(seats, people[::-1], strict=True):
        seat.partner = other
    return seats


def walk_briefly(machine: type[RuleBasedStateMachine], walks: int, steps: int) -> None:
    """Walk a few times, the same way each time; `make faults` takes ten thousand steps."""
    few = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        # What fails is told as it is: making it smaller would take minutes.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=few)
