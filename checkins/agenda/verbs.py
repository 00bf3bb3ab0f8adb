"""Queuing something for the next talk, and what becomes of it once that talk has opened.

Each verb first takes the couple's row, as handing in does, and then writes down what opened talks took (`settle`). So
it comes either before an opening or after it, and never changes what the other can read already.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from agreements.kinds.base import kind_named
from agreements.letters.models import Agreement
from agreements.letters.rounds import has_had_two_rounds
from agreements.pauses.returning import step_back
from basics.refusals import Refusal
from basics.submissions import made_before
from checkins.agenda.models import Topic, TopicQuerySet
from checkins.agenda.table import settle
from couples.begun.verbs import forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership
from reminders.subjects import Subject

MOST_WAITING = 10
# What is being written for the next talk, and not queued yet.
NEW_TOPIC = Subject("topic").of("new")


class EnoughWait(Refusal):
    """More would be a list, and no talk."""

    name = "no-room"
    field = "words"
    message = _("Ten are waiting already. Let one go first.")


class OnTheTable(Refusal):
    """The talk has opened with it: the other can read it."""

    name = "fixed"
    field = "words"
    message = _("Your talk has opened with this, so it stays as it is. What you typed is still in the field.")


class TopicFixed(Refusal):
    """What both have had before them for a day is not rewritten, nor taken from there."""

    name = "fixed"
    field = "words"
    message = _("You both could read this for a day, so it stays as it is.")


class TooFewLetters(Refusal):
    """A letter is answered first."""

    name = "not-open-yet"
    message = _("A letter can be saved for a talk once each of you has written twice.")


def queue_topic(
    seat: Membership, words: str, is_announced: bool, submission: uuid.UUID, now: datetime, body: str = ""
) -> Topic:
    """Queue a line for the next talk; with `is_announced` the other reads it at once.

    A repeated submission returns the topic it made. Raises EnoughWait, SentDifferently, NotConnected.
    """
    with turn(seat, now):
        forget_begun(seat.user_id, NEW_TOPIC)
        if made := made_before(Topic.objects.by(seat), submission, body):
            return made
        said = {"words": words, "announced_at": now if is_announced else None}
        return queue(seat, now, submission=submission, body_hash=body, **said)


def queue_letter(seat: Membership, agreement: Agreement, words: str, now: datetime) -> Topic:
    """Save a letter for the next talk, with words of one's own or none; saved already, it is that topic still.

    So can be what is in force, of a kind that one comes back to in talks.

    Raises TooFewLetters, EnoughWait, NotConnected.
    """
    with turn(seat, now):
        if not can_be_saved(Agreement.objects.of(seat).with_words().get(pk=agreement.pk), now):
            raise TooFewLetters
        waiting = Topic.objects.by(seat).waiting().filter(agreement=agreement)
        # Saved again, it is what is written there now that waits.
        waiting.update(queued_at=now)
        return _again(seat, waiting, words) or queue(seat, now, words=words, agreement=agreement)


def can_be_saved(agreement: Agreement, now: datetime) -> bool:
    """Tell whether either may save it, loaded with its words, for a talk."""
    is_talked_over = kind_named(agreement.kind).is_talked_over and agreement.as_of(now).is_in_force
    return is_talked_over or has_had_two_rounds(agreement)


def queue_pause_topic(seat: Membership, words: str, pause_id: uuid.UUID, now: datetime) -> Topic:
    """Save what a pause was about for the next talk, with words of one's own or none; each saves a pause once.

    Raises EnoughWait, NotConnected; and OnTheTable for words to what a talk has opened with.
    """
    with turn(seat, now):
        step_back(pause_id, seat, now)
        saved = Topic.objects.by(seat).filter(pause=pause_id)
        return _again(seat, saved, words) or queue(seat, now, words=words, pause=pause_id)


def queue_own_words(seat: Membership, words: str, submission: uuid.UUID, now: datetime) -> Topic:
    """Save for the next talk what one asked for, or what sets one off: words of one's own, and of that itself nothing.

    What this submission made already says this from now on; of a call its id stands for that.

    Raises EnoughWait, NotConnected; and OnTheTable for other words to what a talk has opened with.
    """
    with turn(seat, now):
        saved = Topic.objects.by(seat).filter(submission=submission)
        return _again(seat, saved, words) or queue(seat, now, words=words, submission=submission)


def _again(seat: Membership, saved: TopicQuerySet, words: str) -> Topic | None:
    """Return what was saved before, with the new words where there are some."""
    topic = saved.first()
    if topic is None or not words or words == topic.words:
        return topic
    if topic.check_in_id:
        raise OnTheTable
    topic.words = words
    topic.save(update_fields=["words"])
    _tell(seat, topic)
    return topic


def queue(seat: Membership, now: datetime, **said: Any) -> Topic:
    """Queue a topic, in a turn of its verb. Raises EnoughWait."""
    if Topic.objects.by(seat).waiting().count() >= MOST_WAITING:
        raise EnoughWait
    topic = Topic.objects.create(couple_id=seat.couple_id, author=seat.user, queued_at=now, **said)
    _tell(seat, topic)
    return topic


def begin_topic(seat: Membership, typed: Mapping[str, Any], submission: uuid.UUID, now: datetime) -> None:
    """Keep a line while it is written, for its writer alone; what a page still sends of a queued one is nothing new.

    Raises BegunTooMuch, NotConnected.
    """
    with turn(seat, now):
        if not Topic.objects.by(seat).filter(submission=submission).exists():
            keep_begun(seat.user, NEW_TOPIC, typed, now)


def change_topic(seat: Membership, topic_id: uuid.UUID, words: str, is_announced: bool, now: datetime) -> Topic:
    """Write a topic of one's own anew while it waits, and choose anew whether the other reads it beforehand.

    Raises OnTheTable once a talk has opened with it, TopicFixed for what the other has read for a day, NotConnected,
    and Topic.DoesNotExist.
    """
    with turn(seat, now):
        topic = Topic.objects.by(seat).get(pk=topic_id)
        if topic.check_in_id:
            raise OnTheTable
        if topic.is_fixed(now) and (words, is_announced) != (topic.words, True):
            raise TopicFixed
        was_announced = topic.announced_at
        topic.words, topic.announced_at = words, (was_announced or now) if is_announced else None
        topic.save(update_fields=["words", "announced_at"])
        _tell(seat, topic, was_seen=bool(was_announced))
    return topic


def let_go(seat: Membership, topic_id: uuid.UUID, now: datetime) -> None:
    """Take away a topic of one's own: while it waits at any time, from an opened talk within a day.

    Raises TopicFixed, NotConnected, Topic.DoesNotExist.
    """
    with turn(seat, now):
        topic = Topic.objects.by(seat).select_related("check_in").get(pk=topic_id)
        if topic.check_in and topic.is_fixed(now):
            raise TopicFixed
        Topic.objects.filter(pk=topic.pk).delete()
        _tell(seat, topic)


def move_to_next(seat: Membership, topic_id: uuid.UUID, now: datetime) -> None:
    """Leave a topic that a talk has opened with, mine or the other's, to the next talk; a letter for both who saved it.

    Raises TopicFixed, NotConnected, and Topic.DoesNotExist also for what waits: that is nobody's to see.
    """
    with turn(seat, now):
        opened = Topic.objects.of(seat).filter(check_in__isnull=False).select_related("check_in")
        topic = opened.get(pk=topic_id)
        if topic.is_fixed(now):
            raise TopicFixed
        with_it = opened.filter(check_in=topic.check_in_id)
        same = [other.pk for other in with_it if other.matter == topic.matter]
        _back_to_the_queue(Topic.objects.filter(pk__in=same))
        raise_revisions(seat.both)


def pick(seat: Membership, topic_id: uuid.UUID, now: datetime) -> None:
    """Choose which topic of one's own an opened talk has time for, where it has time for one of each.

    Raises TopicFixed, NotConnected, and Topic.DoesNotExist for the other's and for what waits.
    """
    with turn(seat, now):
        mine = Topic.objects.by(seat).filter(check_in__isnull=False)
        topic = mine.select_related("check_in").get(pk=topic_id)
        if topic.is_fixed(now):
            raise TopicFixed
        mine.filter(check_in=topic.check_in_id).exclude(pk=topic.pk).update(is_picked=False)
        mine.filter(pk=topic.pk).update(is_picked=True)
        raise_revisions(seat.both)


def _back_to_the_queue(topics: TopicQuerySet) -> None:
    """Where its writer has saved the same letter anew since then, that one waits already."""
    waiting = Topic.objects.waiting().filter(author=OuterRef("author"), agreement=OuterRef("agreement"))
    topics.filter(Exists(waiting)).delete()
    topics.update(check_in=None, times_moved=F("times_moved") + 1, is_picked=False)


def keep_on(seat: Membership, topic_id: uuid.UUID, now: datetime) -> None:
    """Keep a topic of one's own that was carried on often; nobody is asked about it again soon.

    Raises NotConnected, Topic.DoesNotExist.
    """
    with turn(seat, now):
        topic = Topic.objects.by(seat).waiting().get(pk=topic_id)
        Topic.objects.filter(pk=topic.pk).update(times_moved=0)
        raise_revisions([seat.user_id])


@contextmanager
def turn(seat: Membership, now: datetime) -> Iterator[None]:
    """Let one verb on this couple's topics at a time go on, after what has opened by now. Raises NotConnected."""
    with acting_together(seat):
        settle(seat.couple_id, now)
        yield


def _tell(seat: Membership, topic: Topic, was_seen: bool = False) -> None:
    """Let open pages ask anew: the other's only where they could read it, or can now."""
    is_seen = was_seen or topic.announced_at or topic.check_in_id
    raise_revisions(seat.both if is_seen else [seat.user_id])
