"""What one sees of topics: one's own that wait, the other's that were told beforehand, and what a talk opened with."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.letters.called import called_in_force
from agreements.letters.showing import agreement_as_seen
from basics.formats import day_said
from checkins.agenda.models import Topic
from checkins.agenda.table import opened_lately, shared_out
from checkins.rhythm.models import CheckIn
from couples.people.models import User
from couples.seats.models import Membership


@dataclass(frozen=True)
class TopicAsSeen:
    """One person's topic."""

    pk: uuid.UUID
    writer: User
    is_mine: bool
    # What it is about, where that is more than its words: a letter, a pause.
    about: str
    agreement_id: uuid.UUID | None
    words: str
    is_announced: bool
    # Whether its writer is asked to keep it or to let it go.
    asks_me: bool
    # Whether an opened talk should rather take this one of its writer's, where it has time for one of each.
    is_picked: bool
    # Of a question: the agreement that says how the two decide on it, and from when on a talk may open with it.
    decision_id: uuid.UUID | None = None
    ready_at: datetime | None = None

    @property
    def needs_words(self) -> bool:
        """Tell whether it is nothing without words of its own."""
        return not self.about or self.decision_id is not None

    @property
    def line(self) -> str:
        """Return it in one line, to tell it from others."""
        return ": ".join(filter(None, (self.about, self.words)))


@dataclass(frozen=True)
class Waiting:
    """What waits for the next talk, as far as one person may know."""

    mine: Sequence[TopicAsSeen] = ()
    # What the other said beforehand.
    told: Sequence[TopicAsSeen] = ()


@dataclass(frozen=True)
class OnTheTable:
    """What an opened talk has to talk about: one topic, or the same letter from both."""

    about: str
    agreement_id: uuid.UUID | None
    topics: Sequence[TopicAsSeen]
    can_be_moved: bool

    @property
    def pk(self) -> uuid.UUID:
        """Return by which it is moved."""
        return self.topics[0].pk

    @property
    def line(self) -> str:
        """Return it in one line."""
        return self.about if self.agreement_id else self.topics[0].line


def waiting_topics(seat: Membership, now: datetime) -> Waiting:
    """Return what waits. As many queries whatever the other has queued: only an opening that both see adds one."""
    may_see = Q(author=seat.user_id) | Q(announced_at__isnull=False)
    rows = Topic.objects.of(seat).waiting().filter(may_see).with_letters()
    taken = _just_taken(seat, now)
    seen = [_seen(row, seat) for row in sorted(rows, key=lambda row: row.order) if row.pk not in taken]
    return Waiting([topic for topic in seen if topic.is_mine], [topic for topic in seen if not topic.is_mine])


def letters_saved_by(seat: Membership) -> dict[uuid.UUID, datetime]:
    """Return the letters that this person has saved and that no talk has opened with, and when."""
    waiting = list(Topic.objects.by(seat).waiting().filter(agreement__isnull=False))
    taken = _just_taken(seat, timezone.now()) if waiting else set()
    return {topic.agreement_id: topic.queued_at for topic in waiting if topic.agreement_id and topic.pk not in taken}


def _just_taken(seat: Membership, now: datetime) -> set[uuid.UUID]:
    """Return what talks have opened with and no verb has written down yet."""
    opened = opened_lately(seat.couple_id, now)
    waiting = list(Topic.objects.of(seat).waiting()) if opened else []
    return {topic.pk for topics in shared_out(opened, waiting).values() for topic in topics}


def tables_of(
    check_ins: Sequence[CheckIn], seat: Membership, now: datetime
) -> Mapping[uuid.UUID, Sequence[OnTheTable]]:
    """Return what each of these talks opened with, in its order; nothing before it is open."""
    opened = [each for each in check_ins if each.is_open(now)]
    settled = [each for each in opened if each.topics_settled]
    rows = _settled_at(settled, seat) + (_taken_by(opened, seat, now) if len(opened) > len(settled) else [])
    table: dict[uuid.UUID, list[Topic]] = {each.pk: [] for each in check_ins}
    for check_in, row in rows:
        table[check_in].append(row)
    return {each.pk: _table(table[each.pk], each, seat, now) for each in check_ins}


def _settled_at(check_ins: Sequence[CheckIn], seat: Membership) -> list[tuple[uuid.UUID, Topic]]:
    rows = Topic.objects.of(seat).filter(check_in__in=check_ins).with_letters() if check_ins else ()
    return [(row.check_in_id, row) for row in rows if row.check_in_id]


def _taken_by(check_ins: Sequence[CheckIn], seat: Membership, now: datetime) -> list[tuple[uuid.UUID, Topic]]:
    """Return what those opened with that no verb has written down yet."""
    opened = opened_lately(seat.couple_id, now)
    taken = shared_out(opened, list(Topic.objects.of(seat).waiting().with_letters()))
    unsettled = [each.pk for each in check_ins if not each.topics_settled]
    return [(key, row) for key in unsettled for row in taken.get(key, ())]


def _table(rows: list[Topic], check_in: CheckIn, seat: Membership, now: datetime) -> Sequence[OnTheTable]:
    ordered = sorted(rows, key=lambda row: row.order)
    return [_on_table(list(same), check_in, seat, now) for same in _by_matter(ordered)]


def _by_matter(rows: Sequence[Topic]) -> Iterable[Iterable[Topic]]:
    place = {matter: number for number, matter in enumerate(dict.fromkeys(row.matter for row in rows))}
    by_place = sorted(rows, key=lambda row: place[row.matter])
    return (same for _matter, same in groupby(by_place, key=lambda row: row.matter))


def _on_table(rows: Sequence[Topic], check_in: CheckIn, seat: Membership, now: datetime) -> OnTheTable:
    topics = [_seen(row, seat) for row in rows]
    return OnTheTable(topics[0].about, topics[0].agreement_id, topics, not check_in.is_fixed(now))


def own_topic(topic: Topic, seat: Membership) -> TopicAsSeen:
    """Return a topic of this person's own."""
    return _seen(topic, seat)


def _seen(topic: Topic, seat: Membership) -> TopicAsSeen:
    is_mine = topic.author_id == seat.user_id
    return TopicAsSeen(
        pk=topic.pk,
        writer=seat.user if is_mine else seat.partner,
        is_mine=is_mine,
        about=_about(topic, seat),
        agreement_id=topic.agreement_id,
        decision_id=topic.decision_id,
        ready_at=topic.ready_at,
        words=topic.words,
        is_announced=topic.announced_at is not None,
        asks_me=is_mine and topic.asks_its_author,
        is_picked=topic.is_picked,
    )


def _about(topic: Topic, seat: Membership) -> str:
    if topic.pause:
        return _("What we paused")
    if topic.decision:
        return called_in_force(topic.decision)
    return agreement_as_seen(topic.agreement, seat).called if topic.agreement else ""


def next_talk(seat: Membership, now: datetime) -> CheckIn | None:
    """Return the talk that what is queued now will open with, if one is known."""
    return CheckIn.objects.of(seat).talks().current(now).unopened(now).first()


def save_label(talk: CheckIn | None, now: datetime) -> str:
    """Return what the button says: Save it for Sunday."""
    return save_label_of(timezone.localtime(talk.starts_at).date() if talk else None, now)


def save_label_of(day: date | None, now: datetime) -> str:
    """Return the same for the day of a talk."""
    today = timezone.localtime(now).date()
    if day is None or day < today:
        return _("Save it for our next talk")
    return _("Save it for %(day)s") % {"day": day_said(day, today)}
