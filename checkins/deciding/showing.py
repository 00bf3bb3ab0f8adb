"""What one sees of questions that wait under an agreement on how the two decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agreements.letters.models import Agreement
from basics import formats
from basics.localtime import local
from checkins.agenda.showing import TopicAsSeen, waiting_topics
from checkins.deciding.kind import time_to_think
from checkins.rhythm.talk_days import next_talk_after
from couples.seats.models import Membership


@dataclass(frozen=True)
class Questions:
    """The reader's own questions that wait, and where one that is saved now comes up."""

    mine: Sequence[TopicAsSeen]
    # How long it waits at least; empty where it need not.
    think: str
    # On which day of the reader's it comes up by what is agreed; None where the two have no such talk.
    day: date | None


def questions_of(agreement: Agreement, seat: Membership, now: datetime) -> Questions:
    """Return those under one agreement in force, loaded with its words. Nothing depends on the other's."""
    assert agreement.in_force, "only what is in force takes questions"
    think = time_to_think(agreement.in_force.terms)
    talk = next_talk_after(seat.couple_id, now + think - timedelta(microseconds=1), now)
    return Questions(
        mine=[topic for topic in waiting_topics(seat, now).mine if topic.decision_id == agreement.pk],
        think=formats.length(int(think.total_seconds()) // 60) if think else "",
        day=local(talk, seat.user.time_zone).date() if talk else None,
    )
