"""Letters, then a pause, then the oldest; at most three of each at a talk, and the rest at the next ones. No rows."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta

from checkins.agenda.models import Topic
from checkins.agenda.table import MOST_ON_TABLE, for_table, shared_out

BEGAN = datetime(2027, 5, 3, 20, 30, tzinfo=UTC)


def queue(chance: random.Random) -> list[Topic]:
    """Return what two people have queued: lines, pauses, and letters that both may have saved."""
    letters = [uuid.UUID(int=number) for number in range(1, 6)]
    return [
        Topic(
            id=uuid.UUID(int=chance.getrandbits(128)),
            queued_at=BEGAN + timedelta(minutes=chance.randrange(60)),
            **chance.choice([{}, {}, {"pause": uuid.uuid4()}, {"agreement_id": chance.choice(letters)}]),
        )
        for _ in range(chance.randrange(21))
    ]


def places(topics: list[Topic]) -> list[tuple[bool, bool, datetime, uuid.UUID]]:
    return [(topic.agreement_id is None, topic.pause is None, topic.queued_at, topic.pk) for topic in topics]


def test_the_order_holds_and_what_is_over_the_limit_comes_at_the_next_talks():
    chance = random.Random(10)
    for _ in range(500):
        waiting, talks = queue(chance), {uuid.uuid4(): BEGAN for _ in range(8)}
        first = for_table(waiting)
        assert places(first) == sorted(places(first))
        oldest = {
            topic.matter: min(places([each for each in waiting if each.matter == topic.matter])) for topic in waiting
        }
        in_order = sorted(oldest, key=oldest.__getitem__)
        letters = [matter for matter in in_order if not oldest[matter][0]]
        fit = {*letters[:MOST_ON_TABLE], *[matter for matter in in_order if oldest[matter][0]][:MOST_ON_TABLE]}
        assert {topic.matter for topic in first} == fit
        tables = shared_out(talks, waiting)
        together = [topic for talk in talks for topic in tables[talk]]
        assert sorted(places(together)) == sorted(places(waiting)), "each once, and none lost"
        assert tables[next(iter(talks))] == first
        by_matter = [{topic.matter for topic in tables[talk]} for talk in talks]
        assert sum(map(len, by_matter)) == len(set().union(*by_matter)), "the same letter once"
        assert for_table(random.Random(1).sample(waiting, len(waiting))) == first, "in whichever order they are read"
