"""What lies on the table of a talk, in which order and for how long, for both alike; nothing before it opens."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from checkins.agenda.models import Topic
from checkins.agenda.showing import OnTheTable, TopicAsSeen
from checkins.agenda.verbs import TopicFixed, move_to_next, pick, queue_letter, queue_pause_topic
from checkins.answers.showing import WholeCheckIn, check_ins_of
from checkins.answers.starting import start_without_writing
from checkins.rhythm.models import CheckIn
from checkins.table.showing import PARTS, Table, TableItem, table_of
from couples.people.models import User
from couples.seats.models import Membership
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def table(check_in: CheckIn, seat: Membership, now: datetime = NOW) -> Table:
    return table_of(check_ins_of(seat).get(pk=check_in.pk), seat, now)


def titles(items: list[TableItem]) -> list[str]:
    return [item.title for item in items if item.topic]


def parts(shown: Table) -> list[str]:
    return [item.part for item in shown.items]


def test_ten_minutes_hold_at_most_five_things_whatever_lies_there() -> None:
    chance = random.Random(13)
    for _ in range(500):
        items = [_item(part) for part in ("good", "tries", "question", "wishes")]
        items += [_topic(chance, chance.choice(["again", "topics"])) for _ in range(chance.randrange(7))]
        items.sort(key=lambda item: [*PARTS].index(item.part))
        short = Table(_NO_TALK, items).ten_minutes
        assert len(short) <= 5
        assert sum(item.minutes for item in short) <= 10
        assert [item.key for item in short] == [
            item.key for item in items if item.key in {each.key for each in short}
        ], "in the order of the table"
        assert {"good", "question", "wishes"} <= {item.key for item in short}
        by = {topic.writer.pk for item in items if item.topic for topic in item.topic.topics}
        assert {topic.writer.pk for item in short if item.topic for topic in item.topic.topics} == by
        assert len([item for item in short if item.topic]) <= len(by)


_NO_TALK: WholeCheckIn = None  # type: ignore[assignment]  # nothing of it is asked


def _item(part: str) -> TableItem:
    return TableItem(part, part, PARTS[part].minutes, part)


def _topic(chance: random.Random, part: str) -> TableItem:
    """Return a line of one of the two, or a letter that both have saved."""
    writers = chance.sample([1, 2], 2 if part == "again" and chance.random() < 0.3 else 1)
    said = [_said(writer, chance.random() < 0.2) for writer in writers]
    key = f"topic:{said[0].pk}"
    return TableItem(key, "", PARTS[part].minutes, part, topic=OnTheTable("", None, said, can_be_moved=True))


def _said(writer: int, is_picked: bool) -> TopicAsSeen:
    shown = {"about": "", "agreement_id": None, "words": "", "is_announced": False, "asks_me": False}
    return TopicAsSeen(pk=uuid.uuid4(), writer=User(pk=writer), is_mine=False, is_picked=is_picked, **shown)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_both_find_the_same_in_its_order_once_it_is_open(pair: Pair) -> None:
    alice, bob = pair.alice_seat, pair.bob_seat
    factories.tried(pair, "an evening out", NOW - DAY)
    letter = factories.proposed_rule(pair, NOW)
    for number, seat in enumerate((bob, alice, bob)):
        letter = factories.amended(letter, seat, NOW, please=f"line {number}")
    for number, seat in enumerate((alice, bob, alice, bob)):
        factories.queued(seat, f"topic {number}", NOW - timedelta(minutes=9 - number))
    queue_pause_topic(bob, "that evening", uuid.uuid4(), NOW)
    queue_letter(bob, letter, "", NOW)
    notebook.noted(alice, "You stayed up", NOW)
    check_in = factories.begun_check_in(pair, NOW)
    factories.handed_in(check_in, bob, now=NOW)
    for seat in (alice, bob):
        assert table(check_in, seat).items == ()
    factories.handed_in(check_in, alice, now=NOW)
    seen = [table(check_in, seat) for seat in (alice, bob)]
    assert [item.key for item in seen[0].items] == [item.key for item in seen[1].items]
    assert parts(seen[0]) == ["good", "tries", "again", "topics", "topics", "topics", "question", "wishes"]
    assert titles(list(seen[0].items))[1:] == ["What we paused: that evening", "topic 0", "topic 1"]
    assert [good.what_you_did for good in seen[1].items[0].appreciations] == ["You stayed up"]
    assert [item.part for item in seen[0].ten_minutes] == ["good", "again", "topics", "question", "wishes"]
    assert titles(list(seen[0].left)) == ["What we paused: that evening", "topic 1"]


@pytest.mark.django_db
def test_each_picks_among_their_own_and_both_see_it(pair: Pair) -> None:
    alice, bob = pair.alice_seat, pair.bob_seat
    hers = [factories.queued(alice, f"hers {number}", NOW - timedelta(minutes=9 - number)) for number in range(2)]
    his = factories.queued(bob, "his", NOW)
    check_in = factories.opened_check_in(pair, NOW)

    def short() -> list[str]:
        read = [titles(list(table(check_in, seat).ten_minutes)) for seat in (alice, bob)]
        assert read[0] == read[1]
        return read[0]

    assert short() == ["hers 0", "his"]
    for seat, topic in ((bob, hers[1]), (alice, his)):
        with pytest.raises(Topic.DoesNotExist):
            pick(seat, topic.pk, NOW)
    pick(alice, hers[1].pk, NOW)
    pick(bob, his.pk, NOW)
    assert short() == ["hers 1", "his"]
    pick(alice, hers[0].pk, NOW)
    assert short() == ["hers 0", "his"]
    move_to_next(bob, hers[0].pk, NOW)
    assert short() == ["hers 1", "his"]
    assert not Topic.objects.get(pk=hers[0].pk).is_picked, "the next talk begins anew"
    with pytest.raises(Topic.DoesNotExist):
        pick(alice, hers[0].pk, NOW)
    with pytest.raises(TopicFixed):
        pick(alice, hers[1].pk, NOW + DAY)


@pytest.mark.django_db
def test_the_first_four_talks_offer_ten_minutes_alone(pair: Pair) -> None:
    offered = []
    for number in range(5):
        now = NOW + number * DAY
        talk = CheckIn.objects.create(couple=pair.couple, slot=now, starts_at=now, minutes=30, zone="UTC")
        for seat in (pair.alice_seat, pair.bob_seat):
            start_without_writing(talk, seat, now) if number == 2 else factories.handed_in(talk, seat, now=now)
        offered.append(table(talk, pair.alice_seat, now).offers_whole)
    assert offered == [False] * 4 + [True]


@pytest.mark.django_db
def test_two_who_started_without_writing_have_a_table_with_nothing_sealed_on_it(pair: Pair) -> None:
    alice, bob = pair.alice_seat, pair.bob_seat
    factories.tried(pair, "an evening out", NOW - DAY)
    check_in = factories.handed_in(factories.begun_check_in(pair, NOW), bob, "SEALED", NOW)
    factories.queued(bob, "SEALED", NOW)
    notebook.noted(bob, "SEALED", NOW)
    start_without_writing(check_in, alice, NOW)
    assert table(check_in, alice).items == ()
    start_without_writing(check_in, bob, NOW)
    for seat in (alice, bob):
        shown = table(check_in, seat)
        assert (shown.is_news, parts(shown)) == (True, ["good", "tries", "question", "wishes"])
        assert "SEALED" not in repr(shown.items)
        assert not any(read_out.reads for item in shown.items for read_out in item.read_outs)
