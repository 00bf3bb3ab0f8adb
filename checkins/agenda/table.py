"""Which topics a talk opens with. One rule, for whoever reads a talk and for the verbs that write it down.

Of appreciations and letters all that wait open with the first talk that opens.

A talk opens with the time as well, and then no verb runs: so what it opened with is computed by each reader, from all
that waits, until the next verb on topics, or the next handing in, writes it down before it changes anything (`settle`).
Every such verb holds the couple's row, and who comes second after the time settles the talk in the turn that opens it.
So what waits when a talk is settled is what waited when it opened, and what is queued afterwards is for the next one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from checkins.agenda.models import Topic
from checkins.rhythm.models import CheckIn, CheckInQuerySet
from journal.appreciations import verbs as appreciating
from journal.appreciations.openings import Opening
from journal.letters import sending as letters

# Of what they want to talk about, and of letters to look at again.
MOST_ON_TABLE = 3


def for_table(waiting: Iterable[Topic]) -> list[Topic]:
    """Return what the next talk to open takes of what waits: letters first, then a pause, then the oldest.

    The rest is for the one after.
    """
    ordered = sorted(waiting, key=lambda topic: topic.order)
    letters = [topic for topic in ordered if topic.agreement_id]
    lines = [topic for topic in ordered if not topic.agreement_id]
    return [*_as_many_as_fit(letters), *_as_many_as_fit(lines)]


def _as_many_as_fit(ordered: Sequence[Topic]) -> list[Topic]:
    matters = list(dict.fromkeys(topic.matter for topic in ordered))[:MOST_ON_TABLE]
    return [topic for topic in ordered if topic.matter in matters]


def shared_out(opened: Mapping[uuid.UUID, datetime], waiting: Sequence[Topic]) -> Mapping[uuid.UUID, list[Topic]]:
    """Return what each of the opened talks, which start then, takes; the first that opened first.

    A question that was to be thought over longer is for a later one.
    """
    tables: dict[uuid.UUID, list[Topic]] = {}
    for key, starts_at in opened.items():
        tables[key] = for_table(topic for topic in waiting if topic.is_ready_for(starts_at))
        waiting = [topic for topic in waiting if topic not in tables[key]]
    return tables


def unsettled(couple_id: uuid.UUID, now: datetime) -> CheckInQuerySet:
    """Return the couple's talks that have opened since topics were last touched, the first that opened first."""
    return CheckIn.objects.filter(couple=couple_id, topics_settled=False).opened(now).by_opening()


def opened_lately(couple_id: uuid.UUID, now: datetime) -> Mapping[uuid.UUID, datetime]:
    """Return when each of them starts, in the same order."""
    return dict(unsettled(couple_id, now).values_list("pk", "starts_at"))


def newly_opened(couple_id: uuid.UUID, now: datetime) -> Opening | None:
    """Return the first of them: the one that takes the appreciations that wait."""
    return next(_openings(couple_id, now), None)


def _openings(couple_id: uuid.UUID, now: datetime) -> Iterator[Opening]:
    for talk in unsettled(couple_id, now).defer("prompts"):
        if talk.opened_at:
            yield Opening(talk.pk, talk.opened_at)


def settle(couple_id: uuid.UUID, now: datetime) -> None:
    """Write down what opened talks took of what waits. Safe to repeat; the caller holds the couple's row."""
    openings = list(_openings(couple_id, now))
    if not openings:
        return
    for subject in (appreciating, letters):
        subject.open_with(openings[0].talk_id, couple_id, openings[0].at)
    opened = opened_lately(couple_id, now)
    waiting = list(Topic.objects.filter(couple=couple_id).waiting())
    for key, topics in shared_out(opened, waiting).items():
        Topic.objects.filter(pk__in=[topic.pk for topic in topics]).update(check_in=key)
    CheckIn.objects.filter(pk__in=opened).update(topics_settled=True)
